"""The `wallgrade` command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from lessoncheck.failures import GraderFault
from wallgrade import texts
from wallgrade.catalogue import CatalogueError
from wallgrade.classrun.command import grade
from wallgrade.cli_reports import app as reports
from wallgrade.course import Course
from wallgrade.demo import DemoRefused, run_demo
from wallgrade.doctor import Diagnosis, advice, diagnose, machine
from wallgrade.grades import NoGrades
from wallgrade.nbgrader_runs import NbgraderFailed
from wallgrade.release import built, render_quiz_into_source, solution_files, swap_in
from wallgrade.simulated_class import ClassError
from wallgrade.verification.run import show as show_verification
from wallgrade.verification.run import verify as verify_assignment
from wallgrade.zygote import SandboxUnavailable
from wallquiz.model import QuizError

app = typer.Typer(help="Grade nbgrader assignments across a wall.", no_args_is_help=True, add_completion=False)
app.add_typer(reports)
console = Console()

CourseOption = Annotated[Path | None, typer.Option(help="The course's folder (default: here or above).")]
AssignmentArgument = Annotated[str, typer.Argument(help="The assignment's name.")]
DEFAULT_ASSIGNMENT = "softmax_regression"
# errors whose message is one sentence for the person at the terminal
REFUSALS = (
    NbgraderFailed, DemoRefused, ClassError, CatalogueError, QuizError, NoGrades, SandboxUnavailable, GraderFault,
)  # fmt: skip


@app.command()
def demo(
    assignment: AssignmentArgument = DEFAULT_ASSIGNMENT,
    course: CourseOption = None,
    target: Annotated[Path | None, typer.Option(help="Where to put the class (default: demo/ in the course).")] = None,
) -> None:
    """Make a simulated class, grade it with nbgrader, and show the scores."""
    root = find_course(course)
    run_demo(root, assignment, (target or root / "demo").resolve(), console)


@app.command()
def release(assignment: AssignmentArgument = DEFAULT_ASSIGNMENT, course: CourseOption = None) -> None:
    """Make release/ and solutions/ anew from source/."""
    root = find_course(course)
    render_quiz_into_source(Course(root), assignment)
    with_solutions = has_data(Course(root), assignment)
    with console.status(texts.RELEASING), built(root, assignment, solutions=with_solutions) as made:
        swap_in(made / "release" / assignment, root / "release" / assignment)
        if with_solutions:
            swap_in(solution_files(made / "solutions" / assignment), root / "solutions" / assignment)
    for folder in ("release", "solutions") if with_solutions else ("release",):
        console.print(texts.RELEASE_WRITTEN.format(folder=f"{folder}/{assignment}"))


@app.command()
def verify(
    assignment: AssignmentArgument = DEFAULT_ASSIGNMENT,
    course: CourseOption = None,
    fast: Annotated[bool, typer.Option("--fast", help="Judge in this process, without nbgrader and the wall.")] = False,
    jobs: Annotated[int | None, typer.Option(min=1, help="Courses graded side by side.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Limit the catalogue to this item (may be repeated).")] = None,
    train: Annotated[bool, typer.Option("--train", help="Train with the mistakes too.")] = False,
    seed: Annotated[str, typer.Option(help="Draw inputs from this text instead of the course's secret.")] = "",
) -> None:
    """Grade the whole catalogue and compare with what must come of it; exit status 1 when anything is off."""
    found = verify_assignment(
        find_course(course), assignment, console, fast=fast, jobs=jobs, only=only or (), seed=seed, train=train
    )
    show_verification(found, console)
    if found.deviations:
        raise typer.Exit(1)


app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(grade)


@app.command()
def doctor() -> None:
    """Try out whether this machine can hold a stranger's code; exit status 1 when it cannot."""
    console.print(machine(), highlight=False)
    found = diagnose("sandbox")
    show_diagnosis(found)
    if found.sound:
        console.print(texts.DOCTOR_SOUND, style="green")
        return
    console.print(found.unavailable or texts.DOCTOR_BROKEN, style="red", soft_wrap=True, highlight=False)
    for line in advice():
        console.print(line, soft_wrap=True, highlight=False)
    if found.unavailable:
        console.print(texts.DOCTOR_TRUSTED, soft_wrap=True, highlight=False)
        show_diagnosis(diagnose("trusted"))
    raise typer.Exit(1)


def show_diagnosis(found: Diagnosis) -> None:
    """One line for each thing that must hold."""
    for finding in found.findings:
        mark = "[green]✓ holds[/green]" if finding.held else "[red]✗ does not hold[/red]"
        seen = f"([dim]{escape(finding.seen)}[/dim])"
        console.print(f"  {mark}  {finding.name}", seen, highlight=False, soft_wrap=True)


@app.command()
def pictures(
    assignment: AssignmentArgument = DEFAULT_ASSIGNMENT,
    course: CourseOption = None,
    target: Annotated[Path | None, typer.Option(help="Where to put them (default: docs/pictures).")] = None,
) -> None:
    """Take the documentation's pictures anew from the real pages (needs Chromium)."""
    from wallgrade.pictures.take import take_pictures  # playwright is there for developers only

    root = find_course(course)
    with console.status(texts.PICTURES):
        for file in take_pictures(root, assignment, target or root / "docs" / "pictures"):
            console.print(texts.PICTURE_WRITTEN.format(file=file), soft_wrap=True, highlight=False)


def has_data(course: Course, assignment: str) -> bool:
    """Whether the masters can run here; if not, say why."""
    try:
        course.lesson(assignment).preload()
    except RuntimeError as error:
        console.print(texts.RELEASE_NO_DATA.format(reason=error), style="yellow", soft_wrap=True, highlight=False)
        return False
    return True


def find_course(given: Path | None) -> Path:
    """The course folder: the one given, or the nearest one upwards that has an nbgrader_config.py."""
    start = (given or Path.cwd()).resolve()
    for folder in (start, *start.parents) if given is None else (start,):
        if (folder / "nbgrader_config.py").is_file():
            return folder
    raise typer.BadParameter(texts.NO_COURSE.format(folder=start))


def main() -> None:
    """Run the command; what went wrong is one message, not a traceback."""
    try:
        app()
    except REFUSALS as error:
        console.print(str(error), style="red", soft_wrap=True, highlight=False, markup=False)
        raise SystemExit(1) from None
