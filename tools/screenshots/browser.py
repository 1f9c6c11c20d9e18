"""Debian's (or anybody's) Chromium under Playwright, and a guard over all that its pages do.

As a program of its own it sees to it that there is a Chromium, or says in one sentence how to get one (`make system`).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
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
PACKAGES = ("chromium", "fonts-dejavu-core", "libatomic1")  # the last one for Playwright's own program
NO_CHROMIUM = (
    "There is no Chromium here (looked for {names} on PATH): install one, for instance with "
    "`apt-get install chromium fonts-dejavu-core` as root, or name its program in WALLGRADE_CHROMIUM."
)
INSTALLING = "There is no Chromium here: installing it with apt-get."
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


def install_chromium() -> None:
    """Install the distribution's, if this user may without being asked for anything."""
    become_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (become_root and not _succeeds([*become_root, "true"])):
        return
    print(INSTALLING, flush=True)
    apt_get = [*become_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    subprocess.run([*apt_get, "update"], check=False)
    install = ["install", "-y", "--no-install-recommends", *PACKAGES]
    subprocess.run([*apt_get, *install], stdout=subprocess.DEVNULL, check=False)  # whether it helped is looked at after


def _succeeds(command: list[str]) -> bool:
    return shutil.which(command[0]) is not None and subprocess.run(command, capture_output=True).returncode == 0


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


def ensure_chromium() -> None:
    """Leave the machine with a Chromium; NoBrowser if that cannot be done from here."""
    with contextlib.suppress(NoBrowser):
        find_chromium()
        return
    install_chromium()
    find_chromium()


if __name__ == "__main__":
    try:
        ensure_chromium()
    except NoBrowser as absence:
        sys.exit(str(absence))
