"""What kept a student's code from being looked at is told as a kind, beside the sentence for the student."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from lessoncheck.failures import CheckFailed, Stop
from lessoncheck.protocol import Plain
from lessoncheck.student import Helpers, Student
from lessoncheck.student_error import StudentError

SYNTAX = asdict(StudentError("SyntaxError", "expected ':'", "softmax_answer", 1))


class Replying(Student):
    """A student whose side of the wire always says the same."""

    def __init__(self, reply: dict[str, Plain]) -> None:
        super().__init__()
        self.reply = reply

    def exchange(
        self, request: dict[str, Plain], helpers: Helpers, seconds: float, silence: float | None = None
    ) -> Plain:
        return self.reply

    def answer(self, item: str) -> str:
        return ""


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ({"missing": "softmax", "cell_error": SYNTAX}, "syntax error"),
        ({"missing": "softmax", "cell_error": None}, "not defined"),
        ({"missing": "softmax", "cell_error": asdict(StudentError("ZeroDivisionError", ""))}, "not defined"),
        ({"missing": "softmax", "cell_error": asdict(StudentError("CellTooSlow", ""))}, "too slow"),
        ({"raised": asdict(StudentError("NotImplementedError", ""))}, "not written"),
        ({"raised": asdict(StudentError("NameError", "name 'torhc' is not defined"))}, "not defined"),
        ({"raised": asdict(StudentError("RuntimeError", "shapes"))}, "exception"),
        ({"raised": asdict(StudentError("AnythingAtAll<script>", ""))}, "exception"),
        ({"raised": "nonsense"}, "exception"),
        ({"unusable": True}, ""),
    ],
)
def test_the_kind_follows_from_what_happened(reply: dict[str, Plain], kind: Stop) -> None:
    with pytest.raises(CheckFailed) as failed:
        Replying(reply).call("softmax")
    assert failed.value.stopped == kind
