"""Every item's score of every student, as one CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wallgrade.exports.plugin import CsvExporter
from wallgrade.grades import AssignmentGrades, ItemScore, Person
from wallgrade.spreadsheets import Value

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
                    yield *who, submission.timestamp, score.item, score.score, score.most, _status(score)
            for person in one.absent:
                for item, most in one.items.items():
                    yield *_who(one.assignment, person), "", item, None, most, "missing"


def _who(assignment: str, person: Person) -> tuple[str, ...]:
    return assignment, person.id, person.last_name, person.first_name, person.email


def _status(score: ItemScore) -> str:
    if score.score is None:
        return "waiting"
    return "by hand" if score.by_hand else "auto"
