"""Students whose functions are texts of the catalogue, judged in this process."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial
from typing import Any

from lessoncheck.cell_execution import run_cells
from lessoncheck.cells import Cell, answer_source, read_notebook, student_cells
from lessoncheck.lesson import LessonFolder
from lessoncheck.pytest_plugin import CheckSession
from lessoncheck.results import ItemReport
from lessoncheck.runner import run_checks
from lessoncheck.student import LocalStudent
from support.lesson import PROJECT
from wallgrade.authoring.catalogue import Catalogue, load_catalogue

LESSON = LessonFolder(PROJECT / "source" / "softmax_regression")
FUNCTIONS = ("softmax", "cross_entropy", "accuracy", "evaluate_accuracy", "sgd", "train_ch3")


@cache
def catalogue() -> Catalogue:
    """The catalogue of the lesson."""
    return load_catalogue(PROJECT / "catalogue" / "softmax_regression")


def notebook(name: str) -> Any:
    """One of the lesson's masters, by the start of its name."""
    return read_notebook(next(LESSON.root.glob(f"{name}*.ipynb")))


def student_with(seed: bytes = b"public", /, **cells: str) -> LocalStudent:
    """The reference solution, except that the cells of these items have these texts.

    `seed` is that of the checks' inputs.
    """
    program = [Cell(cell.name, cells.get(cell.name, cell.source), cell.role) for cell in student_cells(notebook("03"))]
    return LocalStudent(
        partial(run_cells, program),
        LESSON.drivers,
        lambda item: answer_source(notebook("05"), item),
        partial(LESSON.preload, seed),
    )


def stub(item: str) -> str:
    """An untouched cell, as a release has it."""
    return f"def {item}(*arguments, **named):\n    raise NotImplementedError('{item} is not written yet')\n"


def judged(
    student: LocalStudent, items: Iterable[str] = FUNCTIONS, seed: bytes = b"public", *, grading: bool = False
) -> dict[str, ItemReport]:
    """The reports of these items."""
    return run_checks(LESSON.checks, items, CheckSession(lambda _: student, seed=seed, grading=grading))


def wrong_softmax() -> tuple[str, str]:
    """A mistake of the catalogue that has a name of its own, and the sentence it must be met with."""
    found = next(e for e in catalogue().entries if (e.item, e.kind, e.id) == ("softmax", "wrong", "sums_over_columns"))
    return found.source, "The columns of softmax(X) sum to 1; the rows must."
