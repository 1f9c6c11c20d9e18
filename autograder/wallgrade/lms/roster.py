"""Students into the gradebook, from the table that a spreadsheet or a learning-management system writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import Gradebook

from wallgrade.lms import messages
from wallgrade.lms.table import Line, NoTable, read_table

# nbgrader's column, and the headers that are taken for it: nbgrader's own, Moodle's
IDS = ("id", "student_id", "username")
OTHERS = {
    "first_name": ("first_name", "first name"),
    "last_name": ("last_name", "last name", "surname"),
    "email": ("email", "email address"),
    "lms_user_id": ("lms_user_id",),
}
CANVAS_ID = "sis login id"


def import_roster(file: Path, gradebook: Gradebook) -> tuple[int, list[str]]:
    """Add or update the students of the table: how many there were, and a sentence for each line that was left out.

    A field that is empty changes nothing. NoTable when the file is none, or has no column of ids.
    """
    lines = read_table(file)
    found = list(lines[0].fields) if lines else []
    if not {*IDS, CANVAS_ID} & set(found):
        raise NoTable(messages.NO_COLUMNS.format(file=file, key=IDS[0], others=CANVAS_ID, found=", ".join(found)))
    seen, problems = set(), []
    for line in lines:
        student = _id(line)
        if not student or student in seen:
            reason = messages.TWICE.format(id=student) if student else messages.NO_ID
            problems.append(messages.BAD_LINE.format(file=file, line=line.number, reason=reason))
        else:
            seen.add(student)
            gradebook.update_or_create_student(student, **dict(_known(line)))
    return len(seen), problems


def _id(line: Line) -> str:
    return line.first(CANVAS_ID) if CANVAS_ID in line.fields else line.first(*IDS)


def _known(line: Line) -> Iterator[tuple[str, str]]:
    found = {column: line.first(*headers) for column, headers in OTHERS.items()}
    if CANVAS_ID in line.fields:  # Canvas' exported gradebook: "Last, First" in Student, the user's number in ID
        last, _, first = line.first("student").partition(", ")
        found |= {"last_name": last, "first_name": first, "lms_user_id": line.first("id")}
    return ((column, value) for column, value in found.items() if value)
