"""The results of one submission, as plain data: from a graded course, or fresh from the judge."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lessoncheck.report import as_text
from lessoncheck.results import CheckResult
from wallgrade.course import Course
from wallgrade.gradebook.report_cell import ItemOutcome, read_graded_folder
from wallgrade.gradebook.scores import AssignmentGrades, NoGrades
from wallgrade.judging.judge import Judge, Verdict
from wallgrade.judging.judge_submission import judge_submission
from wallgrade.reports.csv_files import number
from wallgrade.reports.exports import messages
from wallgrade.submission.reader import read_submission


@dataclass(frozen=True)
class ItemResult:
    """One item: `points` is None while a person has to decide; `text` is the report that the student may read."""

    item: str
    points: float | None
    max_score: float
    text: str
    checks: tuple[CheckResult, ...]
    seconds: float | None = None


@dataclass(frozen=True)
class SubmissionResult:
    """All items of one submission, and what is to be said about the whole of it."""

    assignment: str
    items: tuple[ItemResult, ...]
    notes: tuple[str, ...] = ()
    seconds: float | None = None

    @property
    def points(self) -> float:
        """The points so far."""
        return sum(one.points or 0.0 for one in self.items)

    @property
    def max_score(self) -> float:
        """The points that can be had."""
        return sum(one.max_score for one in self.items)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The items that a person has to decide."""
        return tuple(one.item for one in self.items if one.points is None)

    def in_words(self) -> str:
        """Points and what waits, in one line."""
        template = messages.GRADED_WAITING if self.waiting else messages.GRADED
        return template.format(
            points=number(self.points), max_score=number(self.max_score), items=", ".join(self.waiting)
        )


def from_gradebook(grades: AssignmentGrades, student: str, autograded: Path) -> SubmissionResult:
    """What the gradebook and the autograded notebooks have of one student; NoGrades when there is nothing."""
    submission = next((one for one in grades.submissions if one.person.id == student), None)
    if submission is None:
        raise NoGrades(messages.NO_SUBMISSION.format(student=student, assignment=grades.assignment))
    graded, items = read_graded_folder(autograded), []
    for score in submission.scores:
        outcome = graded.outcomes.get(score.item) or ItemOutcome(score.item, (), text=messages.NOTHING_FOUND)
        items.append(
            ItemResult(score.item, score.points, score.max_score, outcome.text, outcome.results, outcome.seconds)
        )
    return SubmissionResult(grades.assignment, tuple(items), graded.notes)


def from_verdicts(
    assignment: str, verdicts: Iterable[Verdict], notes: tuple[str, ...] = (), seconds: float | None = None
) -> SubmissionResult:
    """What the judge has just said."""
    items = tuple(
        ItemResult(
            verdict.item,
            verdict.final_points,
            verdict.max_score,
            as_text(verdict.report, graded=True),
            verdict.report.results,
            verdict.report.seconds,
        )
        for verdict in verdicts
    )
    return SubmissionResult(assignment, items, notes, seconds)


def grade_folder(course: Course, assignment: str, folder: Path, judge: Judge) -> SubmissionResult:
    """Judge the notebooks in `folder` as a submission to the assignment, read as tolerantly as any.

    The notes tell what could not be read. NoGrades when there is no such folder, GraderFault when there is no release.
    """
    if not folder.is_dir():
        raise NoGrades(messages.NO_FOLDER.format(folder=folder))
    started = time.monotonic()
    judged = judge_submission(judge, read_submission(course, assignment, folder, folder.name))
    graded = [notebook for notebook in judged.notebooks if notebook.verdicts]
    verdicts = [verdict for notebook in graded for verdict in notebook.verdicts.values()]
    notes = [note for notebook in graded for note in (notebook.problem, *notebook.notes) if note]
    return from_verdicts(assignment, verdicts, tuple(notes), time.monotonic() - started)
