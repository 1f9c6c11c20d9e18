"""Writing a new lesson into a course: masters, checks, catalogue, quiz, all of them or nothing."""

from __future__ import annotations

import keyword
import math
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jinja2 import Environment, PackageLoader, StrictUndefined

from wallgrade.authoring import messages
from wallgrade.authoring.new_lesson.masters import QUESTION, QUESTION_POINTS, lesson_notebook, quiz_notebook

# where each template's text goes; those of an item are written once for each
TEMPLATES = {
    "README.md.j2": "source/{lesson}/README.md",
    "requirements.txt.j2": "source/{lesson}/requirements.txt",
    "conftest.py.j2": "source/{lesson}/conftest.py",
    "pytest.ini.j2": "source/{lesson}/pytest.ini",
    "drivers.py.j2": "source/{lesson}/checks/drivers.py",
    "test_item.py.j2": "source/{lesson}/checks/test_{item}.py",
    "catalogue_item.py.j2": "catalogue/{lesson}/{item}.py",
    "verify.toml.j2": "catalogue/{lesson}/verify.toml",
}
QUIZ_TEMPLATES = {
    "test_quiz.py.j2": "source/{lesson}/checks/test_quiz.py",
    "quiz.toml.j2": "quizzes/{lesson}.toml",
}


class LessonRefused(Exception):
    """No lesson was written; the message is one sentence."""


@dataclass(frozen=True)
class Item:
    """A graded function: its name, which is also its id, and its points."""

    name: str
    points: float


def item_from(text: str) -> Item:
    """An item as it is given on the command line: `relu:5`, or `relu` for one point."""
    name, _, points = text.partition(":")
    try:
        worth = float(points or 1)
    except ValueError:
        worth = 0.0
    if not _is_name(name) or not 0 < worth < math.inf:
        raise LessonRefused(messages.BAD_ITEM.format(text=text))
    return Item(name, worth)


def new_lesson(root: Path, lesson: str, items: Sequence[Item], *, quiz: bool, source: str = "source") -> list[Path]:
    """Write the lesson into the course in `root`; the files, relative to it. LessonRefused if it cannot be."""
    names = [item.name for item in items] + ([QUESTION] if quiz else [])
    if not _is_name(lesson):
        raise LessonRefused(messages.BAD_LESSON.format(lesson=lesson))
    if not items:
        raise LessonRefused(messages.NO_ITEMS)
    if doubled := next((name for name in names if names.count(name) > 1), None):
        raise LessonRefused(messages.DOUBLED_ITEM.format(item=doubled))
    for place in (f"{source}/{lesson}", f"catalogue/{lesson}", f"quizzes/{lesson}.toml"):
        if (root / place).exists():
            raise LessonRefused(messages.LESSON_EXISTS.format(place=place))
    with tempfile.TemporaryDirectory(prefix=".new-lesson-", dir=root) as folder:
        made = Path(folder)
        _write(made, lesson, items, quiz)
        files = sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file())
        for place in ("source", "catalogue", "quizzes"):
            target = root / (source if place == "source" else place)
            target.mkdir(parents=True, exist_ok=True) if (made / place).is_dir() else None
            for part in sorted((made / place).glob("*")):
                shutil.move(part, target / part.name)
    return [Path(source, *file.parts[1:]) if file.parts[0] == "source" else file for file in files]


def _write(made: Path, lesson: str, items: Sequence[Item], quiz: bool) -> None:
    environment = Environment(
        loader=PackageLoader("wallgrade.authoring.new_lesson", "."), keep_trailing_newline=True, trim_blocks=True,
        undefined=StrictUndefined, autoescape=False,
    )  # fmt: skip
    values = {"lesson": lesson, "items": items, "quiz": quiz, "question": QUESTION, "question_points": QUESTION_POINTS}
    for template, place in {**TEMPLATES, **(QUIZ_TEMPLATES if quiz else {})}.items():
        for item in items if "{item}" in place else (items[0],):
            path = made / place.format(lesson=lesson, item=item.name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(environment.get_template(template).render(values, item=item), encoding="utf-8")
    masters = made / "source" / lesson
    nbformat.write(lesson_notebook(lesson, items), str(masters / f"01_{lesson}.ipynb"))
    if quiz:
        nbformat.write(quiz_notebook(), str(masters / "02_quiz.ipynb"))


def _is_name(text: str) -> bool:
    """Whether it can be a function's, a marker's and a folder's name."""
    return text.isidentifier() and text.isascii() and not keyword.iskeyword(text) and not text.startswith("_")
