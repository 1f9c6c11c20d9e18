"""Why an item waits, in the words for instructors."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessoncheck.results import CheckResult
from wallgrade.gradebook import messages
from wallgrade.gradebook.attention import why_waiting
from wallgrade.gradebook.report_cell import ItemOutcome
from wallgrade.gradebook.scores import ItemScore, course_directory

FAULT = CheckResult("sgd", "test_step", "a step", "fault", message="could not be carried out")


@pytest.mark.parametrize(
    ("outcome", "question", "reason"),
    [
        (None, False, messages.NO_FINDINGS),
        (
            ItemOutcome("sgd", (FAULT,), faults=("OSError: disk",)),
            False,
            "the grader could not judge this: OSError: disk",
        ),
        (
            ItemOutcome("sgd", (), review="sgd: in a.ipynb the cell holds marks."),
            False,
            "in a.ipynb the cell holds marks.",
        ),
        (ItemOutcome("sgd", ()), False, messages.LEFT_FOR_A_PERSON),
        (ItemOutcome("sgd", ()), True, messages.UNREADABLE_ANSWER),
    ],
)
def test_an_item_that_waits_says_why(outcome: ItemOutcome | None, question: bool, reason: str) -> None:
    waiting = ItemScore("sgd", 0.0, 2.0, needs_manual_grade=True)
    assert why_waiting(waiting, outcome, question=question) == reason
    assert why_waiting(ItemScore("sgd", 0.0, 2.0), outcome, question=question) == ""
    again = ItemScore("sgd", 1.0, 2.0, needs_manual_grade=True, by_hand=True)
    assert why_waiting(again, outcome, question=question) == messages.SCORED_BEFORE


def test_the_course_directory_knows_what_the_course_configures(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.Sandbox.mode = 'trusted'\n")
    assert course_directory(tmp_path).config.Sandbox.mode == "trusted"
