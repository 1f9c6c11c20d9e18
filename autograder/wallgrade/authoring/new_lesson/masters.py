"""The masters of a new lesson: notebooks with the metadata that nbgrader and the kit read, and cell ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

QUESTION, QUESTION_POINTS = "question_1", 2
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
ABOUT = """# {lesson}

What students learn here, in a sentence. Each function is graded; `check("...")` under it runs its public checks."""
SETUP = """# This cell is read-only, and tagged "setup": grading runs it too.
# `check` is of the package lessoncheck, which generate_assignment puts beside the released notebooks.
import numpy as np

from lessoncheck import check"""
EXERCISE = """## `{item}`

Say what to write. What comes with a new lesson is a placeholder: twice its input."""
FUNCTION = '''def {item}(x: np.ndarray) -> np.ndarray:
    """Twice every element of x (any shape); returns an array of the same shape and leaves x as it is."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION'''
QUIZ_ABOUT = """# Quiz

Write **one letter** between the quotes. The check only tells whether your answer can be read."""
ANSWER = """# Write one letter between the quotes.
### BEGIN SOLUTION
{item} = "A"
### END SOLUTION"""


class Graded(Protocol):
    """An item's name and points."""

    @property
    def name(self) -> str: ...

    @property
    def points(self) -> float: ...


def lesson_notebook(lesson: str, items: Sequence[Graded]) -> Any:
    """The notebook of the functions."""
    cells = [new_markdown_cell(ABOUT.format(lesson=lesson), id="about"), _setup(SETUP)]
    for item in items:
        cells.append(new_markdown_cell(EXERCISE.format(item=item.name), id=f"{item.name}_text"))
        cells.append(_answer(item.name, FUNCTION.format(item=item.name)))
        cells.append(_check(item.name, item.points))
    return _notebook(cells)


def quiz_notebook() -> Any:
    """The notebook of the questions; their texts come from the quiz file when the release is made."""
    asks = new_markdown_cell("", id=f"{QUESTION}_text", metadata={"wallgrade": {"question": QUESTION}})
    about = new_markdown_cell(QUIZ_ABOUT, id="about")
    answer = _answer(QUESTION, ANSWER.format(item=QUESTION))
    return _notebook([about, _setup("from lessoncheck import check"), asks, answer, _check(QUESTION, QUESTION_POINTS)])


def _notebook(cells: list[Any]) -> Any:
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}})


def _setup(source: str) -> Any:
    """Read-only, and run in grading."""
    return new_code_cell(source, id="setup", metadata={"nbgrader": _mark("setup", locked=True), "tags": ["setup"]})


def _answer(item: str, source: str) -> Any:
    """What the student writes; between the marks the reference."""
    name = f"{item}_answer"
    return new_code_cell(source, id=name, metadata={"nbgrader": _mark(name, solution=True)})


def _check(item: str, points: float) -> Any:
    """Read-only, with the points."""
    worth = int(points) if points == int(points) else points
    mark = _mark(item, locked=True, grade=True) | {"points": worth}
    return new_code_cell(f'check("{item}")', id=f"{item}_check", metadata={"nbgrader": mark})


def _mark(grade_id: str, *, locked: bool = False, solution: bool = False, grade: bool = False) -> dict[str, Any]:
    return {
        "grade_id": grade_id, "grade": grade, "locked": locked, "solution": solution, "task": False,
        "schema_version": 3,
    }  # fmt: skip
