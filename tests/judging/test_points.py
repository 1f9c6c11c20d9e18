"""From what the checks found to points."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lessoncheck import messages
from lessoncheck.results import CheckResult, ItemReport, Status, group_by_item
from wallgrade.course import Course
from wallgrade.judging.judge import Judge, Plan
from wallgrade.judging.task import TaskResult


def check(status: Status, weight: float = 1.0, **more: Any) -> CheckResult:
    return CheckResult("item", f"{status}-{weight}", "a check", status, weight=weight, **more)


SLIP: dict[str, Any] = {"misconception": "forgot_it", "keeps": 0.5}


@pytest.mark.parametrize(
    ("results", "points"),
    [
        ([check("passed")], 10.0),
        ([check("failed")], 0.0),
        ([check("passed", 2), check("failed", 3)], 4.0),
        ([check("passed", 1), check("failed", 2)], 3.33),
        ([check("passed", 4), check("failed", 1), check("passed", gate=True)], 8.0),
        ([check("passed", 19), check("failed", 1)], 8.0),
        ([check("passed", 19), check("failed", 1, misconception="a_trifle", keeps=0.9)], 8.0),
        ([check("passed", 4), check("failed", gate=True)], 0.0),
        ([check("passed", 4), check("fault")], None),
        ([check("passed", 1), check("failed", 9, **SLIP)], 5.0),
        ([check("passed", 6), check("failed", 4, **SLIP)], 6.0),
        ([check("passed", 1), check("failed", 4, **SLIP), check("failed", 5, misconception="another")], 1.0),
        ([check("failed", 4, **SLIP), check("failed", gate=True)], 0.0),
        ([], None),
    ],
)
def test_points_are_the_weight_that_passed_a_gate_takes_all_and_a_fault_of_ours_leaves_it_to_a_human(
    tmp_path: Path, results: list[CheckResult], points: float | None
) -> None:
    judge = Judge(Course(tmp_path), "lesson")
    found = TaskResult({"item": ItemReport("item", tuple(results))})
    assert judge.complete(Plan({"item": 10.0}, {}), found)["item"].points == points


@pytest.mark.parametrize(("main", "counted"), [("passed", 10.0), ("failed", 0.0)])
def test_a_side_check_counts_once_the_function_does_some_of_its_work(main: Status, counted: float) -> None:
    results = [check(main, 0.0), check("passed", 1.0, side=True), check("passed", gate=True)]
    (report,) = group_by_item(["item"], results, {}).values()
    assert report.fraction == counted / 10
    assert (messages.SIDE in [result.message for result in report.results]) == (counted == 0)
