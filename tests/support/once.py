"""What is expensive to make is made once for a whole run, whichever worker process of pytest asks for it first."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

LIMIT = 600


class Once:
    """Folders below `root`, each made by whoever asks first; the others wait for it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def folder(self, name: str, make: Callable[[Path], object]) -> Path:
        """The folder of this name; `make` is called with its path if it is not there yet."""
        target, made = self.root / name, self.root / f"{name}.made"
        self.root.mkdir(exist_ok=True)
        with FileLock(self.root / f"{name}.lock", timeout=LIMIT):
            if not made.exists():
                shutil.rmtree(target, ignore_errors=True)  # of somebody who failed
                make(target)
                made.touch()
        return target
