"""Grade one folder of notebooks without a gradebook: for Gradescope, a workflow, or a quick look."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat.v4 import new_notebook

from lessoncheck.cells import NotebookUnreadable, grade_cells, read_notebook
from wallgrade.course import Course
from wallgrade.exports import texts
from wallgrade.exports.results import SubmissionResult, from_verdicts
from wallgrade.grades import NoGrades
from wallgrade.judge import Judge, Verdict
from wallgrade.rebuild import rebuild


def grade_folder(course: Course, assignment: str, folder: Path, judge: Judge) -> SubmissionResult:
    """Judge every graded notebook of the release that is in `folder` (or in one below it).

    A notebook that is missing or cannot be read is judged as if it had been handed in untouched, and a note says so.
    """
    if not folder.is_dir():
        raise NoGrades(texts.NO_FOLDER.format(folder=folder))
    masters = _masters(course, assignment)
    started = time.monotonic()
    verdicts: list[Verdict] = []
    notes: list[str] = []
    handed_in = 0
    for name, master in masters:
        submitted, note = read_submitted(folder, name)
        handed_in += submitted is not None
        notes += [note] if note else []
        found = judge.judge(rebuild(master, submitted or new_notebook()))
        verdicts += [found[item] for item in grade_cells(master)]
    if not handed_in:
        notes.insert(0, texts.NO_NOTEBOOK_AT_ALL)
    return from_verdicts(assignment, verdicts, tuple(notes), time.monotonic() - started)


def read_submitted(folder: Path, name: str) -> tuple[Any | None, str]:
    """The notebook handed in under this name, or None and a note on why there is none.

    The one place to put a more tolerant reader.
    """
    found = [path for path in (folder / name, *sorted(folder.rglob(name))) if path.is_file() and not path.is_symlink()]
    if not found:
        return None, texts.MISSING_NOTEBOOK.format(notebook=name)
    try:
        return read_notebook(found[0]), ""
    except NotebookUnreadable as error:
        return None, texts.UNREADABLE_NOTEBOOK.format(reason=error)


def _masters(course: Course, assignment: str) -> list[tuple[str, Any]]:
    masters = list(_graded_notebooks(course.released(assignment)))
    if not masters:
        raise NoGrades(texts.NO_RELEASE.format(assignment=assignment))
    return masters


def _graded_notebooks(release: Path) -> Iterator[tuple[str, Any]]:
    for path in sorted(release.glob("*.ipynb")):
        notebook = read_notebook(path)
        if grade_cells(notebook):
            yield path.name, notebook
