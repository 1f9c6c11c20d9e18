"""The results of one submission, as plain data: from a graded course, or fresh from the judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lessoncheck.report import as_text
from lessoncheck.results import CheckResult
from wallgrade.classreport.findings import Finding, ItemFindings, read_findings
from wallgrade.exports import texts
from wallgrade.grades import AssignmentGrades, NoGrades
from wallgrade.judge import Verdict
from wallgrade.spreadsheets import number


@dataclass(frozen=True)
class ItemResult:
    """One item: `points` is None while a person has to decide; `text` is the report that the student may read."""

    item: str
    points: float | None
    most: float
    text: str
    checks: tuple[Finding, ...]
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
    def most(self) -> float:
        """The points that can be had."""
        return sum(one.most for one in self.items)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The items that a person has to decide."""
        return tuple(one.item for one in self.items if one.points is None)

    def in_words(self) -> str:
        """Points and what waits, in one line."""
        template = texts.GRADED_WAITING if self.waiting else texts.GRADED
        return template.format(points=number(self.points), most=number(self.most), items=", ".join(self.waiting))


def from_gradebook(grades: AssignmentGrades, student: str, autograded: Path) -> SubmissionResult:
    """What the gradebook and the autograded notebooks have of one student; NoGrades when there is nothing."""
    found = next((one for one in grades.submissions if one.person.id == student), None)
    if found is None:
        raise NoGrades(texts.NO_SUBMISSION.format(student=student, assignment=grades.assignment))
    findings = read_findings(autograded)
    return SubmissionResult(
        grades.assignment,
        tuple(_stored(score.item, score.score, score.most, findings) for score in found.scores),
    )


def from_verdicts(
    assignment: str, verdicts: Iterable[Verdict], notes: tuple[str, ...] = (), seconds: float | None = None
) -> SubmissionResult:
    """What the judge has just said."""
    items = tuple(
        ItemResult(
            verdict.item,
            verdict.points,
            verdict.most,
            as_text(verdict.report, graded=True),
            tuple(_finding(result) for result in verdict.report.results),
        )
        for verdict in verdicts
    )
    return SubmissionResult(assignment, items, notes, seconds)


def _stored(item: str, points: float | None, most: float, findings: Mapping[str, ItemFindings]) -> ItemResult:
    found = findings.get(item)
    if found is None:
        return ItemResult(item, points, most, texts.NOTHING_FOUND, ())
    return ItemResult(item, points, most, found.text, found.findings, found.seconds)


def _finding(result: CheckResult) -> Finding:
    return Finding(
        result.name,
        result.status,
        result.title,
        result.misconception,
        result.weight,
        result.gate,
        result.message,
        result.hint,
    )
