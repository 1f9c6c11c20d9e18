"""From a submission's folder to plain data: for each notebook of the release what the student handed in, or why not.

Nothing of the folder but notebooks and the date in timestamp.txt is ever read, and nothing of it is changed. A
notebook is recognised by nbgrader's ids in it, then by its name, so renamed files and copies still count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import dateutil.parser
import dateutil.tz
from nbformat import NotebookNode

from lessoncheck.cells import ANSWER_SUFFIX, answer_source, grade_cells, marker
from wallgrade.course import Course
from wallgrade.submission import messages
from wallgrade.submission.archive import archived_notebooks
from wallgrade.submission.file_search import Files, find_files, is_plain_folder
from wallgrade.submission.notebook_file import (
    CannotRead,
    ReadNotebook,
    read_content,
    read_plain_file,
    read_submitted,
    shown,
)
from wallgrade.submission.rebuild import rebuild, rebuilt_with_moves

TIMESTAMP = "timestamp.txt"
MOST_TIMESTAMP_BYTES = 1_000
# a date and perhaps a time zone's name; dateutil would open a file for a name that is a path
_DATE = re.compile(r"[\w:.,+\- ]*\w(/[\w+\-]+){0,2}", re.ASCII)
MOST_BYTES_TOGETHER = 200 * 2**20
_CONFLICT_MARKS = (re.compile(r"^<{7}(?!<)", re.M), re.compile(r"^={7}$", re.M), re.compile(r"^>{7}(?!>)", re.M))


@dataclass(frozen=True)
class ReceivedNotebook:
    """One notebook of the release: the student's, put onto the master; or the bare master and the `problem`.

    `reviews`: the items that a human should decide if they are short of full marks, each with the reason; because
    something was handed in that could not be read, or of which it is uncertain that it is what was meant.
    `file`: the name of the file that it was read from, or would have been; empty when there is none.
    """

    name: str
    notebook: Any
    notes: tuple[str, ...] = ()
    problem: str = ""
    reviews: Mapping[str, str] = field(default_factory=dict)
    file: str = ""


@dataclass(frozen=True)
class Submission:
    """All that grading will ever know of a submission. Plain data: it can be pickled and sent elsewhere."""

    student: str
    assignment: str
    notebooks: tuple[ReceivedNotebook, ...]
    notes: tuple[str, ...] = ()
    timestamp: datetime | None = None


@dataclass(frozen=True)
class _Candidate:
    path: Path
    notebook: Any = None
    notes: tuple[str, ...] = ()
    problem: str = ""
    incomplete: str = ""  # the note that says that something of it is lost

    @cached_property
    def ids(self) -> set[str]:
        """Those of its notebook."""
        return _ids(self.notebook)


def read_submission(course: Course, assignment: str, folder: Path, student: str) -> Submission:
    """Read what is in `folder`. Raises for nothing that a student can have put there.

    GraderFault is raised when the course has no release of the assignment.
    """
    return read_folder(course.masters(assignment), assignment, folder, student)


def read_folder(masters: Mapping[str, Any], assignment: str, folder: Path, student: str) -> Submission:
    """As `read_submission`, with the release's notebooks by name."""
    files = find_files(folder, masters)
    timestamp, notes = read_timestamp(folder)
    candidates = _read_all(files)
    chosen = {name: _choose(name, masters, candidates) for name in masters}
    used = {choice.path for choice in chosen.values() if choice is not None}
    # an unread file that no notebook of the release claims may be the one that is missing
    unread = files.unopened or any(candidate.path not in used for candidate in candidates)
    look = not used or unread
    received = tuple(
        _read(name, masters, choice, candidates)
        if (choice := chosen[name])
        else _missing(name, masters[name], _in_other_format(name, files.others), look=look, nothing=not used)
        for name in masters
    )
    return Submission(student, assignment, received, (*files.notes, *notes), timestamp)


def read_timestamp(folder: Path) -> tuple[datetime | None, tuple[str, ...]]:
    """The date in the folder's timestamp.txt, in UTC; None when there is none, with a note when it is no date."""
    path = folder / TIMESTAMP
    try:
        if not is_plain_folder(folder) or not _there(path):
            return None, ()
        text = read_plain_file(path, MOST_TIMESTAMP_BYTES).decode("utf-8").strip()
        if text and (".." in text or not _DATE.fullmatch(text)):
            raise CannotRead(messages.BAD_TIMESTAMP)
        return (_in_utc(text) if text else None), ()
    except Exception:  # dateutil lets many kinds through
        return None, (messages.BAD_TIMESTAMP,)


def _in_utc(text: str) -> datetime:
    """As nbgrader's parse_utc, whose module brings a database along: of three words the last is a time zone."""
    day, _, rest = text.partition(" ")
    time, space, zone = rest.partition(" ")
    if space and " " not in zone:
        offset: Any = int(zone) if re.fullmatch(r"[+-]?\d+", zone) else dateutil.tz.gettz(zone)
        moment: datetime = dateutil.parser.parse(f"{day} {time} ZONE", tzinfos={"ZONE": offset})
    else:
        moment = dateutil.parser.parse(text)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _there(path: Path) -> bool:
    return path.is_symlink() or path.exists()


def _read_all(files: Files) -> list[_Candidate]:
    candidates, left = [], MOST_BYTES_TOGETHER
    for path in files.notebooks:
        try:
            left -= path.lstat().st_size
            if left < 0:
                files.note(messages.TOO_MANY_FILES)
                break
            candidates.append(_candidate(path, read_submitted(path)))
        except OSError as error:
            candidates.append(_Candidate(path, problem=messages.UNREADABLE.format(file=shown(path.name), reason=error)))
        except CannotRead as error:
            candidates.append(_Candidate(path, problem=str(error)))
    for archive in files.archives:
        try:
            left -= archive.lstat().st_size
            for path, content in archived_notebooks(archive, left):
                left -= len(content)
                candidates.append(_from_archive(path, content))
        except (OSError, CannotRead) as error:
            files.note(str(error))
    return candidates


def _candidate(path: Path, read: ReadNotebook) -> _Candidate:
    return _Candidate(path, read.notebook, read.notes, incomplete=read.incomplete)


def _from_archive(path: Path, content: bytes) -> _Candidate:
    try:
        return _candidate(path, read_content(content, path.name))
    except CannotRead as error:
        return _Candidate(path, problem=str(error))


def _choose(name: str, masters: Mapping[str, Any], candidates: list[_Candidate]) -> _Candidate | None:
    """The file to grade as this notebook: the exact name if something is written in it, else the most written one."""
    ranked = [
        (rank, -position, candidate)
        for position, candidate in enumerate(candidates)
        if (rank := _rank(name, masters, candidate)) is not None
    ]
    return max(ranked, key=lambda entry: entry[:2])[2] if ranked else None


def _rank(name: str, masters: Mapping[str, Any], candidate: _Candidate) -> tuple[int, ...] | None:
    by_name = _name_match(name, masters, candidate.path)
    if candidate.notebook is None:
        return (0, 0, 0, by_name) if by_name else None
    own_ids, found = _ids(masters[name]), candidate.ids
    shared = len(own_ids & found)
    if not shared and (not by_name or _belongs_elsewhere(found, masters)):
        return None
    written = written_cells(masters[name], candidate.notebook)
    exact = by_name == 3
    return (2 if exact and written else 1, written, shared, by_name)


def _belongs_elsewhere(found: set[str], masters: Mapping[str, Any]) -> bool:
    return any(found & _ids(master) for master in masters.values())


def _ids(notebook: Any) -> set[str]:
    """The ids of solution and check cells; ids of read-only cells ("imports") may be the same in many notebooks."""
    marks = [marker(cell) for cell in notebook.cells]
    return {str(mark["grade_id"]) for mark in marks if mark.get("solution") or mark.get("grade")}


def written_cells(master: Any, submitted: Any) -> int:
    """How many cells hold something of the student's: solutions that differ from their stubs, and new code."""
    released = {cell.source.strip() for cell in master.cells}
    return sum(
        cell.source.strip() not in released and bool(cell.source.strip())
        for cell in submitted.cells
        if cell.cell_type == "code"
    )


def _answers(master: Any, notebook: Any) -> set[tuple[str, str]]:
    """Ids and texts of the solution cells that are not as they were released."""
    stubs = {marker(cell)["grade_id"]: cell.source.strip() for cell in master.cells if marker(cell).get("solution")}
    cells = [(str(marker(cell).get("grade_id")), cell.source.strip()) for cell in notebook.cells]
    return {(grade_id, source) for grade_id, source in cells if source != stubs.get(grade_id, source)}


def _name_match(name: str, masters: Mapping[str, Any], path: Path) -> int:
    """3: the exact name; 2: but for case; 1: the name within a longer one, and no longer name of the release's."""
    stem = path.name[: path.name.casefold().rindex(".ipynb")]
    if path.name == f"{name}.ipynb":
        return 3
    plain = _plain(stem)
    if plain == _plain(name):
        return 2
    within = [other for other in masters if _plain(other) in plain]
    return int(bool(within) and max(within, key=len) == name)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "_", unicodedata.normalize("NFKC", name).casefold()).strip("_")


def _missing(name: str, master: Any, instead: str, *, look: bool, nothing: bool) -> ReceivedNotebook:
    """`instead` is a file that may have been meant; `look`: a human should, whatever was missing."""
    items = grade_cells(master)
    sentence = messages.NOTHING_HANDED_IN if nothing else messages.MISSING_NOTEBOOK
    problem = (messages.OTHER_FORMAT if instead else sentence).format(notebook=shown(name), file=shown(instead))
    bare = rebuild(master, NotebookNode(cells=[]))
    if not items and not nothing:
        return ReceivedNotebook(name, bare)  # it costs nothing
    return ReceivedNotebook(
        name, bare, problem=problem, reviews=dict.fromkeys(items if look or instead else (), problem)
    )


def _in_other_format(name: str, others: Iterable[Path]) -> str:
    """The name of a file that is called like the notebook and is none, as an export or a copy of the code."""
    return next((path.name for path in others if _plain(name) in _plain(path.name)), "")


def _read(name: str, masters: Mapping[str, Any], choice: _Candidate, candidates: list[_Candidate]) -> ReceivedNotebook:
    master = masters[name]
    items = grade_cells(master)
    if choice.notebook is None:
        problem = messages.NOT_READ.format(notebook=shown(name), reason=choice.problem)
        bare = rebuild(master, NotebookNode(cells=[]))
        return ReceivedNotebook(
            name, bare, problem=problem, reviews=dict.fromkeys(items, problem), file=choice.path.name
        )
    rebuilt, moved = rebuilt_with_moves(master, choice.notebook)
    notes = list(choice.notes)
    reviews = dict.fromkeys(items if choice.incomplete else (), choice.incomplete)
    if choice.path.name != f"{name}.ipynb":
        notes.append(messages.READ_INSTEAD.format(file=shown(choice.path.name), notebook=name))
    notes += [messages.MOVED_ANSWER.format(item=item) for item in moved]
    for other in candidates:
        if other is choice or _rank(name, masters, other) is None:
            continue
        if other.notebook is None:
            notes.append(other.problem)
        elif more := _answers(master, other.notebook) - _answers(master, choice.notebook):
            notes.append(messages.ALSO_WRITTEN.format(file=shown(other.path.name)))
            reviews |= {grade_id.removesuffix(ANSWER_SUFFIX): notes[-1] for grade_id, _ in more}
    for item in items:
        if _holds_conflict(answer_source(rebuilt, item)):
            notes.append(messages.CONFLICT.format(item=item, file=shown(choice.path.name)))
            reviews[item] = notes[-1]
    reviews = {item: why for item, why in reviews.items() if item in items}
    return ReceivedNotebook(name, rebuilt, tuple(notes), reviews=reviews, file=choice.path.name)


def _holds_conflict(source: str) -> bool:
    """Whether the marks of a merge conflict follow one another; each is looked for once, behind the one before."""
    position = 0
    for mark in _CONFLICT_MARKS:
        found = mark.search(source, position)
        if found is None:
            return False
        position = found.end()
    return True
