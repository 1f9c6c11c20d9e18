"""What the exporters share: which assignments and students were asked for, and where the file goes.

They take nbgrader's own options: `--to FILE`, `--assignment "['a', 'b']"`, `--student "['s']"`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin

from wallgrade.gradebook.scores import AssignmentGrades, NoGrades, Student, StudentScores, read_grades
from wallgrade.reports.csv_files import Value, safe_text, write_csv
from wallgrade.reports.exports import messages


class CsvExporter(ExportPlugin):  # type: ignore[misc]
    """Base of the exporters: a subclass says what the rows are."""

    default_file = "grades.csv"
    due: Mapping[str, datetime | None] = {}

    def export(self, gradebook: Gradebook) -> None:
        """Write the file; called by `nbgrader export`."""
        wanted = [str(name) for name in self.assignment] or [assignment.name for assignment in gradebook.assignments]
        self.due = {assignment.name: assignment.duedate for assignment in gradebook.assignments}
        try:
            grades = [self._chosen(read_grades(gradebook, name)) for name in wanted]
        except NoGrades as error:
            self.log.error("%s", error)
            raise SystemExit(1) from None
        target = Path(self.to or self.default_file)
        write_csv(target, self.rows(grades))
        self.log.info(messages.WRITTEN.format(file=target))

    def rows(self, grades: Sequence[AssignmentGrades]) -> Iterable[Sequence[Value]]:
        """The rows of the file, header first."""
        raise NotImplementedError

    def identifier(self, text: str) -> str:
        """An id that the other system matches people by; a warning if it had to be changed for safety."""
        if safe_text(text) != text:
            self.log.warning(messages.CHANGED_ID.format(id=text))
        return text

    def complete(self, grades: Sequence[AssignmentGrades]) -> list[tuple[Student, list[float]]]:
        """Everybody who has a final total in each of the assignments; one warning names all others and says why.

        Canvas takes an empty field over a score for a change and clears it, and so does Moodle.
        """
        found, left_out = [], []
        for person, submissions in by_person(grades):
            totals = [total for one in submissions if (total := final_total(one)) is not None]
            if len(totals) == len(grades):
                found.append((person, totals))
            else:
                gaps = zip(grades, submissions, strict=True)
                why = [f"{one.assignment}: {_why(own)}" for one, own in gaps if final_total(own) is None]
                left_out.append(f"{person.id} ({'; '.join(why)})")
        if left_out:
            self.log.warning(messages.LEFT_OUT.format(students=", ".join(left_out)))
        return found

    def _chosen(self, grades: AssignmentGrades) -> AssignmentGrades:
        students = {str(student) for student in self.student}
        if not students:
            return grades
        return AssignmentGrades(
            grades.assignment,
            grades.items,
            tuple(one for one in grades.submissions if one.person.id in students),
            tuple(person for person in grades.absent if person.id in students),
        )


def by_person(grades: Sequence[AssignmentGrades]) -> list[tuple[Student, list[StudentScores | None]]]:
    """Everybody, sorted by id, with their submission to each of the assignments."""
    people = {person.id: person for one in grades for person in one.absent}
    people |= {submission.person.id: submission.person for one in grades for submission in one.submissions}
    handed_in = [{submission.person.id: submission for submission in one.submissions} for one in grades]
    return [(people[id_], [one.get(id_) for one in handed_in]) for id_ in sorted(people)]


def final_total(submission: StudentScores | None) -> float | None:
    """The total to hand over; None while an item waits for a person, and when nothing was handed in."""
    return submission.total if submission is not None and submission.final else None


def _why(submission: StudentScores | None) -> str:
    if submission is None:
        return messages.NOTHING_HANDED_IN
    return messages.ITEMS_WAIT.format(items=", ".join(submission.waiting))
