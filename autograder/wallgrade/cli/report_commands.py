"""The commands of `wallgrade` that report on a class and export grades, results and questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wallgrade.cli.options import AssignmentArgument, CourseOption, console, find_assignment
from wallgrade.reports.class_report import messages as report_texts
from wallgrade.reports.exports import messages as export_texts
from wallgrade.reports.exports.visibility import Visibility

if TYPE_CHECKING:
    from wallgrade.reports.exports.results import SubmissionResult

app = typer.Typer()


@app.command()
def report(
    assignment: AssignmentArgument = None,
    course: CourseOption = None,
    target: Annotated[Path | None, typer.Option(help="Folder to write to (default: reports/ASSIGNMENT).")] = None,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Pseudonyms in the place of names.")] = False,
) -> None:
    """Write the report on a class: one HTML page and the same numbers as CSV."""
    from wallgrade.course import Course
    from wallgrade.files import share_with_group
    from wallgrade.gradebook.scores import course_directory
    from wallgrade.reports.class_report.build import class_report, write_report

    root, assignment = find_assignment(course, assignment)
    folder = target or root / "reports" / assignment
    written = write_report(class_report(root, assignment, anonymous=anonymous), folder)
    if target is None and Course.from_directory(course_directory(root)).shared:
        share_with_group(folder.parent)
    _say(report_texts.WRITTEN.format(page=written.page, tables=", ".join(path.name for path in written.tables)))


StudentArgument = Annotated[str, typer.Argument(help="The student's id, the name of their folder.")]
ResultsOption = Annotated[Path | None, typer.Option(help="Write Gradescope's results.json to this file.")]
JunitOption = Annotated[Path | None, typer.Option(help="Write JUnit XML to this file.")]
VisibilityOption = Annotated[Visibility, typer.Option(help="When Gradescope shows the results to the student.")]


@app.command()
def export_submission(
    student: StudentArgument,
    assignment: AssignmentArgument = None,
    course: CourseOption = None,
    results: ResultsOption = None,
    junit: JunitOption = None,
    visibility: VisibilityOption = "visible",
) -> None:
    """Write what the gradebook has of one submission as results.json or JUnit XML."""
    from wallgrade.gradebook.scores import course_directory, course_grades
    from wallgrade.reports.exports.results import from_gradebook

    _one_of({"--results": results, "--junit": junit})
    root, assignment = find_assignment(course, assignment)
    directory = course_directory(root)
    grades = course_grades(directory, assignment)
    autograded = Path(directory.format_path(directory.autograded_directory, student, assignment))
    _write_results(from_gradebook(grades, student, autograded), results, junit, visibility)


@app.command()
def grade_one(
    folder: Annotated[Path, typer.Argument(help="The folder with the submitted notebooks.")],
    assignment: AssignmentArgument = None,
    course: CourseOption = None,
    results: ResultsOption = None,
    junit: JunitOption = None,
    visibility: VisibilityOption = "visible",
) -> None:
    """Grade one folder of notebooks without a gradebook; the points are printed too."""
    from wallgrade.course import Course
    from wallgrade.gradebook.connection import GradebookAccess
    from wallgrade.gradebook.scores import course_directory
    from wallgrade.gradebook.secret import ensure_secret
    from wallgrade.judging.judge import Judge
    from wallgrade.reports.exports.results import grade_folder
    from wallgrade.sandbox.limits import limits_from

    root, assignment = find_assignment(course, assignment)
    directory = course_directory(root)
    here = Course.from_directory(directory)
    ensure_secret(here, assignment, GradebookAccess(directory.db_url, directory.course_id))
    judge = Judge(here, assignment, limits_from(directory.config))
    try:
        result = grade_folder(here, assignment, folder, judge)
    finally:
        judge.close()
    for item in result.items:
        _say(item.text)
    _say("\n".join([*result.notes, result.in_words()]))
    _write_results(result, results, junit, visibility)


@app.command()
def export_quiz(
    assignment: AssignmentArgument = None,
    course: CourseOption = None,
    moodle: Annotated[Path | None, typer.Option(help="Write Moodle XML to this file.")] = None,
    qti: Annotated[Path | None, typer.Option(help="Write an IMS QTI 2.1 package (zip) to this file.")] = None,
) -> None:
    """Write the quiz for other systems, with its keys and feedback."""
    from wallgrade.course import Course
    from wallgrade.gradebook.scores import NoGrades, course_directory
    from wallquiz.moodle import moodle_xml
    from wallquiz.qti import qti_package

    _one_of({"--moodle": moodle, "--qti": qti})
    root, assignment = find_assignment(course, assignment)
    quiz = Course.from_directory(course_directory(root)).quiz(assignment)
    if quiz is None:
        raise NoGrades(export_texts.NO_QUIZ.format(assignment=assignment))
    for path, content in ((moodle, moodle_xml(quiz, assignment)), (qti, qti_package(quiz, assignment))):
        if path is not None:
            path.write_bytes(content)
            _say(export_texts.WRITTEN.format(file=path))
    _say(export_texts.KEY_INSIDE)


def _write_results(result: SubmissionResult, results: Path | None, junit: Path | None, visibility: Visibility) -> None:
    from wallgrade.reports.exports.gradescope import gradescope_json
    from wallgrade.reports.exports.junit import junit_xml

    if results is not None:
        results.write_text(gradescope_json(result, visibility), encoding="utf-8")
    if junit is not None:
        junit.write_bytes(junit_xml(result))
    for path in filter(None, (results, junit)):
        _say(export_texts.WRITTEN.format(file=path))


def _one_of(given: dict[str, Path | None]) -> None:
    if not any(given.values()):
        raise typer.BadParameter(export_texts.NO_FORMAT.format(options=", ".join(given)))


def _say(text: str) -> None:
    console.print(text, soft_wrap=True, highlight=False, markup=False)
