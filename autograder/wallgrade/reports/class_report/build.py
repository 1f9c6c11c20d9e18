"""From a course on disk to the report's files."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from traitlets import TraitError, Unicode, validate
from traitlets.config import Configurable

from wallgrade.course import Course
from wallgrade.gradebook.provenance import provenance_now, provenance_of, what_changed
from wallgrade.gradebook.report_cell import GradedFolder, read_graded_folder
from wallgrade.gradebook.scores import course_directory, course_grades
from wallgrade.reports.class_report import messages
from wallgrade.reports.class_report.html_page import render
from wallgrade.reports.class_report.pseudonyms import pseudonyms, without_names
from wallgrade.reports.class_report.summary import ClassReport, summarise
from wallgrade.reports.class_report.tables import write_tables

PAGE = "report.html"


class ClassReportLinks(Configurable):  # type: ignore[misc]
    """Where the page's links lead."""

    jupyter_server = Unicode(
        help="The address of the Jupyter server whose formgrader shows this course, such as http://localhost:8888, or "
        "https://hub.example.org/user/teacher on a JupyterHub. Without it the report does not link to the formgrader."
    ).tag(config=True)

    @validate("jupyter_server")  # type: ignore[untyped-decorator]
    def _an_address(self, proposal: Any) -> str:
        parts = urlsplit(str(proposal["value"]))
        if proposal["value"] and (parts.scheme not in {"http", "https"} or parts.query or parts.fragment):
            raise TraitError(messages.NO_ADDRESS.format(value=proposal["value"]))
        return str(proposal["value"]).rstrip("/")


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
    server = ClassReportLinks(config=directory.config).jupyter_server
    graded: dict[str, GradedFolder] = {}
    feedback: dict[str, dict[str, Path]] = {}
    changed: dict[str, str] = {}
    for submission in grades.submissions:
        student = submission.person.id
        folder = Path(directory.format_path(directory.autograded_directory, student, assignment))
        handed_in = Path(directory.format_path(directory.submitted_directory, student, assignment))
        pages = Path(directory.format_path(directory.feedback_directory, student, assignment))
        graded[student] = read_graded_folder(folder, questions)
        feedback[student] = {page.stem: page for page in pages.glob("*.html")}
        if since := what_changed(provenance_of(folder), provenance_now(course, assignment, handed_in)):
            changed[student] = "; ".join(since)
    if not anonymous:
        formgrader = f"{server}/formgrader" if server else ""
        return summarise(grades, graded, changed, questions, feedback=feedback, formgrader=formgrader)
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
        (made / PAGE).write_text(render(report, target), encoding="utf-8", errors="replace")
        tables = write_tables(report, made)
        moved = [Path(shutil.move(path, target / f"{prefix}{path.name}")) for path in [made / PAGE, *tables]]
    return WrittenReport(moved[0], moved[1:])
