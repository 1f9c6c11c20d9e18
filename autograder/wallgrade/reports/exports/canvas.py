"""Totals for the Canvas gradebook.

Follows the Canvas instructor guide "How do I import grades in the Gradebook?" and, for what the guide leaves open,
the importer itself (instructure/canvas-lms, lib/gradebook_importer.rb, as of 2025): the columns Student, ID, SIS User
ID, SIS Login ID and Section in this order, then one column for each assignment, and a second row that begins with
"Points Possible". Canvas looks students up by ID, else by SIS User ID or SIS Login ID, else by name. It knows a column
by the number in parentheses at its end, else by the whole title.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from traitlets import Dict, Unicode

from wallgrade.gradebook.scores import AssignmentGrades, Student
from wallgrade.reports.csv_files import Value
from wallgrade.reports.exports.csv_exporter import CsvExporter

HEADER = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS = ("    Points Possible", "", "", "", "")


class CanvasCsv(CsvExporter):
    """A column of totals for each assignment, after penalties for lateness.

    nbgrader's `lms_user_id` becomes ID, nbgrader's student id becomes SIS Login ID. Whoever has no final total in each
    column is left out of the file, and the log says who.
    """

    default_file = "canvas.csv"

    columns = Dict(
        value_trait=Unicode(),
        key_trait=Unicode(),
        help="""What Canvas calls an assignment: its title, or better its title and number as in the header of Canvas'
        own export. Without it the column has nbgrader's name, and Canvas offers to make a new assignment.
        Example: --CanvasCsv.columns="ps1=Homework 1 (4711)"
        """,
    ).tag(config=True)

    def rows(self, grades: Sequence[AssignmentGrades]) -> Iterator[Sequence[Value]]:
        """Header, points possible, students."""
        yield *HEADER, *(self.columns.get(one.assignment, one.assignment) for one in grades)
        yield *POINTS, *(sum(one.items.values()) for one in grades)
        for person, totals in self.complete(grades):
            known = self.identifier(person.lms_user_id), "", self.identifier(person.id), ""
            yield _sortable(person), *known, *totals


def _sortable(person: Student) -> str:
    return ", ".join(filter(None, [person.last_name, person.first_name])) or person.id
