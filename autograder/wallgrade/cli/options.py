"""What the commands share: the console, common options, finding the course."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wallgrade.cli import messages

console = Console()
CourseOption = Annotated[Path | None, typer.Option(help="The course's folder (default: here or above).")]
AssignmentArgument = Annotated[str, typer.Argument(help="The assignment's name.")]
DEFAULT_ASSIGNMENT = "softmax_regression"


def find_course(given: Path | None) -> Path:
    """The course folder: the one given, or the nearest one upwards that has an nbgrader_config.py."""
    start = (given or Path.cwd()).resolve()
    for folder in (start, *start.parents) if given is None else (start,):
        if (folder / "nbgrader_config.py").is_file():
            return folder
    raise typer.BadParameter(messages.NO_COURSE.format(folder=start))
