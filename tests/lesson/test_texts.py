"""What a release says to students outside of its checks' verdicts."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from lessoncheck.messages import NEXT_RULE
from support.lesson import PROJECT, SOURCE

RELEASED = [*(SOURCE / "softmax_lesson").rglob("*.py"), *(SOURCE / "checks").rglob("*.py"),
            *(PROJECT / "autograder" / "lessoncheck").rglob("*.py")]  # fmt: skip
MESSAGES = sorted((SOURCE / "checks" / "grader_side" / "messages").glob("*.py"))
ENGINE = PROJECT / "autograder" / "wallgrade"
# where a student meets sentences: in the notebook, in the terminal, on the pages
STUDENTS_MEET = [
    *MESSAGES,
    SOURCE / "softmax_lesson" / "texts.py",
    *(
        PROJECT / "autograder" / "lessoncheck" / name
        for name in ("messages.py", "exception_hints.py", "quiz/messages.py")
    ),
    *(ENGINE / name / "messages.py" for name in ("submission", "sandbox", "judging", "gradebook", "reports/feedback")),
    PROJECT / "quizzes" / "wallquiz" / "messages.py",
]
MOST_WORDS = 20


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


def texts_in(node: ast.AST) -> Iterator[str]:
    """The texts of a file without its docstrings; what is filled in counts as one word."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "filled" for part in node.values)
    elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        for child in ast.iter_child_nodes(node):
            yield from texts_in(child)


def too_long(text: str) -> list[str]:
    sentences = re.split(r"(?<=[.!?])[\"”)]*\s+|\n", text)
    return [each for each in sentences if len(re.findall(r"\S*\w\S*", each)) > MOST_WORDS]


@pytest.mark.parametrize("file", STUDENTS_MEET, ids=lambda file: str(file.relative_to(PROJECT)))
def test_a_sentence_has_at_most_20_words(file: Path) -> None:
    texts = texts_in(ast.parse(file.read_text("utf-8")))
    assert [sentence for text in texts for sentence in too_long(text)] == []


def test_a_checks_title_fits_into_the_sentence_that_says_what_to_do_next() -> None:
    calls = [
        node
        for file in (SOURCE / "checks").glob("test_*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "check_for"
    ]
    titles = [node.args[1].value for node in calls if isinstance(node.args[1], ast.Constant)]
    assert len(titles) > 30
    assert [title for title in titles if too_long(NEXT_RULE.format(title=title))] == []


@pytest.mark.parametrize("file", MESSAGES, ids=lambda file: file.stem)
def test_sentences_have_no_marks_of_markdown_and_no_plural_in_brackets(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [text for text in texts if text != ast.get_docstring(tree) and re.search(r"`|\(e?s\)", text)] == []
