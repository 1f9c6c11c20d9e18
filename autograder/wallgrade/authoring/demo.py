"""`wallgrade demo`: a simulated class, graded by the real nbgrader, in a course folder of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from wallgrade.authoring import messages
from wallgrade.authoring.catalogue import catalogue_folder
from wallgrade.authoring.course_copy import copy_course
from wallgrade.authoring.make_submission import reference_cells, write_submission
from wallgrade.authoring.nbgrader_command import run_nbgrader
from wallgrade.authoring.simulated_class import SimulatedClass, load_class
from wallgrade.course import Course
from wallgrade.gradebook.scores import AssignmentGrades, course_directory, course_grades

ROOMY = 120
MADE_BY_US = ".made-by-wallgrade-demo"


class DemoRefused(Exception):
    """The demo would overwrite something that it did not make."""


def run_demo(root: Path, assignment: str, target: Path, console: Console) -> AssignmentGrades:
    """Make, grade and show a simulated class of the course in `root`; everything is written below `target`.

    A target that the demo made before is emptied first; any other that has something in it is refused.
    """
    course = Course.from_directory(course_directory(root))
    simulated = load_class(catalogue_folder(course, assignment), reference_cells(course.lesson(assignment).root))
    start_clean(target)
    copy_course(root, assignment, target)
    choose_data(course, assignment, simulated, console)
    if (root / "data").is_dir():  # perhaps downloaded just now; nbgrader will look beside its own course
        (target / "data").symlink_to(root / "data", target_is_directory=True)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    ) as progress:
        _make_and_grade(target, assignment, simulated, progress)
    grades = course_grades(course_directory(target), assignment)
    about = {student.id: student.about for student in simulated.students}
    console.print(grade_table(grades, about, console.width))
    console.print(
        messages.DEMO_NEXT.format(
            csv=target / "grades.csv",
            feedback=target / "feedback" / simulated.students[1].id / assignment,
            course=target,
            jupyter=Path(sys.executable).with_name("jupyter"),
        ),
        soft_wrap=True,
        highlight=False,
    )
    return grades


def start_clean(target: Path) -> None:
    """An empty folder with our mark in it; DemoRefused when it holds something that is not ours."""
    if target.exists():
        if any(target.iterdir()) and not (target / MADE_BY_US).is_file():
            raise DemoRefused(messages.DEMO_REFUSED.format(folder=target))
        shutil.rmtree(target)
    target.mkdir(parents=True)
    (target / MADE_BY_US).touch()


def choose_data(course: Course, assignment: str, simulated: SimulatedClass, console: Console) -> None:
    """Use the lesson's data if it can be had; otherwise its stand-in, and say so."""
    try:
        with contextlib.chdir(course.root):
            course.lesson(assignment).preload()
    except RuntimeError as error:
        if not simulated.without_data:
            raise
        console.print(messages.DEMO_STAND_IN.format(reason=error), style="yellow", soft_wrap=True, highlight=False)
        os.environ.update(simulated.without_data)


def _make_and_grade(target: Path, assignment: str, simulated: SimulatedClass, progress: Progress) -> None:
    steps = progress.add_task("nbgrader generate_assignment", total=len(simulated.students) + 3)
    run_nbgrader(target, "generate_assignment", assignment, "--force")
    progress.update(steps, advance=1, description="writing the submissions")
    release = target / "release" / assignment
    for student in simulated.students:
        write_submission(release, target / "submitted" / student.id / assignment, student.cells)

    def show(line: str) -> None:
        if "Creating/updating student" in line:
            name = line.split("'")[1]
            progress.update(steps, description=f"nbgrader autograde: {name}")
        elif "Setting destination file permissions" in line:
            progress.advance(steps)

    run_nbgrader(target, "autograde", assignment, each_line=show)
    progress.update(steps, description="nbgrader generate_feedback")
    run_nbgrader(target, "generate_feedback", assignment)
    progress.update(steps, advance=1, description="nbgrader export")
    run_nbgrader(target, "export", "--exporter=wallgrade.exports.GradesCsv")
    progress.update(steps, advance=1, description="done")


def grade_table(grades: AssignmentGrades, about: dict[str, str], width: int) -> Table:
    """Students by items; a question mark stands where a human must look.

    What each student handed in is a column where there is room for it, and a list below where there is none.
    """
    roomy = width >= ROOMY
    table = Table(title=messages.DEMO_TABLE, box=SIMPLE_HEAD, padding=(0, 1 if roomy else 0), title_justify="left")
    table.add_column("student", no_wrap=True)
    for item in grades.items:
        table.add_column(item.replace("_", "\n"), justify="right", no_wrap=True)
    table.add_column("total", justify="right", style="bold", no_wrap=True)
    if roomy:
        table.add_column("what they handed in")
    for student, scores in grades.by_student.items():
        cells = [student, *("?" if score.needs_manual_grade else f"{score.score:g}" for score in scores)]
        waits = any(score.points is None for score in scores)
        cells.append(f"{sum(score.points or 0.0 for score in scores):g}{'?' if waits else ''}")
        table.add_row(*cells, *([about.get(student, "")] if roomy else []))
    if not roomy:
        table.caption = "\n".join(f"{student}: {text}" for student, text in about.items())
        table.caption_justify = "left"
    return table
