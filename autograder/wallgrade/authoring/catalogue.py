"""The catalogue of a lesson: source texts of ways in which students write its functions, right and wrong.

One file for each item, `<item>.py`, or a folder of them, `<item>/*.py`, in cells:

    # %% correct: one_liner
    def softmax(X): ...

    # %% wrong: sums_over_columns
    # belief: softmax normalises each column
    # named: softmax_along_columns
    # fails: test_rows, test_square
    # band: broken, the rows sum to something else, so nothing that follows comes out right
    def softmax(X): ...

`named` is the id of the misconception that the checks must tell (left out where only the broken rule is shown);
`fails` are checks of the item that must fail. `band` says which share of its item the mistake may keep (`BANDS`), and
why where that is not plain; without it one that has a name is a slip, and one without is broken. A cell's source is
everything up to the next `# %%` line. Nothing is ever imported or run from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lessoncheck.cells import grade_cells, read_notebook
from lessoncheck.source import parse_quietly
from wallgrade.authoring import messages
from wallgrade.authoring.packaged import packaged
from wallgrade.course import Course

FOLDER = "catalogue"
CONTRACTS = "contracts"  # a folder beside the items' files: how `verify --mutants` tells right from wrong
Kind = Literal["correct", "wrong"]
KINDS: dict[str, Kind] = {"correct": "correct", "wrong": "wrong"}
# The least and the greatest share of its item that a mistake keeps.
BANDS = {
    "slip": (0.3, 0.8),  # one thing is wrong, and the rest of the contract holds
    "nonsense": (0.0, 0.1),  # it has not been at work: constants, the argument returned, doing nothing
    "broken": (0.0, 0.8),  # more than one thing is wrong, or it stops on nearly every input
    "gate": (0.0, 0.0),  # it breaks a rule that takes the whole item
}
_HEADING = re.compile(r"# %% (\w+): (\w+)\s*")
_FIELD = re.compile(r"# (belief|named|fails|band): (.*\S)\s*")


class CatalogueError(ValueError):
    """A catalogue file is malformed; the message names file and line and says what to write instead."""


@dataclass(frozen=True)
class Entry:
    """One way to write an item's cell.

    For a wrong one `belief` is what its author takes to be true, `named` the misconception that the checks must
    tell ("" where they show the broken rule), `fails` the checks that must fail, `band` a name in BANDS.
    """

    item: str
    kind: Kind
    id: str
    source: str
    belief: str = ""
    named: str = ""
    fails: tuple[str, ...] = ()
    band: str = ""


@dataclass(frozen=True)
class Catalogue:
    """All entries, by item in the files' alphabetical order, within an item in the order of its files."""

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


def catalogue_folder(course: Course, assignment: str) -> Path:
    """Where a lesson's catalogue is: the one of its name in the course, otherwise the one whose items it has.

    So a lesson keeps its catalogue when it goes by another name: one that no other lesson here is called like, or
    that of a lesson which came with the kit.
    """
    own = course.root / FOLDER / assignment
    if own.is_dir():
        return own
    items = {item for path in course.lesson(assignment).notebooks() for item in grade_cells(read_notebook(path))}
    lessons = course.lessons()
    here = [folder for folder in sorted((course.root / FOLDER).glob("[!._]*")) if folder.name not in lessons]
    for folders in (here, sorted((packaged().root / FOLDER).glob("[!._]*"))):
        fitting = [folder for folder in folders if (has := _items_of(folder)) and has <= items]
        if len(fitting) == 1:
            return fitting[0]
    raise CatalogueError(messages.NO_CATALOGUE.format(assignment=assignment, folder=own))


def _items_of(folder: Path) -> set[str]:
    return {path.relative_to(folder).parts[0].removesuffix(".py") for path in _files(folder)}


def _files(folder: Path) -> list[Path]:
    return sorted((*folder.glob("*.py"), *(path for path in folder.glob("*/*.py") if path.parent.name != CONTRACTS)))


def load_catalogue(folder: Path) -> Catalogue:
    """Read every `<item>.py` and `<item>/*.py` in `folder`; CatalogueError names file and line of what is malformed."""
    if not folder.is_dir():
        raise CatalogueError(f"There is no catalogue folder {folder.name}.")
    files = [path.relative_to(folder) for path in _files(folder)]
    seen: set[tuple[str, str, str]] = set()
    return Catalogue(tuple(entry for file in files for entry in _read(folder, file, seen)))


def _read(folder: Path, file: Path, seen: set[tuple[str, str, str]]) -> Iterator[Entry]:
    try:
        lines = (folder / file).read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise CatalogueError(f"{file.as_posix()}: not a text in UTF-8.") from None
    starts = [number for number, line in enumerate(lines) if line.startswith("# %%")]
    for number, line in enumerate(lines[: starts[0]] if starts else lines):
        if line.strip() and not line.startswith("#"):
            raise _error(file, number, "code before the first heading; start each entry with `# %% correct: id`")
    if not starts:
        raise _error(file, 0, "no entry; start each with `# %% correct: id` or `# %% wrong: id`, or remove the file")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        entry = _entry(file, lines, start, end)
        key = entry.item, entry.kind, entry.id
        if key in seen:
            raise _error(file, start, f"there is another entry {entry.kind}: {entry.id}; give this one its own id")
        seen.add(key)
        yield entry


def _entry(file: Path, lines: list[str], start: int, end: int) -> Entry:
    heading = _HEADING.fullmatch(lines[start])
    if heading is None or heading[1] not in KINDS:
        raise _error(file, start, f"a heading reads `# %% correct: id` or `# %% wrong: id`, not `{lines[start]}`")
    kind, body, fields = KINDS[heading[1]], lines[start + 1 : end], {}
    while body and (field := _FIELD.fullmatch(body[0])):
        fields[field[1]] = field[2]
        body = body[1:]
    if kind == "wrong" and "belief" not in fields:
        raise _error(file, start + 1, "the cell of a wrong entry needs the line `# belief: ...` first")
    if kind == "correct" and fields:
        raise _error(file, start + 1, f"the cell of a correct entry has no line `# {next(iter(fields))}: ...`")
    if kind == "wrong":
        fields["band"] = fields.get("band", "slip" if "named" in fields else "broken").split(",")[0].strip()
        if fields["band"] not in BANDS:
            raise _error(file, start + 1, f"`{fields['band']}` is no band; the bands are {', '.join(BANDS)}")
    source = "\n".join(body).strip("\n") + "\n"
    _must_be_python(file, end - len(body), source)
    fails = tuple(name.strip() for name in fields.pop("fails", "").split(",") if name.strip())
    return Entry(file.parts[0].removesuffix(".py"), kind, heading[2], source, fails=fails, **fields)


def _must_be_python(file: Path, first: int, source: str) -> None:
    if not source.strip():
        raise _error(file, first - 1, "the entry has no code")
    try:
        parse_quietly(source)
    except SyntaxError as error:
        raise _error(file, first + (error.lineno or 1) - 1, f"not Python: {error.msg}") from None


def _error(file: Path, index: int, what: str) -> CatalogueError:
    return CatalogueError(f"{file.as_posix()}, line {index + 1}: {what}.")
