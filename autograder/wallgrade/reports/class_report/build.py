"""From a course on disk to the report's files."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from wallgrade.course import Course
from wallgrade.gradebook.provenance import provenance_now, provenance_of, what_changed
from wallgrade.gradebook.report_cell import GradedFolder, read_graded_folder
from wallgrade.gradebook.scores import course_directory, course_grades
from wallgrade.reports.class_report.html_page import render
from wallgrade.reports.class_report.pseudonyms import pseudonyms, without_names
from wallgrade.reports.class_report.summary import ClassReport, summarise
from wallgrade.reports.class_report.tables import write_tables

PAGE = "report.html"


@dataclass(frozen=True)
class WrittenReport:
    """The files of a report."""

    page: Path
    tables: list[Path]


def class_report(root: Path, assignment: str, *, anonymous: bool = False) -> ClassReport:
    """Gather the report on an assignment of the course in `root`; NoGrades when there is nothing to report on."""
    directory = course_directory(root)
    course = Course.from_directory(directory)
    quiz = course.quiz(assignment)
    questions = quiz.questions if quiz else ()
    grades = course_grades(directory, assignment)
    graded: dict[str, GradedFolder] = {}
    changed: dict[str, str] = {}
    for submission in grades.submissions:
        student = submission.person.id
        folder = Path(directory.format_path(directory.autograded_directory, student, assignment))
        handed_in = Path(directory.format_path(directory.submitted_directory, student, assignment))
        graded[student] = read_graded_folder(folder, questions)
        if since := what_changed(provenance_of(folder), provenance_now(course, assignment, handed_in)):
            changed[student] = "; ".join(since)
    if not anonymous:
        return summarise(grades, graded, changed, questions)
    people = [*(submission.person for submission in grades.submissions), *grades.absent]
    names = pseudonyms(people, course.secret())
    return summarise(grades, graded, changed, questions, names, without_names(people, names))


def write_report(report: ClassReport, target: Path) -> WrittenReport:
    """Write page and tables into the folder `target`; an older report there is replaced file by file when all is made.

    An anonymous report must not lie beside the tables of one with names, so it has file names of its own.
    """
    target.mkdir(parents=True, exist_ok=True)
    prefix = "anonymous-" if report.anonymous else ""
    with tempfile.TemporaryDirectory(dir=target, prefix=".new-") as folder:
        made = Path(folder)
        (made / PAGE).write_text(render(report), encoding="utf-8", errors="replace")
        tables = write_tables(report, made)
        moved = [Path(shutil.move(path, target / f"{prefix}{path.name}")) for path in [made / PAGE, *tables]]
    return WrittenReport(moved[0], moved[1:])
