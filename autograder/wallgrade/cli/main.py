"""The `wallgrade` command."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from wallgrade.cli import messages
from wallgrade.cli.adopt_commands import app as adoption
from wallgrade.cli.author_commands import app as authors
from wallgrade.cli.feedback_command import feedback
from wallgrade.cli.grade_command import grade
from wallgrade.cli.options import AssignmentArgument, CourseOption, console, find_assignment
from wallgrade.cli.report_commands import app as reports
from wallgrade.cli.roster_command import app as roster

if TYPE_CHECKING:
    from wallgrade.course import Course
    from wallgrade.sandbox.doctor import Diagnosis

app = typer.Typer(help="Grade nbgrader assignments across a wall.", no_args_is_help=True, add_completion=False)
app.add_typer(reports)
app.add_typer(authors)
app.add_typer(roster)
app.add_typer(adoption)

COULD_NOT_BE_TOLD = 3  # the doctor's exit status (2 is that of a wrong command line)
MARKS = {
    True: "[green]✓ holds[/green]",
    False: "[red]✗ does not hold[/red]",
    None: "[yellow]? could not be told[/yellow]",
}


@app.command()
def demo(
    assignment: AssignmentArgument = None,
    course: CourseOption = None,
    target: Annotated[Path | None, typer.Option(help="Where to put the class (default: demo/ in the course).")] = None,
) -> None:
    """Make a simulated class, grade it with nbgrader, and show the scores."""
    from wallgrade.authoring.demo import run_demo

    root, assignment = find_assignment(course, assignment)
    run_demo(root, assignment, (target or root / "demo").resolve(), console)


@app.command()
def release(assignment: AssignmentArgument = None, course: CourseOption = None) -> None:
    """Make release/ and the solutions' folder anew from source/."""
    from wallgrade.authoring.release import built, render_quiz_into_source, solution_files
    from wallgrade.autograde.lock import sole_grader
    from wallgrade.course import Course
    from wallgrade.files import replace_folder
    from wallgrade.gradebook.scores import course_directory
    from wallgrade.lint.lint import must_be_sound

    root, assignment = find_assignment(course, assignment)
    found = Course.from_directory(course_directory(root))
    must_be_sound(found, assignment)
    render_quiz_into_source(found, assignment)
    with_solutions = has_data(found, assignment)
    alone = sole_grader(found.private_folder(), 0, shared=found.shared)  # nobody grades with half a release
    with console.status(messages.RELEASING), built(root, assignment, solutions=with_solutions) as made, alone:
        replace_folder(made / "release" / assignment, root / found.release / assignment, shared=found.shared)
        if with_solutions:
            solutions = solution_files(made / "solutions" / assignment)
            replace_folder(solutions, root / found.solution / assignment, shared=found.shared)
    for folder in (found.release, found.solution) if with_solutions else (found.release,):
        console.print(messages.RELEASE_WRITTEN.format(folder=f"{folder}/{assignment}"))


app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(grade)
app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(feedback)


@app.command()
def doctor() -> None:
    """Try out whether this machine can hold a stranger's code.

    Exit status 1: it cannot; 3: that could not be told, because the machine is too busy.
    """
    from wallgrade.sandbox.doctor import advice, diagnose, import_fault, machine
    from wallgrade.sandbox.messages import DOCTOR_NO_PACKAGE

    console.print(machine(), highlight=False)
    found = diagnose("sandbox")
    show_diagnosis(found)
    if reason := import_fault("torchvision"):  # most public solutions import it
        line = DOCTOR_NO_PACKAGE.format(package="torchvision", reason=reason)
        console.print(line, style="yellow", soft_wrap=True, highlight=False, markup=False)
    if found.sound:
        console.print(messages.DOCTOR_SOUND, style="green")
        return
    if found.undecided:
        console.print(messages.DOCTOR_UNTOLD, style="yellow", soft_wrap=True)
        raise typer.Exit(COULD_NOT_BE_TOLD)
    console.print(found.unavailable or messages.DOCTOR_BROKEN, style="red", soft_wrap=True, highlight=False)
    for line in advice():
        console.print(line, soft_wrap=True, highlight=False)
    if found.unavailable:
        console.print(messages.DOCTOR_TRUSTED, soft_wrap=True, highlight=False)
        show_diagnosis(diagnose("trusted"))
    raise typer.Exit(1)


def show_diagnosis(found: Diagnosis) -> None:
    """One line for each thing that must hold."""
    for finding in found.findings:
        seen = f"([dim]{escape(finding.seen)}[/dim])"
        console.print(f"  {MARKS[finding.held]}  {finding.name}", seen, highlight=False, soft_wrap=True)


def has_data(course: Course, assignment: str) -> bool:
    """Whether the masters can run here; if not, say why."""
    try:
        course.lesson(assignment).preload()
    except RuntimeError as error:
        console.print(messages.RELEASE_NO_DATA.format(reason=error), style="yellow", soft_wrap=True, highlight=False)
        return False
    return True


def main() -> None:
    """Run the command; what went wrong is one message, not a traceback."""
    # jsonschema, which comes with nbformat, would build a grammar of internationalised addresses as soon as it is
    # imported (docs/slow-import.md); no notebook has one.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    gc.set_threshold(100_000)  # by default the collector takes a sixth of the time that imports take
    try:
        app()
    except Exception as error:
        from wallgrade.cli.refusals import REFUSALS

        if not isinstance(error, REFUSALS):
            raise
        console.print(str(error), style="red", soft_wrap=True, highlight=False, markup=False)
        raise SystemExit(1) from None
