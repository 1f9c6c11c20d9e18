"""Which notebooks of a submission take a judge, and what a submission is with their verdicts."""

from __future__ import annotations

from typing import Any

from nbformat.v4 import new_code_cell, new_notebook

from lessoncheck.results import ItemReport
from wallgrade.judging.judge import Verdict
from wallgrade.judging.judge_submission import judge_submission, notebooks_to_judge, with_verdicts
from wallgrade.submission.reader import ReceivedNotebook, Submission


def notebook(*items: str) -> Any:
    return new_notebook(
        cells=[new_code_cell("", metadata={"nbgrader": {"grade": True, "grade_id": i, "points": 2}}) for i in items]
    )


def verdict(item: str) -> Verdict:
    return Verdict(item, 2.0, 2.0, ItemReport(item, ()))


SUBMISSION = Submission(
    "ann",
    "lesson",
    (
        ReceivedNotebook("text", notebook()),
        ReceivedNotebook("one", notebook("a", "b")),
        ReceivedNotebook("unread", notebook("c"), problem="not read"),
        ReceivedNotebook("two", notebook("d")),
    ),
    notes=("a note on all",),
)


class Everything:
    """Gives full points, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def judge(self, notebook: Any, leave_out: Any = ()) -> dict[str, Verdict]:
        items = [cell.metadata.nbgrader.grade_id for cell in notebook.cells]
        self.asked.append(items)
        return {item: verdict(item) for item in items if item not in leave_out}


def test_what_was_not_read_or_is_left_out_as_a_whole_takes_no_judge() -> None:
    assert [one.name for one in notebooks_to_judge(SUBMISSION, None, ())] == ["one", "two"]
    assert [one.name for one in notebooks_to_judge(SUBMISSION, {"unread", "two"}, ())] == ["two"]
    assert [one.name for one in notebooks_to_judge(SUBMISSION, None, {"a", "d"})] == ["one"]


def test_verdicts_from_elsewhere_make_the_same_as_a_judge_here() -> None:
    judge: Any = Everything()
    judged = judge_submission(judge, SUBMISSION, leave_out={"b"})
    assert judge.asked == [["a", "b"], ["d"]]
    assert judged == with_verdicts(SUBMISSION, {"one": {"a": verdict("a")}, "two": {"d": verdict("d")}}, None, {"b"})
    points = {item: found.points for one in judged.notebooks for item, found in one.verdicts.items()}
    assert points == {"a": 2.0, "b": None, "c": 0.0, "d": 2.0}


def test_what_is_said_on_the_whole_is_said_once_with_the_first_graded_notebook() -> None:
    judge: Any = Everything()
    assert [one.notes for one in judge_submission(judge, SUBMISSION).notebooks] == [(), ("a note on all",), (), ()]
    only = judge_submission(judge, SUBMISSION, only={"unread", "two"})
    assert [(one.name, one.notes) for one in only.notebooks] == [("unread", ("a note on all",)), ("two", ())]
