"""Everything the report on a class says, as plain data, gathered from the gradebook and the autograded notebooks."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from wallgrade.gradebook.attention import Attention, attention
from wallgrade.gradebook.report_cell import GradedFolder
from wallgrade.gradebook.scores import AssignmentGrades, Student, StudentScores
from wallgrade.reports.class_report import findings
from wallgrade.reports.class_report.pseudonyms import without_files
from wallgrade.reports.class_report.statistics import (
    Distribution,
    ItemStatistics,
    decided_items,
    distribution,
    item_statistics,
)
from wallgrade.reports.class_report.who_needs_a_look import InCommon, Look, by_student, in_common
from wallquiz.model import Question


@dataclass(frozen=True)
class Row:
    """A student's line in the table of scores; None is a score that a person still has to give.

    `feedback` are the pages that there are, `formgrader` their addresses in the formgrader if that is known; both by
    notebook.
    """

    student: str
    person: Student
    scores: dict[str, float | None]
    total: float
    waiting: tuple[str, ...]
    seconds_late: float = 0.0
    penalty: float = 0.0
    feedback: Mapping[str, Path] = field(default_factory=dict)
    formgrader: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ClassReport:
    """The whole report. In an anonymous one every name in here is already a pseudonym, and there are no addresses."""

    assignment: str
    anonymous: bool
    points: dict[str, float]
    notebooks: dict[str, str]  # by item
    rows: tuple[Row, ...]
    absent: tuple[str, ...]
    distribution: Distribution
    items: tuple[ItemStatistics, ...]
    misconceptions: tuple[findings.Misconception, ...]
    stopped: tuple[findings.Stopped, ...]
    questions: tuple[findings.QuestionAnswers, ...]
    runtimes: tuple[findings.Runtime, ...]
    faults: tuple[findings.Fault, ...]
    attention: tuple[Attention, ...]
    in_common: tuple[InCommon, ...]
    looks: tuple[Look, ...]

    @property
    def row_of(self) -> dict[str, Row]:
        """The rows by student."""
        return {row.student: row for row in self.rows}

    @property
    def waiting(self) -> int:
        """How many submissions have an item that waits for a person."""
        return sum(bool(row.waiting) for row in self.rows)

    @property
    def late(self) -> int:
        """How many submissions came late."""
        return sum(row.seconds_late > 0 for row in self.rows)

    @property
    def decided_points(self) -> float:
        """The points of the items that have at least one score."""
        scores = [row.scores for row in self.rows]
        return sum(self.points[item] for item in decided_items(self.points, scores))


def summarise(
    grades: AssignmentGrades,
    graded: Mapping[str, GradedFolder],
    changed: Mapping[str, str],
    questions: Sequence[Question] = (),
    pseudonyms: Mapping[str, str] | None = None,
    clean: Callable[[str], str] = lambda text: text,
    feedback: Mapping[str, Mapping[str, Path]] | None = None,
    formgrader: str = "",
) -> ClassReport:
    """Gather the report from the grades, the autograded notebooks and what changed since, both by student.

    With `pseudonyms` (by id) people get these, and `clean` goes over every free text. `feedback` has the pages by
    student and notebook, `formgrader` is the formgrader's address.
    """
    outcomes = {student: folder.outcomes for student, folder in graded.items()}
    people = [*(submission.person for submission in grades.submissions), *grades.absent]
    names = {person.id: pseudonyms[person.id] if pseudonyms else _shown(person) for person in people}
    rows = [_row(submission, names[submission.person.id], hidden=bool(pseudonyms)) for submission in grades.submissions]
    if not pseudonyms:
        rows = [
            replace(
                row,
                feedback=(feedback or {}).get(row.person.id, {}),
                formgrader={name: f"{formgrader}/submissions/{id_}/" for name, id_ in submission.pages.items()}
                if formgrader
                else {},
            )
            for row, submission in zip(rows, grades.submissions, strict=True)
        ]
    scores = [row.scores for row in rows]
    notebooks = {score.item: score.notebook for submission in grades.submissions for score in submission.scores}
    ours = {f"{notebook}.ipynb" for notebook in notebooks.values()}
    found = attention(grades, graded, questions, changed)
    if pseudonyms:
        found = (replace(one, reason=without_files(clean(one.reason), ours)) for one in found)
    to_look_at = sorted(
        (replace(one, student=names[one.student]) for one in found), key=lambda one: in_order(one.student)
    )
    absent = tuple(sorted((names[person.id] for person in grades.absent), key=in_order))
    of_submissions = [one for one in to_look_at if one.student not in absent]
    shared = in_common(of_submissions, len(rows))
    return ClassReport(
        grades.assignment,
        pseudonyms is not None,
        grades.items,
        notebooks,
        tuple(sorted(rows, key=lambda row: in_order(row.student))),
        absent,
        distribution(grades.items, scores),
        tuple(item_statistics(grades.items, scores)),
        tuple(findings.misconceptions(outcomes, clean)),
        tuple(findings.stopped(grades.items, outcomes)),
        tuple(findings.answers(question, outcomes) for question in questions),
        tuple(findings.runtimes(grades.items, outcomes)),
        tuple(findings.faults(outcomes, clean)),
        tuple(to_look_at),
        shared,
        by_student(of_submissions, shared),
    )


def in_order(name: str) -> str:
    """What names are sorted by: neither case nor accents come before letters."""
    return unicodedata.normalize("NFKD", name.casefold())


def _row(submission: StudentScores, name: str, *, hidden: bool) -> Row:
    return Row(
        name,
        Student(name) if hidden else submission.person,
        {score.item: score.points for score in submission.scores},
        submission.total,
        submission.waiting,
        submission.seconds_late,
        submission.penalty,
    )


def _shown(person: Student) -> str:
    name = ", ".join(filter(None, (person.last_name, person.first_name)))
    return f"{name} ({person.id})" if name else person.id
