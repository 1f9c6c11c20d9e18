"""JupyterLab's own terminal: open one, type a command, read what it said."""

from __future__ import annotations

import re
from typing import Any

OPEN_MS = 60_000
COLOURS = re.compile(r"\x1b(\[[0-9;?]*[a-zA-Z]|\][^\x07]*\x07|[()][A-Z0-9]|[=>])")
ENDED = "the status is"
OPEN = """
async () => {
  const app = window.jupyterapp;
  await app.restored;
  const main = await app.commands.execute('terminal:create-new');
  window.said = '';
  main.content.session.messageReceived.connect((_, message) => {
    if (message.type === 'stdout') window.said += message.content.join('');
  });
  await main.content.ready;
}
"""


class LabTerminal:
    """A terminal in the folder of the server."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        page.goto(f"{address}/lab?reset", timeout=OPEN_MS)
        page.locator("#jp-main-dock-panel").wait_for(timeout=OPEN_MS)
        page.evaluate(OPEN)
        page.locator(".jp-Terminal .xterm-screen").wait_for(timeout=OPEN_MS)

    def run(self, command: str, timeout: float) -> tuple[int, str]:
        """Type a command and wait until the shell has done it; its status and all that it wrote."""
        self.page.evaluate("window.said = ''")
        self.page.locator(".jp-Terminal .xterm-helper-textarea").focus()
        self.page.keyboard.type(f'{command}; echo "{ENDED} $?."')
        self.page.keyboard.press("Enter")
        self.page.wait_for_function(f"/{ENDED} \\d+\\./.test(window.said)", timeout=timeout)
        said = COLOURS.sub("", self.page.evaluate("window.said")).replace("\r", "")
        found = re.search(rf"{ENDED} (\d+)\.", said)
        assert found is not None
        return int(found[1]), said[: found.start()]
