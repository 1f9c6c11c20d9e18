"""The question's public check: whether the answer can be read, never whether it is right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lessoncheck.marks import check_for
from lessoncheck.quiz.check import check_readable
from lessoncheck.student import Student

OPTIONS = Path(__file__).with_name("quiz_options.json")


@check_for("quiz", "the answer can be read as one letter", repeated=False)
def test_quiz_is_readable(student: Student, note: Callable[[str], None]) -> None:
    check_readable(student, "quiz", OPTIONS, note)
