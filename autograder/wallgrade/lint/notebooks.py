"""What can be seen in a lesson's masters: that every graded item is complete, and no nbgrader trap is set.

The traps were all met in practice: nbgrader 0.9.6 scores an item that emits nothing with full marks, repeats hidden
tests in the feedback page, opens a blocking dialog for an unknown kernel, and stops a whole class for a doubled id.
"""

from __future__ import annotations

import ast
import copy
import json
import keyword
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lessoncheck.cells import ANSWER_SUFFIX, NotebookUnreadable, marker, read_notebook
from lessoncheck.lesson import LessonFolder
from lessoncheck.source import parse_quietly
from wallgrade.lint import messages
from wallgrade.lint.findings import Findings
from wallquiz.model import Quiz, QuizError
from wallquiz.render import questions_asked, render_notebook

_FORBIDDEN = re.compile(r"BEGIN HIDDEN TESTS|### AUTOTEST|### HASHED AUTOTEST|BEGIN MARK SCHEME")
_REGION = re.compile(r"### BEGIN SOLUTION.*### END SOLUTION", re.DOTALL)


def read_masters(lesson: LessonFolder, found: Findings) -> dict[str, Any]:
    """The lesson's notebooks by file name; those that cannot be read are faults."""
    masters = {}
    for path in lesson.notebooks():
        try:
            masters[path.name] = read_notebook(path)
        except NotebookUnreadable as error:
            found.fault(messages.UNREADABLE, reason=error)
            continue
        if not _ids_are_sound(path):
            found.advise(messages.PROBLEM, file=path.name, where="cells", what=messages.CELL_IDS)
    if not lesson.notebooks():
        found.fault(messages.NO_NOTEBOOKS, assignment=lesson.root.name)
    return masters


def items_to_check(masters: Mapping[str, Any]) -> dict[str, str]:
    """Ids of the check cells, with the notebook of each; what is graded by hand has none."""
    return {
        str(marker(cell)["grade_id"]): name
        for name, notebook in masters.items()
        for cell in notebook.cells
        if _is_check(cell) and marker(cell).get("grade_id")
    }


def lint_notebooks(masters: Mapping[str, Any], questions: set[str], found: Findings) -> None:
    """Look at every cell."""
    seen: Counter[str] = Counter()
    for name, notebook in masters.items():
        ids = Counter(str(marker(cell)["grade_id"]) for cell in notebook.cells if marker(cell).get("grade_id"))
        for doubled in (one for one, count in ids.items() if count > 1):
            found.fault(messages.IN_FILE, file=name, what=messages.DOUBLED.format(id=doubled))
        seen.update({str(marker(cell).get("grade_id")) for cell in notebook.cells if marker(cell).get("grade")})
        if notebook.metadata.get("kernelspec", {}).get("name") != "python3":
            found.advise(messages.PROBLEM, file=name, where="metadata", what=messages.KERNEL)
        graded = any(marker(cell).get("grade") for cell in notebook.cells)
        for position, cell in enumerate(notebook.cells, start=1):
            where = str(marker(cell).get("grade_id") or cell.get("id") or f"cell {position}")
            for what in _faults(cell, questions):
                found.fault(messages.PROBLEM, file=name, where=where, what=what)
            for what in _advice(cell, graded, questions):
                found.advise(messages.PROBLEM, file=name, where=where, what=what)
    for item in (one for one, count in seen.items() if count > 1):
        found.fault(messages.IN_FILE, file=", ".join(masters), what=messages.TWO_NOTEBOOKS.format(item=item))


def lint_questions(masters: Mapping[str, Any], quiz: Quiz | None, assignment: str, found: Findings) -> None:
    """Whether notebooks and quiz file ask the same questions."""
    asking = {name: names for name, notebook in masters.items() if (names := questions_asked(notebook))}
    if quiz is None:
        for name, asked in asking.items():
            found.fault(messages.NO_QUIZ, notebook=name, questions=", ".join(asked), assignment=assignment)
        return
    for name in asking:
        try:
            render_notebook(copy.deepcopy(masters[name]), quiz)
        except QuizError as error:
            found.fault(messages.IN_FILE, file=f"{name} and quizzes/{assignment}.toml", what=error)
    if not asking:
        unasked = ", ".join(question.id for question in quiz.questions)
        found.fault(messages.NOBODY_ASKS, assignment=assignment, questions=unasked)
    items = items_to_check(masters)
    for question in quiz.questions:
        if asking and question.id not in items:
            found.fault(messages.NO_CHECK_CELL, assignment=assignment, item=question.id)


def _ids_are_sound(path: Path) -> bool:
    """Whether every cell has an id of its own in the file itself; nbformat repairs them while reading."""
    ids = [cell.get("id") for cell in json.loads(path.read_text(encoding="utf-8")).get("cells", ())]
    return None not in ids and len(set(ids)) == len(ids)


def _is_check(cell: Any) -> bool:
    """A code cell that is graded by checks; one that a person grades is a solution cell at the same time."""
    mark = marker(cell)
    by_hand = mark.get("solution") and not cell.source.strip().startswith("check(")
    return bool(cell.cell_type == "code" and mark.get("grade") and not by_hand)


def _faults(cell: Any, questions: set[str]) -> Iterator[str]:
    mark = marker(cell)
    name = str(mark.get("grade_id") or "")
    if (mark.get("grade") or mark.get("solution")) and not name:
        yield messages.NO_ID
    elif _is_check(cell):
        if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("_"):
            yield messages.BAD_NAME
        if cell.source.strip() != f'check("{name}")':
            yield messages.CHECK_CELL.format(item=name)
        if not mark.get("locked") or mark.get("solution"):
            yield messages.CHECK_UNLOCKED
        if not _worth_something(mark.get("points")):
            yield messages.POINTS
    elif cell.cell_type == "code" and mark.get("solution") and not mark.get("grade"):
        yield from _of_solution(cell.source, name, questions)


def _worth_something(points: Any) -> bool:
    try:
        return 0 < float(points) < math.inf
    except (TypeError, ValueError):
        return False


def _of_solution(source: str, name: str, questions: set[str]) -> Iterator[str]:
    item = name.removesuffix(ANSWER_SUFFIX)
    if item == name:
        yield messages.ANSWER_ID.format(item=name.split("_")[0])
    if not _REGION.search(source):
        yield messages.NO_REGION
    elif item not in questions and item != name:
        try:
            function = _function(source, item)
        except SyntaxError as error:
            yield messages.SYNTAX.format(line=error.lineno)
            return
        if function is None:
            yield messages.NO_FUNCTION.format(item=item)


def _function(source: str, item: str) -> ast.FunctionDef | None:
    body = parse_quietly(source).body
    return next((part for part in body if isinstance(part, ast.FunctionDef) and part.name == item), None)


def _advice(cell: Any, graded: bool, questions: set[str]) -> Iterator[str]:
    mark = marker(cell)
    if _FORBIDDEN.search(cell.source):
        yield messages.HIDDEN
    if cell.cell_type != "code":
        return
    if cell.outputs:
        yield messages.OUTPUTS
    if graded and not mark:
        yield messages.UNMARKED
    item = str(mark.get("grade_id", "")).removesuffix(ANSWER_SUFFIX)
    if mark.get("solution") and not mark.get("grade") and item not in questions:
        try:
            function = _function(cell.source, item)
        except SyntaxError:
            return
        if function is not None and not ast.get_docstring(function):
            yield messages.NO_CONTRACT.format(item=item)
