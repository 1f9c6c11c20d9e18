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
from wallgrade.reports.exports.csv_exporter import CsvExporter, by_person


class MoodleCsv(CsvExporter):
    """A column of totals for each assignment, after penalties for lateness.

    Two properties of Moodle's importer shape this file. A line whose identifying field is empty is given to the
    student of the line above, so no such field is ever empty: Username is nbgrader's student id, and the column
    Email address is there only if everybody has one. And one unknown user stops the whole import. Students without
    any final total are left out, so that an import never takes a grade away.
    """

    default_file = "moodle.csv"

    def rows(self, grades: Sequence[AssignmentGrades]) -> Iterator[Sequence[Value]]:
        """Header and students."""
        everybody = [(person, [self.final(one) for one in submissions]) for person, submissions in by_person(grades)]
        people = [(person, totals) for person, totals in everybody if any(total is not None for total in totals)]
        without = [person.id for person, _ in people if not person.email]
        if without:
            self.log.warning(messages.NO_IDENTIFIERS.format(students=", ".join(without)))
        yield (
            "First name",
            "Last name",
            "Username",
            *([] if without else ["Email address"]),
            *(one.assignment for one in grades),
        )
        for person, totals in people:
            address = [] if without else [self.identifier(person.email)]
            yield person.first_name, person.last_name, self.identifier(person.id), *address, *totals
