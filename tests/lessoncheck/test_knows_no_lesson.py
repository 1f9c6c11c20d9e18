"""The engine, the grader and the quiz package know no lesson: none of its names stands in their code or texts."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from lessoncheck.cells import grade_cells, read_notebook

PROJECT = next(path for path in Path(__file__).parents if (path / "pyproject.toml").is_file())
FILES = [
    path
    for folder in ("autograder", "quizzes/wallquiz")
    for path in sorted((PROJECT / folder).rglob("*"))
    if path.suffix in {".py", ".j2", ".ini", ".css", ".json"} and "egg-info" not in str(path)
]
TORCHS_OWN = {"sgd"}  # torch.optim.sgd, whose steps are recorded for every lesson


def names_of_lessons() -> set[str]:
    """Of each lesson in source/ its folder, its packages, and its items; and words that only it would use."""
    names = {"fashion", "mnist", "softmax", "linreg"}
    for lesson in (PROJECT / "source").iterdir():
        names |= {lesson.name, *(path.parent.name for path in lesson.glob("*/__init__.py"))}
        names |= {item for path in lesson.glob("*.ipynb") for item in grade_cells(read_notebook(path))}
    return names - TORCHS_OWN


def code_and_texts(source: str) -> str:
    """The code without docstrings and comments."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_no_name_of_a_lesson_stands_in(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    words = re.compile("|".join(sorted(names_of_lessons(), key=len, reverse=True)), re.IGNORECASE)
    assert words.findall(code_and_texts(text) if path.suffix == ".py" else text) == []
