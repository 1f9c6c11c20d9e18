"""Judging a whole submission: from what was handed in to verdicts, with no gradebook and no nbgrader in reach."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
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
    reviews: Mapping[str, str] = field(default_factory=dict)

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
    needed = notebooks_to_judge(submission, only, leave_out)
    verdicts = {received.name: judge.judge(received.notebook, leave_out) for received in needed}
    return with_verdicts(submission, verdicts, only, leave_out)


def notebooks_to_judge(
    submission: Submission, only: Container[str] | None, leave_out: Container[str]
) -> list[ReceivedNotebook]:
    """Those that take a judge: they could be read, and have an item that is not left out."""
    return [
        received
        for received in submission.notebooks
        if (only is None or received.name in only)
        and not received.problem
        and any(item not in leave_out for item in grade_cells(received.notebook))
    ]


def with_verdicts(
    submission: Submission,
    verdicts: Mapping[str, Mapping[str, Verdict]],
    only: Container[str] | None = None,
    leave_out: Container[str] = (),
) -> Judged:
    """The judged submission; `verdicts` has those of the notebooks that took a judge, by notebook."""
    judged = []
    for received in submission.notebooks:
        if only is None or received.name in only:
            items = grade_cells(received.notebook)
            if received.problem:
                found = {item: _nothing(item, max_score, received.problem) for item, max_score in items.items()}
            else:
                found = left_out(items, leave_out) | dict(verdicts.get(received.name, {}))
            found = {item: replace(one, review=received.reviews.get(item, "")) for item, one in found.items()}
            judged.append(
                JudgedNotebook(
                    received.name, received.notebook, found, received.notes, received.problem, received.reviews
                )
            )
    first = next((number for number, one in enumerate(judged) if one.verdicts), None)
    if first is not None:  # what is to be said on the whole submission is said with the first notebook that is graded
        judged[first] = replace(judged[first], notes=judged[first].notes + submission.notes)
    return Judged(submission.student, submission.assignment, tuple(judged), submission.timestamp)


def _nothing(item: str, max_score: float, problem: str) -> Verdict:
    return Verdict(item, 0.0, max_score, ItemReport(item, (), (problem,)))


def left_out(items: dict[str, float], leave_out: Container[str]) -> dict[str, Verdict]:
    """No verdict, for those of the items that are left to a human."""
    return {
        item: Verdict(item, None, max_score, ItemReport(item, (), (messages.LEFT_OUT,)))
        for item, max_score in items.items()
        if item in leave_out
    }
