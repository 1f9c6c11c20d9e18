"""The public check of a quiz answer: whether it can be read. The key is not here."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from lessoncheck import messages
from lessoncheck.failures import fail
from lessoncheck.quiz.answers import answer_in_cell
from lessoncheck.quiz.messages import send_back
from lessoncheck.student import Student


def check_readable(student: Student, item: str, options_file: Path, note: Callable[[str], None]) -> None:
    """Fail unless the answer to `item` names exactly one of the options in `options_file` (quiz_options.json).

    Which one was read is noted: a student should see what will be graded.
    """
    options = json.loads(options_file.read_text(encoding="utf-8"))[item]
    choice = answer_in_cell(student.answer(item), item, options)
    if choice.status == "empty":
        fail(messages.NO_ANSWER.format(item=item))
    elif choice.status == "unclear":
        fail(send_back(choice.reason, list(options)))
    note(messages.ANSWER_READ.format(letter=choice.letter))
