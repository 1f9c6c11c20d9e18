"""Debian's (or anybody's) Chromium under Playwright, and a guard over all that its pages do."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
NO_CHROMIUM = (
    "There is no Chromium here (looked for {names} on PATH). Install one, for instance with "
    "`apt-get install chromium`, or name its program in WALLGRADE_CHROMIUM."
)
HARMLESS_SCHEMES = ("file", "data", "blob", "about", "chrome-error", "devtools")


class NoBrowser(Exception):
    """No Chromium was found; the message says how to get one."""


@dataclass
class Guard:
    """What pages did that they must not: requests to other hosts, script errors, refused scripts, dialogs."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Listen to everything in this context, from now on."""
        context.on("request", lambda request: self._request(request.url))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("dialog", self._dialog)
        context.on("console", self._console)

    @property
    def found(self) -> list[str]:
        """Everything that must not happen on any page of ours."""
        return [*self.requests, *self.errors, *self.dialogs]

    def _request(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in HARMLESS_SCHEMES and parts.hostname != "127.0.0.1":
            self.requests.append(address)

    def _dialog(self, dialog: Any) -> None:
        # leaving a page with unsaved edits asks back; that one is the browser's own
        if dialog.type != "beforeunload":
            self.dialogs.append(dialog.message)
        dialog.accept() if dialog.type == "beforeunload" else dialog.dismiss()

    def _console(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.refused.append(message.text)


def find_chromium() -> str:
    """The program to start; NoBrowser if there is none."""
    named = os.environ.get("WALLGRADE_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise NoBrowser(NO_CHROMIUM.format(names=", ".join(NAMES)))
    return found


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium for the length of the block."""
    from playwright.sync_api import sync_playwright

    program = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
