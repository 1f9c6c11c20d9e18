"""Totals for Moodle's gradebook.

Follows "Grade import" in MoodleDocs 4.5 and the importer (moodle/moodle, grade/import/csv/classes/load_data.php).
Moodle asks for the mapping while importing: map from "Username" to "Username" (or from "Email address" to "User
email"), and each assignment's column to its grade item or to a new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wallgrade.gradebook.scores import AssignmentGrades
from wallgrade.reports.csv_files import Value
from wallgrade.reports.exports import messages
from wallgrade.reports.exports.csv_exporter import CsvExporter


class MoodleCsv(CsvExporter):
    """A column of totals for each assignment, after penalties for lateness.

    Two properties of Moodle's importer shape this file. A line whose identifying field is empty is given to the
    student of the line above, so no such field is ever empty: Username is nbgrader's student id, and whoever has no
    e-mail address is left out, unless nobody has one, when there is no such column. And one unknown user stops the
    whole import. Whoever has no final total in each column is left out too: an import never takes a grade away.
    """

    default_file = "moodle.csv"

    def rows(self, grades: Sequence[AssignmentGrades]) -> Iterator[Sequence[Value]]:
        """Header and students."""
        people = self.complete(grades)
        addresses = any(person.email for person, _ in people)
        yield (
            "First name",
            "Last name",
            "Username",
            *(["Email address"] if addresses else []),
            *(one.assignment for one in grades),
        )
        for person, totals in people:
            if addresses and not person.email:
                self.log.warning(messages.NO_ADDRESS.format(student=person.id))
                continue
            address = [self.identifier(person.email)] if addresses else []
            yield person.first_name, person.last_name, self.identifier(person.id), *address, *totals
