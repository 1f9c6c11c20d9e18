"""The commands of `wallgrade` for a course that exists already: a lesson comes in, and leaves."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from wallgrade.cli.options import CourseOption, console, find_course

app = typer.Typer()
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")]


@app.command()
def add(
    lesson: Annotated[str, typer.Argument(help="A lesson that comes with the kit.", show_default=False)],
    name: Annotated[str, typer.Option("--as", help="The assignment's name here (default: the lesson's).")] = "",
    course: CourseOption = None,
    dry_run: DryRun = False,
) -> None:
    """Add a lesson to a course that exists already: copy it, configure nbgrader, generate the release."""
    from wallgrade.adoption.add import add_lesson

    root = _go_to(course)
    with _refusing():
        add_lesson(root, lesson, name or lesson, _say, dry_run=dry_run)


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="The assignment's name in the course.", show_default=False)],
    grades: Annotated[
        bool | None,
        typer.Option("--grades/--keep-grades", help="What becomes of work that was handed in and graded."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Also masters that were changed since they came.")] = False,
    course: CourseOption = None,
    dry_run: DryRun = False,
) -> None:
    """Take a lesson out of a course; with the last one, all that the kit brought."""
    from wallgrade.adoption.remove import remove_lesson

    root = _go_to(course)
    with _refusing():
        remove_lesson(root, name, _say, grades=grades, force=force, dry_run=dry_run)


@contextlib.contextmanager
def _refusing() -> Iterator[None]:
    """A course that cannot be written to is one sentence too."""
    from sqlalchemy.exc import SQLAlchemyError

    from wallgrade.adoption.place import AdoptionRefused
    from wallgrade.autograde.lock import AnotherGrader

    try:
        yield
    except (AnotherGrader, OSError, SQLAlchemyError) as error:
        raise AdoptionRefused(str(error)) from None


def _go_to(course: Path | None) -> Path:
    """The course's folder, now also the current one: a configuration may name files from there."""
    root = find_course(course)
    os.chdir(root)
    return root


def _say(text: str) -> None:
    console.print(text, soft_wrap=True, highlight=False, markup=False)
