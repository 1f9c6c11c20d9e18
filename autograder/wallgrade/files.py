"""Writing files and folders that others see whole or not at all: made aside under another name, then renamed."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

GROUP_FOLDER, GROUP_FILE = 0o2770, 0o660  # what nbgrader adds with `groupshared`


def write_atomically(path: Path, content: bytes, *, mode: int | None = None, replace: bool = True) -> None:
    """Write a file; without `replace`, one that is there already stays, whoever of several writers was first.

    The file has exactly this `mode` from its first byte on, or what the umask leaves.
    """
    aside = beside(path, "new")
    try:
        with open(
            aside, "xb", opener=lambda name, flags: os.open(name, flags, 0o666 if mode is None else 0o600)
        ) as new:
            if mode is not None:
                aside.chmod(mode)
            new.write(content)
        if replace:
            aside.replace(path)
        else:
            with contextlib.suppress(FileExistsError):
                os.link(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def replace_folder(made: Path, target: Path, *, shared: bool = False) -> None:
    """Put a copy of the folder `made` in the place of `target`; if that fails, the old one is there again."""
    target.parent.mkdir(exist_ok=True)
    new, old = beside(target, "new"), beside(target, "old")
    try:
        shutil.copytree(made, new)
        if shared:
            share_with_group(target.parent, new)
        if target.exists():
            target.rename(old)
        new.rename(target)
    except BaseException:
        if old.exists() and not target.exists():
            old.rename(target)
        raise
    finally:
        for left in left_beside(target):
            shutil.rmtree(left, ignore_errors=True)


def beside(path: Path, word: str) -> Path:
    """A hidden name beside a file or folder that nobody else has, on whichever machine."""
    return path.with_name(f".{path.name}.{word}-{secrets.token_hex(8)}")


def left_beside(path: Path) -> Iterator[Path]:
    """What was made under such names and is there still."""
    begins = tuple(f".{path.name}.{word}" for word in ("new", "old"))
    if path.parent.is_dir():
        yield from [other for other in path.parent.iterdir() if other.name.startswith(begins)]


def share_with_group(*paths: Path, inside: bool = True) -> None:
    """Let the group write to these files and folders, and (`inside`) to all in them, as nbgrader's `groupshared` does.

    What belongs to somebody else is left as it is: only they can change it. A folder comes after what is in it, so a
    folder that is shared holds nothing that was forgotten.
    """
    for path in paths:
        for folder, _, names in os.walk(path, topdown=False) if inside else ():
            for name in names:
                _add_mode(Path(folder, name))
            _add_mode(Path(folder))
        _add_mode(path)


def is_shared(path: Path) -> bool:
    """Whether the group can write to this file or folder."""
    mode = path.stat().st_mode
    bits = GROUP_FOLDER if stat.S_ISDIR(mode) else GROUP_FILE
    return mode & bits == bits


def _add_mode(path: Path) -> None:
    with contextlib.suppress(OSError):
        if not path.is_symlink() and not is_shared(path):
            path.chmod(stat.S_IMODE(path.stat().st_mode) | (GROUP_FOLDER if path.is_dir() else GROUP_FILE))
