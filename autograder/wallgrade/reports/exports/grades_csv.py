"""nbgrader's own table of grades, with what is not final yet marked instead of counted as 0."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wallgrade.gradebook.scores import AssignmentGrades
from wallgrade.reports.csv_files import Value
from wallgrade.reports.exports.csv_exporter import CsvExporter, by_person, final_total

HEADER = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score", "status", "waiting",
)  # fmt: skip


class GradesCsv(CsvExporter):
    """A line for each assignment and student: the columns of nbgrader's `grades.csv`, and two more.

    `status` is final, waiting or missing (nothing was handed in); `waiting` names the items that wait for a person.
    Only a line that is final has scores. Dates are in UTC, as in nbgrader's table.
    """

    def rows(self, grades: Sequence[AssignmentGrades]) -> Iterator[Sequence[Value]]:
        """Header and lines."""
        yield HEADER
        for one in grades:
            due = self.due.get(one.assignment)
            for person, [submission] in by_person([one]):
                who = person.id, person.last_name, person.first_name, person.email
                total, raw, late, waiting = final_total(submission), None, None, ""
                if submission is not None:
                    late, waiting = submission.penalty, ", ".join(submission.waiting)
                    raw = None if total is None else sum(score.score for score in submission.scores)
                yield (
                    one.assignment,
                    str(due or ""),
                    submission.timestamp if submission else "",
                    *who,
                    raw,
                    late,
                    total,
                    sum(one.items.values()),
                    "missing" if submission is None else "waiting" if total is None else "final",
                    waiting,
                )
