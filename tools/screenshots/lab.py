"""One notebook in JupyterLab or Notebook 7, driven as a person does: click into a cell, write, run, look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

OPEN_MS = 90_000
RUN_MS = 240_000

# The idle indicator appears before the kernel can be used, and what is run in between is dropped without a word.
READY = """
async () => {
  const app = window.jupyterapp;
  await app.restored;
  const panel = [...app.shell.widgets('main')].find(one => one.context && one.sessionContext);
  await panel.context.ready;
  await panel.sessionContext.ready;
  const kernel = panel.sessionContext.session.kernel;
  await kernel.info;
  const reply = await kernel.requestExecute({code: '1', silent: true, store_history: false}).done;
  return reply.content.status;
}
"""
PANEL = "[...window.jupyterapp.shell.widgets('main')].find(one => one.context && one.sessionContext)"
GO_TO = f"""
async id => {{
  const notebook = {PANEL}.content;
  const index = notebook.widgets.findIndex(cell => cell.model.id === id);
  if (index < 0) throw new Error('no cell ' + id);
  notebook.mode = 'command';
  notebook.deselectAll();
  notebook.activeCellIndex = index;
  await notebook.scrollToItem(index, 'center');
}}
"""
# A kernel that was started anew counts from 1 again, so the count of an earlier run must not be taken for this one's.
FORGET = f"id => {{ {PANEL}.content.widgets.find(one => one.model.id === id).model.executionCount = null; }}"
FINISHED = f"""
id => {{
  const model = {PANEL}.content.widgets.find(one => one.model.id === id).model;
  return model.executionCount !== null && model.executionState !== 'running';
}}
"""
OUTPUTS = f"id => {PANEL}.content.widgets.find(one => one.model.id === id).model.outputs.toJSON()"
SAVE = f"async () => {{ await {PANEL}.context.save(); return {PANEL}.context.model.dirty; }}"
SHUTDOWN = "async () => await window.jupyterapp.serviceManager.sessions.shutdownAll()"


class LabNotebook:
    """A notebook that is open in JupyterLab, or in Notebook 7 (`view`), which is made of the same parts."""

    def __init__(
        self, page: Page, address: str, path: str, view: Literal["lab/tree", "notebooks"] = "lab/tree"
    ) -> None:
        self.page = page
        page.goto(f"{address}/{view}/{path}?reset", timeout=OPEN_MS)
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=OPEN_MS)
        page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", timeout=OPEN_MS)
        status = page.evaluate(READY)
        if status != "ok":
            raise RuntimeError(f"the kernel answered {status}")

    def go_to(self, cell: str) -> Locator:
        """Make a cell the active one and bring it into view."""
        self.page.evaluate(GO_TO, cell)
        active = self.page.locator(".jp-Notebook .jp-Cell.jp-mod-active")
        active.wait_for(timeout=OPEN_MS)
        return active

    def write(self, cell: str, source: str) -> None:
        """Replace the text of a cell by typing over it."""
        editor = self.go_to(cell).locator(".cm-content")
        editor.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)

    def run(self, cell: str) -> list[dict[str, Any]]:
        """Run a cell with Ctrl+Enter, wait until it is done, and return its outputs."""
        self.go_to(cell)
        self.page.evaluate(FORGET, cell)
        self.page.locator(".jp-Notebook").first.focus()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(FINISHED, arg=cell, timeout=RUN_MS)
        return self.outputs(cell)

    def outputs(self, cell: str) -> list[dict[str, Any]]:
        """The outputs that a cell has now."""
        found: list[dict[str, Any]] = self.page.evaluate(OUTPUTS, cell)
        return found

    def report(self, cell: str) -> Locator:
        """The report below a check cell."""
        found = self.go_to(cell).locator(".lessoncheck")
        found.wait_for(timeout=OPEN_MS)
        return found

    def save(self) -> None:
        """Save the notebook."""
        if self.page.evaluate(SAVE):
            raise RuntimeError("the notebook could not be saved")

    def close(self) -> None:
        """End the kernels of this server."""
        self.page.evaluate(SHUTDOWN)
