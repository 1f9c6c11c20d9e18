"""What can be seen without running anything: that every graded item is complete, and no nbgrader trap is set.

The traps were all met in practice: nbgrader 0.9.6 scores an item that emits nothing with full marks, repeats hidden
tests in the feedback page, opens a blocking dialog for an unknown kernel, and stops a whole class for a doubled id.
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lessoncheck.cells import ANSWER_SUFFIX, grade_cells, marker, read_notebook
from lessoncheck.source import parse_quietly
from wallgrade.authoring import messages
from wallgrade.course import Course

_FORBIDDEN = re.compile(r"BEGIN HIDDEN TESTS|### AUTOTEST|### HASHED AUTOTEST|BEGIN MARK SCHEME")
_REGION = re.compile(r"### BEGIN SOLUTION.*### END SOLUTION", re.DOTALL)


def lint(course: Course, assignment: str) -> list[str]:
    """All that is wrong with the masters of an assignment, each as one sentence."""
    lesson = course.lesson(assignment)
    quiz = course.quiz(assignment)
    questions = {question.id for question in quiz.questions} if quiz else set()
    found: list[str] = []
    seen: Counter[str] = Counter()
    for path in lesson.notebooks():
        notebook = read_notebook(path)
        if not _ids_are_sound(path):
            found.append(messages.LINT_PROBLEM.format(notebook=path.name, where="cells", what=messages.LINT_CELL_IDS))
        here = Counter(str(marker(cell)["grade_id"]) for cell in notebook.cells if marker(cell).get("grade_id"))
        found += [
            messages.LINT_DOUBLED.format(notebook=path.name, id=name) for name, count in here.items() if count > 1
        ]
        seen.update(list(grade_cells(notebook)))
        for where, what in _of_notebook(notebook, questions):
            found.append(messages.LINT_PROBLEM.format(notebook=path.name, where=where, what=what))
    found += [messages.LINT_TWO_NOTEBOOKS.format(item=item) for item, count in seen.items() if count > 1]
    found += [messages.LINT_NO_CELL.format(item=item) for item in sorted(questions - set(seen))]
    return found + list(_of_files(lesson.root))


def _ids_are_sound(path: Path) -> bool:
    """Whether every cell has an id of its own in the file itself; nbformat repairs them while reading."""
    ids = [cell.get("id") for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    return None not in ids and len(set(ids)) == len(ids)


def _of_notebook(notebook: Any, questions: set[str]) -> Iterator[tuple[str, str]]:
    if notebook.metadata.get("kernelspec", {}).get("name") != "python3":
        yield "metadata", messages.LINT_KERNEL
    graded = bool(grade_cells(notebook))
    for position, cell in enumerate(notebook.cells, start=1):
        mark = marker(cell)
        where = str(mark.get("grade_id") or cell.get("id") or f"cell {position}")
        if _FORBIDDEN.search(cell.source):
            yield where, messages.LINT_HIDDEN
        if cell.cell_type != "code":
            continue
        if cell.outputs:
            yield where, messages.LINT_OUTPUTS
        if graded and not mark:
            yield where, messages.LINT_UNMARKED
        for what in _of_code_cell(cell, mark, questions):
            yield where, what


def _of_code_cell(cell: Any, mark: Any, questions: set[str]) -> Iterator[str]:
    name = str(mark.get("grade_id", ""))
    if mark.get("grade"):
        if cell.source.strip() != f'check("{name}")':
            yield messages.LINT_CHECK_CELL.format(item=name)
        if not mark.get("locked") or mark.get("solution"):
            yield messages.LINT_CHECK_UNLOCKED
        if not float(mark.get("points", 0)) > 0:
            yield messages.LINT_POINTS
    elif mark.get("solution"):
        if not name.endswith(ANSWER_SUFFIX):
            yield messages.LINT_ANSWER_ID
        if not _REGION.search(cell.source):
            yield messages.LINT_NO_REGION
        elif name.removesuffix(ANSWER_SUFFIX) not in questions:
            yield from _of_function(cell.source, name.removesuffix(ANSWER_SUFFIX))


def _of_function(source: str, item: str) -> Iterator[str]:
    """The reference solution must define the item as a typed function whose docstring is the contract."""
    try:
        body = parse_quietly(source).body
    except SyntaxError as error:
        yield messages.LINT_SYNTAX.format(line=error.lineno)
        return
    function = next((part for part in body if isinstance(part, ast.FunctionDef) and part.name == item), None)
    if function is None:
        yield messages.LINT_NO_FUNCTION.format(item=item)
    elif not ast.get_docstring(function):
        yield messages.LINT_NO_CONTRACT.format(item=item)


def _of_files(root: Path) -> Iterator[str]:
    """nbgrader copies every file beside the notebooks into the release, so none may be private."""
    for path in sorted(root.rglob("*")):
        private = path.suffix in {".db", ".toml"} or path.name in {".env", "secret"}
        if path.is_file() and private and "__pycache__" not in path.parts:
            yield messages.LINT_PRIVATE.format(file=path.relative_to(root))
