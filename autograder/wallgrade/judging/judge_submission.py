"""Judging a whole submission: from what was handed in to verdicts, with no gradebook and no nbgrader in reach."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lessoncheck.cells import grade_cells
from lessoncheck.results import ItemReport
from wallgrade.judging import messages
from wallgrade.judging.judge import Judge, Verdict
from wallgrade.submission.reader import ReceivedNotebook, Submission


@dataclass(frozen=True)
class JudgedNotebook:
    """A notebook rebuilt on its master, and a verdict for each of its check cells, by item."""

    name: str
    notebook: Any
    verdicts: dict[str, Verdict]
    notes: tuple[str, ...] = ()
    problem: str = ""
    look: bool = False

    def __deepcopy__(self, memo: Any) -> JudgedNotebook:
        """nbconvert copies its resources, this among them, for each conversion; nobody changes it."""
        return self


@dataclass(frozen=True)
class Judged:
    """A judged submission: all that is needed to record it. Plain data, as Submission is."""

    student: str
    assignment: str
    notebooks: tuple[JudgedNotebook, ...]
    timestamp: datetime | None = None


def judge_submission(
    judge: Judge, submission: Submission, only: Container[str] | None = None, leave_out: Container[str] = ()
) -> Judged:
    """Verdicts for the notebooks of a submission: all, or those with `only` these names."""
    judged = tuple(
        _judged(judge, received, leave_out)
        for received in submission.notebooks
        if only is None or received.name in only
    )
    return Judged(
        submission.student, submission.assignment, _with_notes(judged, submission.notes), submission.timestamp
    )


def _with_notes(judged: tuple[JudgedNotebook, ...], notes: tuple[str, ...]) -> tuple[JudgedNotebook, ...]:
    """What is to be said on the whole submission is said with the first notebook that is graded."""
    first = next((one for one in judged if one.verdicts), None)
    return tuple(replace(one, notes=one.notes + notes) if one is first else one for one in judged)


def _judged(judge: Judge, received: ReceivedNotebook, leave_out: Container[str]) -> JudgedNotebook:
    items = grade_cells(received.notebook)
    if received.problem:
        verdicts = {item: _nothing(item, max_score, received.problem) for item, max_score in items.items()}
    else:
        verdicts = left_out(items, leave_out)
        if len(verdicts) < len(items):
            verdicts |= judge.judge(received.notebook, leave_out)
    return JudgedNotebook(received.name, received.notebook, verdicts, received.notes, received.problem, received.look)


def _nothing(item: str, max_score: float, problem: str) -> Verdict:
    return Verdict(item, 0.0, max_score, ItemReport(item, (), (problem,)))


def left_out(items: dict[str, float], leave_out: Container[str]) -> dict[str, Verdict]:
    """No verdict, for those of the items that are left to a human."""
    return {
        item: Verdict(item, None, max_score, ItemReport(item, (), (messages.LEFT_OUT,)))
        for item, max_score in items.items()
        if item in leave_out
    }
