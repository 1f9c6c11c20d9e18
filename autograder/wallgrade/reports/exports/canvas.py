"""Totals for the Canvas gradebook.

Follows the Canvas instructor guide "How do I import grades in the Gradebook?" and, for what the guide leaves open,
the importer itself (instructure/canvas-lms, lib/gradebook_importer.rb, as of 2025): the columns Student, ID, SIS User
ID, SIS Login ID and Section in this order, then one column for each assignment, and a second row that begins with
"Points Possible". Canvas looks students up by ID, else by SIS User ID or SIS Login ID, else by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wallgrade.gradebook.scores import AssignmentGrades, Student
from wallgrade.reports.csv_files import Value
from wallgrade.reports.exports.csv_exporter import CsvExporter, by_person

HEADER = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS = ("    Points Possible", "", "", "", "")


class CanvasCsv(CsvExporter):
    """A column of totals for each assignment, after penalties for lateness.

    nbgrader's `lms_user_id` becomes ID, nbgrader's student id becomes SIS Login ID. A field is left empty, which for
    Canvas is no grade, if nothing was handed in or an item still waits for a person. An assignment that Canvas
    does not have under this name yet is offered as a new one.
    """

    default_file = "canvas.csv"

    def rows(self, grades: Sequence[AssignmentGrades]) -> Iterator[Sequence[Value]]:
        """Header, points possible, students."""
        yield *HEADER, *(one.assignment for one in grades)
        yield *POINTS, *(sum(one.items.values()) for one in grades)
        for person, submissions in by_person(grades):
            known = self.identifier(person.lms_user_id), "", self.identifier(person.id), ""
            yield _sortable(person), *known, *map(self.final, submissions)


def _sortable(person: Student) -> str:
    return ", ".join(filter(None, [person.last_name, person.first_name])) or person.id
