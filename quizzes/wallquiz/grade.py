"""From a student's cell to a verdict. The cell is read, never run."""

from dataclasses import dataclass
from typing import Literal

from lessoncheck.quiz.answers import answer_in_cell
from lessoncheck.quiz.messages import letter_range

from . import messages
from .model import Question


@dataclass(frozen=True)
class Verdict:
    """The outcome for one question.

    `points` is None when the answer is unclear: a human decides, it is never silently zero.
    `message` is for the student and never names the key of a question answered wrongly.
    """

    status: Literal["right", "wrong", "empty", "unclear"]
    letter: str
    points: float | None
    message: str


def grade_answer(question: Question, cell_source: str) -> Verdict:
    """Grade the text of the answer cell, where the variable has the question's id."""
    options = question.public_options
    choice = answer_in_cell(cell_source, question.id, options)
    if choice.status == "empty":
        return Verdict("empty", "", 0.0, messages.empty(question.id, letter_range(list(options))))
    if choice.status == "unclear":
        return Verdict("unclear", "", None, messages.unclear(choice.reason))
    feedback = question.option(choice.letter).feedback
    if choice.letter == question.key:
        return Verdict("right", choice.letter, question.points, messages.right(choice.letter, feedback))
    return Verdict("wrong", choice.letter, 0.0, messages.wrong(choice.letter, feedback))
