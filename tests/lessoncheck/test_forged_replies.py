"""A process that lies: what it says is a reply, a failure of the student's code, or left to a human, and no more."""

from __future__ import annotations

import numpy as np
import pytest

from lessoncheck.protocol import Plain
from lessoncheck.student import Helpers, Student

FORGED = [np.ones(3), np.ones(()), [], "text", 7, None, {"a": 1}, [[1]], [[1, 2, 3, 4]], [["a", np.ones(2), [], {}]]]


class Says(Student):
    """A student whose process replies with this."""

    def __init__(self, **reply: Plain) -> None:
        super().__init__()
        self._reply = {"values": {}, "printed": "", "operators": [], "optimizers": [], **reply}

    def exchange(
        self, request: dict[str, Plain], helpers: Helpers, seconds: float, silence: float | None = None
    ) -> Plain:
        return self._reply

    def answer(self, item: str) -> str:
        return ""


@pytest.mark.parametrize("forged", FORGED)
def test_what_is_recorded_counts_as_incomplete_unless_it_is_said_to_be_complete(forged: Plain) -> None:
    student = Says(incomplete=forged, left_behind=forged)
    student.call("anything")
    assert student.incomplete
    honest = Says(incomplete=False)
    honest.call("anything")
    assert not honest.incomplete
