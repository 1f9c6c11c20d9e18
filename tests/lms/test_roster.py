"""Rosters as spreadsheets and other systems write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from support.course import CourseMaker, CourseOnDisk
from wallgrade.cli.main import app
from wallgrade.gradebook.scores import Student, students_of
from wallgrade.lms import messages
from wallgrade.lms.table import NoTable

EXCEL = "\ufeffid;last_name;first_name;email\r\nann;Lee;Änn;ann@mail.example\r\n;Nobody;;\r\nann;Again;;\r\n"
MOODLE = "First name,Last name,Username,Email address\nÄnn,Lee,ann,ann@mail.example\n"
CANVAS = 'Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"Lee, Änn",77,,ann,A\n'


@pytest.fixture
def course(make_course: CourseMaker, tmp_path: Path) -> CourseOnDisk:
    return make_course(tmp_path / "course")


def imported(course: CourseOnDisk, text: str) -> tuple[int, str, list[Student]]:
    file = course.root / "roster.csv"
    file.write_text(text, encoding="utf-8")
    run = CliRunner().invoke(app, ["roster", str(file), f"--course={course.root}"])
    if isinstance(run.exception, NoTable):
        raise run.exception
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        return run.exit_code, run.output, students_of(gradebook)


def test_a_roster_from_excel_is_imported_and_each_bad_line_named(course: CourseOnDisk) -> None:
    status, output, students = imported(course, EXCEL)
    assert students == [Student("ann", "Änn", "Lee", "ann@mail.example")]
    assert status == 1
    file = course.root / "roster.csv"
    assert messages.BAD_LINE.format(file=file, line=3, reason=messages.NO_ID) in output
    assert messages.BAD_LINE.format(file=file, line=4, reason=messages.TWICE.format(id="ann")) in output


def test_the_exports_of_moodle_and_canvas_together_complete_a_student(course: CourseOnDisk) -> None:
    assert imported(course, MOODLE)[0] == 0
    _, _, students = imported(course, CANVAS)  # "Points Possible" is no student
    assert students == [Student("ann", "Änn", "Lee", "ann@mail.example", "77")]


def test_a_table_without_ids_is_one_sentence(course: CourseOnDisk) -> None:
    with pytest.raises(NoTable, match="It has: name"):
        imported(course, "name\nann\n")
