"""What a release says to students outside of its checks' verdicts."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from support.lesson import PROJECT, SOURCE

RELEASED = [*(SOURCE / "softmax_lesson").rglob("*.py"), *(SOURCE / "checks").rglob("*.py"),
            *(PROJECT / "autograder" / "lessoncheck").rglob("*.py")]  # fmt: skip
MESSAGES = sorted((SOURCE / "checks" / "grader_side" / "messages").glob("*.py"))


def imported(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.partition(".")[0] for name in names}


def test_the_requirements_name_every_package_that_is_imported() -> None:
    packages = set().union(*map(imported, RELEASED)) - set(sys.stdlib_module_names)
    packages -= {"", "lessoncheck", "softmax_lesson", "checks"}
    known = packages_distributions()
    needed = {known[package][0].lower() for package in packages}
    required = set(re.findall(r"^[\w-]+", (SOURCE / "requirements.txt").read_text("utf-8").lower(), re.MULTILINE))
    assert needed <= required
    assert {"ipykernel", "jupyterlab"} <= required


@pytest.mark.parametrize("file", MESSAGES, ids=lambda file: file.stem)
def test_sentences_have_no_marks_of_markdown_and_no_plural_in_brackets(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [text for text in texts if text != ast.get_docstring(tree) and re.search(r"`|\(e?s\)", text)] == []
