"""The catalogue of a lesson: source texts of ways in which students write its functions, right and wrong.

One file for each item, `<item>.py`, in cells:

    # %% honest: one_liner
    def softmax(X): ...

    # %% wrong: sums_over_columns
    # believed: softmax normalises each column
    def softmax(X): ...

A cell's source is everything up to the next `# %%` line. Nothing is ever imported or run from here.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["honest", "wrong"]
KINDS: dict[str, Kind] = {"honest": "honest", "wrong": "wrong"}
_HEADING = re.compile(r"# %% (\w+): (\w+)\s*")
_BELIEVED = re.compile(r"# believed: (.*\S)\s*")


class CatalogueError(ValueError):
    """A catalogue file is malformed; the message names file and line and says what to write instead."""


@dataclass(frozen=True)
class Entry:
    """One way to write an item's cell. `believed` is, for a wrong one, what its author takes to be true."""

    item: str
    kind: Kind
    id: str
    believed: str
    source: str


@dataclass(frozen=True)
class Catalogue:
    """All entries, by item in the files' alphabetical order, within an item in the file's order."""

    entries: tuple[Entry, ...]

    def of(self, item: str, kind: Kind | None = None) -> tuple[Entry, ...]:
        """An item's entries, of both kinds or of one."""
        return tuple(entry for entry in self.entries if entry.item == item and kind in (None, entry.kind))

    def entry(self, item: str, kind: Kind, id: str) -> Entry:
        """One entry; KeyError when there is none."""
        for entry in self.of(item, kind):
            if entry.id == id:
                return entry
        raise KeyError(f"the catalogue of {item} has no entry {kind}:{id}")


def load_catalogue(folder: Path) -> Catalogue:
    """Read every `*.py` file in `folder`; CatalogueError names file and line of what is malformed."""
    if not folder.is_dir():
        raise CatalogueError(f"There is no catalogue folder {folder.name}.")
    return Catalogue(tuple(entry for file in sorted(folder.glob("*.py")) for entry in _read(file)))


def _read(file: Path) -> Iterator[Entry]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise CatalogueError(f"{file.name}: not a text in UTF-8.") from None
    starts = [number for number, line in enumerate(lines) if line.startswith("# %%")]
    for number, line in enumerate(lines[: starts[0]] if starts else lines):
        if line.strip() and not line.startswith("#"):
            raise _error(file, number, "code before the first heading; start each entry with `# %% honest: id`")
    seen: set[tuple[str, str]] = set()
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        entry = _entry(file, lines, start, end)
        if (entry.kind, entry.id) in seen:
            raise _error(file, start, f"there is another entry {entry.kind}: {entry.id}; give this one its own id")
        seen.add((entry.kind, entry.id))
        yield entry


def _entry(file: Path, lines: list[str], start: int, end: int) -> Entry:
    heading = _HEADING.fullmatch(lines[start])
    if heading is None or heading[1] not in KINDS:
        raise _error(file, start, f"a heading reads `# %% honest: id` or `# %% wrong: id`, not `{lines[start]}`")
    kind, body = KINDS[heading[1]], lines[start + 1 : end]
    believed = _BELIEVED.fullmatch(body[0]) if body else None
    if (kind == "wrong") != (believed is not None):
        what = "needs the line `# believed: ...`" if kind == "wrong" else "has no line `# believed: ...`"
        raise _error(file, start + 1, f"the cell of {'a wrong' if kind == 'wrong' else 'an honest'} entry {what} first")
    source = "\n".join(body[1:] if believed else body).strip("\n") + "\n"
    _must_be_python(file, start + (2 if believed else 1), source)
    return Entry(file.stem, kind, heading[2], believed[1] if believed else "", source)


def _must_be_python(file: Path, first: int, source: str) -> None:
    if not source.strip():
        raise _error(file, first - 1, "the entry has no code")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except SyntaxError as error:
        raise _error(file, first + (error.lineno or 1) - 1, f"not Python: {error.msg}") from None


def _error(file: Path, index: int, what: str) -> CatalogueError:
    return CatalogueError(f"{file.name}, line {index + 1}: {what}.")
