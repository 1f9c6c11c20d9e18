"""The checks of the quiz: whether an answer can be read. Nothing here knows which answer is right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lessoncheck.marks import check_for
from lessoncheck.quiz.check import check_readable
from lessoncheck.student import Student

OPTIONS = Path(__file__).with_name("quiz_options.json")
TITLE = "the answer can be read as one letter"


@check_for("quiz_1", TITLE, repeated=False)
def test_quiz_1(student: Student, note: Callable[[str], None]) -> None:
    check_readable(student, "quiz_1", OPTIONS, note)


@check_for("quiz_2", TITLE, repeated=False)
def test_quiz_2(student: Student, note: Callable[[str], None]) -> None:
    check_readable(student, "quiz_2", OPTIONS, note)
