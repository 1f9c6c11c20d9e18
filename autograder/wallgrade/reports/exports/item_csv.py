"""Every item's score of every student, as one CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wallgrade.gradebook.scores import AssignmentGrades, ItemScore, Student
from wallgrade.reports.csv_files import Value
from wallgrade.reports.exports.csv_exporter import CsvExporter

HEADER = (
    "assignment", "student_id", "last_name", "first_name", "email", "timestamp", "item", "score", "max_score", "status",
)  # fmt: skip


class ItemCsv(CsvExporter):
    """One line for each student and item ("tidy" data, as pandas and R like it).

    `status` is auto, by hand, waiting (no score yet) or missing (handed in nothing; no score either).
    Penalties for lateness belong to whole submissions and are not in here.
    """

    default_file = "items.csv"

    def rows(self, grades: Sequence[AssignmentGrades]) -> Iterator[Sequence[Value]]:
        """Header and lines."""
        yield HEADER
        for one in grades:
            for submission in one.submissions:
                for score in submission.scores:
                    who = _who(one.assignment, submission.person)
                    yield *who, submission.timestamp, score.item, score.points, score.max_score, _status(score)
            for person in one.absent:
                for item, max_score in one.items.items():
                    yield *_who(one.assignment, person), "", item, None, max_score, "missing"


def _who(assignment: str, person: Student) -> tuple[str, ...]:
    return assignment, person.id, person.last_name, person.first_name, person.email


def _status(score: ItemScore) -> str:
    if score.needs_manual_grade:
        return "waiting"
    return "by hand" if score.by_hand else "auto"
