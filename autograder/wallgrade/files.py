"""Writing files and folders that others see whole or not at all: made aside under another name, then renamed."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path


def write_atomically(path: Path, content: bytes, *, mode: int = 0o666, replace: bool = True) -> None:
    """Write a file; without `replace`, one that is there already stays, whoever of several writers was first."""
    aside = _aside(path, "new")
    try:
        with open(aside, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
            stream.write(content)
        if replace:
            aside.replace(path)
        else:
            with contextlib.suppress(FileExistsError):
                os.link(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def replace_folder(made: Path, target: Path) -> None:
    """Put a copy of the folder `made` in the place of `target`."""
    target.parent.mkdir(exist_ok=True)
    new, old = _aside(target, "new"), _aside(target, "old")
    shutil.copytree(made, new)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _aside(path: Path, word: str) -> Path:
    return path.with_name(f".{path.name}.{word}-{os.getpid()}")
