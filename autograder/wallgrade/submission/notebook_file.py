"""Reading one submitted notebook file, whatever state it is in.

Only what grading needs comes out: each cell's kind, text, id and nbgrader mark. Outputs, attachments, widgets and
all other metadata stay behind. The file is never changed, and only an ordinary file is ever opened.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from nbformat import NotebookNode

from lessoncheck.plain_text import one_line
from wallgrade.submission import messages
from wallgrade.submission.json_recovery import NotJson, Scan, TooComplex, scan_cells

MOST_BYTES = 64 * 2**20
MOST_CELL_CHARACTERS = 200_000
MOST_CHARACTERS = 1_000_000  # of a notebook's code, and of its other text
LONGEST_ID = 200
_CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


Kind = Literal["code", "text"]


class CannotRead(Exception):
    """The file cannot be read as a notebook; the message is one sentence for the student, with what to do."""


@dataclass(frozen=True)
class ReadNotebook:
    """A valid nbformat-4 notebook with nothing but text in it, and what was odd about its file."""

    notebook: Any
    notes: tuple[str, ...] = ()
    incomplete: str = ""  # the note that says that something is lost, if there is one


def read_submitted(path: Path) -> ReadNotebook:
    """The notebook in this file. Raises CannotRead and nothing else; never blocks, follows no symlink."""
    return read_content(read_plain_file(path, MOST_BYTES), path.name)


def read_content(content: bytes, file: str) -> ReadNotebook:
    """The notebook in these bytes of a file called `file`. Raises CannotRead and nothing else."""
    name = shown(file)
    try:
        return _notebook(content, name)
    except CannotRead:
        raise
    except TooComplex:
        raise CannotRead(messages.TOO_COMPLEX.format(file=name)) from None
    except Exception as error:  # whatever a stranger's bytes set off, it is about this file only
        raise CannotRead(messages.UNREADABLE.format(file=name, reason=type(error).__name__)) from None


def read_plain_file(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file of at most `most` bytes; CannotRead for anything else."""
    name = shown(path.name)
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise CannotRead(messages.NO_ORDINARY_FILE.format(file=name))
        with os.fdopen(os.open(path, flags), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):  # exchanged in between
                raise CannotRead(messages.NO_ORDINARY_FILE.format(file=name))
            content = stream.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise CannotRead(messages.UNREADABLE.format(file=name, reason=reason)) from None
    if len(content) > most:
        raise CannotRead(messages.TOO_LARGE.format(file=name, megabytes=most // 2**20))
    return content


def shown(name: str) -> str:
    """A file's name as it may stand in a sentence: no control or undecodable characters, not endless."""
    return one_line(name, 100)


def _notebook(content: bytes, name: str) -> ReadNotebook:
    if not content.strip(b"\0 \t\r\n"):
        raise CannotRead(messages.EMPTY_FILE.format(file=name))
    if content.startswith(b"PK\x03\x04"):
        raise CannotRead(messages.IS_AN_ARCHIVE.format(file=name))
    text, certain = _decoded(content)
    if text.lstrip().startswith("<"):
        raise CannotRead(messages.IS_A_WEB_PAGE.format(file=name))
    scan = Scan()
    cells = _Cells()
    try:
        for cell in scan_cells(text, scan):
            cells.add(cell)
    except NotJson:
        raise CannotRead(messages.NOT_A_NOTEBOOK.format(file=name)) from None
    if not scan.has_cells or (scan.damaged and not cells.nodes):
        raise CannotRead(messages.NO_CELLS.format(file=name))
    notes = []
    if scan.damaged:
        notes.append(messages.DAMAGED.format(file=name, cells=len(cells.nodes)))
    if scan.more_cells:
        notes.append(messages.OVERLONG.format(file=name))
    notes += _too_long(messages.CODE_TOO_LONG, name, cells.left_out["code"])
    incomplete = " ".join(notes)
    notes += _too_long(messages.TEXT_TOO_LONG, name, cells.left_out["text"])
    if not certain:
        notes.append(messages.ODD_ENCODING.format(file=name))
    notebook = NotebookNode(nbformat=4, nbformat_minor=5, metadata=NotebookNode(), cells=cells.nodes)
    return ReadNotebook(notebook, tuple(notes), incomplete)


def _too_long(sentence: str, name: str, numbers: list[int]) -> list[str]:
    if not numbers:
        return []
    cells = one_line(", ".join(map(str, numbers)), 40)
    return [sentence.format(file=name, cells=cells, most=MOST_CELL_CHARACTERS, together=MOST_CHARACTERS)]


def _decoded(content: bytes) -> tuple[str, bool]:
    """The text, and whether its encoding was certain."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace"), True
    if content[:2].count(0) == 1:  # JSON begins with an ASCII character
        return content.decode("utf-16-be" if content[0] == 0 else "utf-16-le", "replace"), True
    try:
        return content.decode("utf-8"), True
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 4:  # cut off within a character
            return content[: error.start].decode("utf-8"), True
        return content.decode("latin-1"), False


class _Cells:
    """Cleans cells one by one: the nodes so far, within the bounds of a whole notebook.

    `left_out` has the numbers of the cells that are empty now because they were too long.
    """

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.left_out: dict[Kind, list[int]] = {"code": [], "text": []}
        self._room: dict[Kind, int] = {"code": MOST_CHARACTERS, "text": MOST_CHARACTERS}
        self._ids: set[str] = set()

    def add(self, cell: Any) -> None:
        """Keep what grading needs of one cell; what is no cell at all is passed over."""
        if not isinstance(cell, dict):
            return
        kind = _kind(cell)
        given = _joined(_first(cell, "source", "input", "code"))
        source = clean_text(self._bounded(given, "code" if kind == "code" else "text"))
        if cell.get("cell_type") == "heading":
            level = cell.get("level")
            source = "#" * (level if isinstance(level, int) and 1 <= level <= 6 else 1) + " " + source
        node = NotebookNode(cell_type=kind, id=self._id(cell.get("id")), metadata=_mark(cell), source=source)
        if kind == "code":
            node.update(outputs=[], execution_count=None)
        self.nodes.append(node)

    def _bounded(self, source: str, kind: Kind) -> str:
        if len(source) > min(MOST_CELL_CHARACTERS, self._room[kind]):
            self.left_out[kind].append(len(self.nodes) + 1)
            return ""
        self._room[kind] -= len(source)
        return source

    def _id(self, given: Any) -> str:
        number = len(self.nodes)
        wanted = given if isinstance(given, str) and _CELL_ID.fullmatch(given) else f"cell-{number}"
        while wanted in self._ids:
            wanted = f"cell-{number}"
            number += MOST_CELL_CHARACTERS
        self._ids.add(wanted)
        return wanted


def _kind(cell: dict[str, Any]) -> str:
    kind = cell.get("cell_type")
    kind = kind.lower() if isinstance(kind, str) else ""
    if kind in {"code", "markdown", "raw"}:
        return kind
    if kind in {"heading", "html", "text"}:
        return "markdown"
    return "code" if kind == "" and ("outputs" in cell or "input" in cell) else "raw"


def _first(cell: dict[str, Any], *names: str) -> Any:
    return next((cell[name] for name in names if cell.get(name) is not None), "")


def _joined(source: Any) -> str:
    if isinstance(source, list):
        return "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""


def clean_text(text: str) -> str:
    """Unix line ends, no NUL, nothing that cannot be written as UTF-8."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _mark(cell: dict[str, Any]) -> NotebookNode:
    """The cell's metadata: nbgrader's id and three flags, if they are what they should be, and nothing else."""
    metadata = cell.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = mark.get("grade_id") if isinstance(mark, dict) else None
    if not isinstance(mark, dict) or not isinstance(grade_id, str) or not 0 < len(grade_id) <= LONGEST_ID:
        return NotebookNode()
    flags = {name: mark.get(name) is True for name in ("solution", "grade", "locked")}
    return NotebookNode(nbgrader=NotebookNode(grade_id=clean_text(grade_id), **flags))
