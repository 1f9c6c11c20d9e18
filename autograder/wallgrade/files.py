"""Writing files and folders that others see whole or not at all: made aside under another name, then renamed."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
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


def rewrite(path: Path, content: bytes) -> None:
    """Give a file that is there another content; who may read and write it, and a link to it, stay."""
    path = path.resolve()
    aside = _aside(path, "new")
    try:
        aside.write_bytes(content)
        shutil.copystat(path, aside)
        os.utime(aside)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def replace_folder(made: Path, target: Path, ignore: Callable[[str, list[str]], set[str]] | None = None) -> None:
    """Put a copy of the folder `made` in the place of `target`; `ignore` as for shutil.copytree."""
    target.parent.mkdir(exist_ok=True)
    new, old = _aside(target, "new"), _aside(target, "old")
    shutil.copytree(made, new, ignore=ignore)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _aside(path: Path, word: str) -> Path:
    return path.with_name(f".{path.name}.{word}-{os.getpid()}")
