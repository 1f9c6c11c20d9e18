"""What the commands share: the console, common options, finding the course.

A command imports what it needs when it is called: nbgrader alone takes longer to import than `--help` may take.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wallgrade.cli import messages

console = Console()
CourseOption = Annotated[Path | None, typer.Option(help="The course's folder (default: here or above).")]
AssignmentArgument = Annotated[
    str | None, typer.Argument(help="The lesson's name (default: the course's only one).", show_default=False)
]


def find_course(given: Path | None) -> Path:
    """The course folder: the one given, or the nearest one upwards that has an nbgrader_config.py."""
    start = (given or Path.cwd()).resolve()
    for folder in (start, *start.parents) if given is None else (start,):
        if (folder / "nbgrader_config.py").is_file():
            return folder
    raise typer.BadParameter(messages.NO_COURSE.format(folder=start))


def find_assignment(course: Path | None, given: str | None) -> tuple[Path, str]:
    """The course's folder, and the lesson's name: the one given, or that of the course's only lesson."""
    from wallgrade.course import Course
    from wallgrade.gradebook.scores import course_directory

    root = find_course(course)
    found = Course.from_directory(course_directory(root))
    lessons = found.lessons()
    if given and not found.is_lesson(given):
        raise typer.BadParameter(messages.NO_LESSON.format(name=given, lessons=", ".join(lessons) or messages.NONE))
    if given:
        return root, given
    if not lessons:
        raise typer.BadParameter(messages.NO_ASSIGNMENT.format(folder=root / found.source))
    if len(lessons) > 1:
        raise typer.BadParameter(messages.WHICH_ASSIGNMENT.format(names=", ".join(lessons)))
    return root, lessons[0]


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
