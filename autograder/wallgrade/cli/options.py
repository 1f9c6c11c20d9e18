"""What the commands share: the console, common options, finding the course."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wallgrade.cli import messages
from wallgrade.gradebook.scores import course_directory

console = Console()
CourseOption = Annotated[Path | None, typer.Option(help="The course's folder (default: here or above).")]
AssignmentArgument = Annotated[
    str | None, typer.Argument(help="The assignment's name (default: the course's only one).", show_default=False)
]


def find_course(given: Path | None) -> Path:
    """The course folder: the one given, or the nearest one upwards that has an nbgrader_config.py."""
    start = (given or Path.cwd()).resolve()
    for folder in (start, *start.parents) if given is None else (start,):
        if (folder / "nbgrader_config.py").is_file():
            return folder
    raise typer.BadParameter(messages.NO_COURSE.format(folder=start))


def find_assignment(course: Path | None, given: str | None) -> tuple[Path, str]:
    """The course's folder, and the assignment's name: the one given, or that of the only folder of masters."""
    root = find_course(course)
    if given:
        return root, given
    source = root / course_directory(root).source_directory
    there = sorted(path.name for path in source.glob("[!._]*") if path.is_dir())
    if not there:
        raise typer.BadParameter(messages.NO_ASSIGNMENT.format(folder=source))
    if len(there) > 1:
        raise typer.BadParameter(messages.WHICH_ASSIGNMENT.format(names=", ".join(there)))
    return root, there[0]
