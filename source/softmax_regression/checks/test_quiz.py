"""The checks of the quiz: whether an answer can be read. Nothing here knows which answer is right."""

from __future__ import annotations

import json
from pathlib import Path

from lessoncheck.answers import answer_in_cell
from lessoncheck.failures import CheckFailed
from lessoncheck.marks import check_for
from lessoncheck.student import Student
from softmax_lesson import check_texts as texts

OPTIONS = Path(__file__).with_name("quiz_options.json")
TITLE = "the answer can be read as one letter"


def judge(student: Student, item: str) -> None:
    options: dict[str, str] = json.loads(OPTIONS.read_text(encoding="utf-8"))[item]
    choice = answer_in_cell(student.answer(item), item, options)
    if choice.status == "empty":
        raise CheckFailed(texts.NO_ANSWER, hint=texts.NO_ANSWER_HINT)
    if choice.status != "chosen":
        raise CheckFailed(choice.reason[:1].upper() + choice.reason[1:] + ".")


@check_for("quiz_1", TITLE)
def test_quiz_1(student: Student) -> None:
    judge(student, "quiz_1")


@check_for("quiz_2", TITLE)
def test_quiz_2(student: Student) -> None:
    judge(student, "quiz_2")
