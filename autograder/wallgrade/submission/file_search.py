"""Looking through a submission's folder: bounded, following no link, opening nothing."""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from wallgrade.submission import messages
from wallgrade.submission.notebook_file import shown

MOST_ENTRIES = 2_000
MOST_NOTEBOOKS = 100
DEEPEST = 6
NOTEBOOKS = (".ipynb", ".ipynb.txt", ".ipynb.json")  # the last two are what browsers make of downloads
ZIP = ".zip"
ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
PASSED_OVER = {"__MACOSX", "__pycache__"}
MOST_NOTES = 10


@dataclass
class Files:
    """Notebook files, nearest to the top first, and what was seen and not opened."""

    notebooks: list[Path] = field(default_factory=list)
    archives: list[Path] = field(default_factory=list)  # zip archives, which may hold notebooks
    others: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unopened: bool = False  # something that could have held a notebook was not looked into

    def note(self, text: str, *, unopened: bool = True) -> None:
        """Add one sentence, unless there are many already."""
        self.unopened |= unopened
        if len(self.notes) < MOST_NOTES and text not in self.notes:
            self.notes.append(text)


def is_plain_folder(path: Path) -> bool:
    """Whether this is a directory, and neither it nor the folder it is in (the student's) is a link."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode) and not path.parent.is_symlink()
    except (OSError, ValueError):
        return False


def is_ordinary_below(path: Path, folder: Path) -> bool:
    """Whether this is an ordinary file in `folder`, reached through no link."""
    if not is_plain_folder(folder) or not path.is_relative_to(folder) or ".." in path.parts:
        return False
    between = [parent for parent in path.parents if parent != folder and parent.is_relative_to(folder)]
    try:
        return stat.S_ISREG(os.lstat(path).st_mode) and not any(parent.is_symlink() for parent in between)
    except (OSError, ValueError):
        return False


def find_files(folder: Path, expected: Iterable[str]) -> Files:
    """The notebook files below `folder`; those with `expected` names at its top come first, whatever else is there."""
    files = Files()
    if not is_plain_folder(folder):
        files.note(messages.LINKED_FOLDER)
        return files
    left = MOST_ENTRIES
    waiting = deque([(folder, 0)])
    while waiting:
        current, depth = waiting.popleft()
        entries = _entries(current, left + 1, files)
        left -= len(entries)
        if left < 0 or len(files.notebooks) > MOST_NOTEBOOKS:
            files.note(messages.TOO_MANY_FILES)
            break
        for entry in entries:
            path = current / entry.name
            if passed_over(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth < DEEPEST:
                    waiting.append((path, depth + 1))
            else:
                _sort_in(entry, path, files)
    first = [folder / f"{name}.ipynb" for name in expected]
    found = [path for path in first if os.path.lexists(path) and not path.is_dir()]
    files.notebooks = [*found, *(path for path in files.notebooks[:MOST_NOTEBOOKS] if path not in found)]
    return files


def _entries(folder: Path, most: int, files: Files) -> list[os.DirEntry[str]]:
    def all_of() -> Iterator[os.DirEntry[str]]:
        with os.scandir(folder) as entries:
            yield from islice(entries, most)

    try:
        return sorted(all_of(), key=lambda entry: entry.name)
    except OSError as error:
        files.note(messages.FOLDER_UNREADABLE.format(file=shown(folder.name), reason=error.strerror))
        return []


def passed_over(name: str) -> bool:
    """Whether a file or folder of this name is never looked at."""
    return name.startswith(".") or name in PASSED_OVER


def _sort_in(entry: os.DirEntry[str], path: Path, files: Files) -> None:
    name = entry.name.casefold()
    if name.endswith(NOTEBOOKS):
        files.notebooks.append(path)
    elif entry.is_symlink() or not entry.is_file(follow_symlinks=False):
        files.note(messages.LINK_INSIDE.format(file=shown(entry.name)), unopened=entry.is_symlink())
    elif name.endswith(ZIP):
        files.archives.append(path)
    elif name.endswith(ARCHIVES):
        files.note(messages.ARCHIVE_INSIDE.format(file=shown(entry.name)))
    else:
        files.others.append(path)
