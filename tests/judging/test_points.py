"""From what the checks found to points."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessoncheck.results import CheckResult, ItemReport, Status
from wallgrade.course import Course
from wallgrade.judging.judge import Judge, Plan
from wallgrade.judging.task import TaskResult


def check(status: Status, weight: float = 1.0, *, gate: bool = False) -> CheckResult:
    return CheckResult("item", f"{status}-{weight}", "a check", status, weight=weight, gate=gate)


@pytest.mark.parametrize(
    ("results", "points"),
    [
        ([check("passed")], 10.0),
        ([check("failed")], 0.0),
        ([check("passed", 2), check("failed", 3)], 4.0),
        ([check("passed", 1), check("failed", 2)], 3.33),
        ([check("passed", 4), check("failed", 1), check("passed", gate=True)], 8.0),
        ([check("passed", 4), check("failed", gate=True)], 0.0),
        ([check("passed", 4), check("fault")], None),
        ([], None),
    ],
)
def test_points_are_the_weight_that_passed_a_gate_takes_all_and_a_fault_of_ours_leaves_it_to_a_human(
    tmp_path: Path, results: list[CheckResult], points: float | None
) -> None:
    judge = Judge(Course(tmp_path), "lesson")
    found = TaskResult({"item": ItemReport("item", tuple(results))})
    assert judge.complete(Plan({"item": 10.0}, {}), found)["item"].points == points
