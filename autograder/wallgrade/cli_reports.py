"""The commands of `wallgrade` that report on a class and export grades, results and questions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wallgrade.classreport import texts as report_texts
from wallgrade.classreport.build import class_report, write_report

app = typer.Typer()
console = Console()

CourseOption = Annotated[Path | None, typer.Option(help="The course's folder (default: here or above).")]
AssignmentArgument = Annotated[str, typer.Argument(help="The assignment's name.")]
DEFAULT_ASSIGNMENT = "softmax_regression"


@app.command()
def report(
    assignment: AssignmentArgument = DEFAULT_ASSIGNMENT,
    course: CourseOption = None,
    target: Annotated[Path | None, typer.Option(help="Folder to write to (default: reports/ASSIGNMENT).")] = None,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Pseudonyms in the place of names.")] = False,
) -> None:
    """Write the report on a class: one HTML page and the same numbers as CSV."""
    root = _course(course)
    written = write_report(class_report(root, assignment, anonymous=anonymous), target or root / "reports" / assignment)
    _say(report_texts.WRITTEN.format(page=written.page, tables=", ".join(path.name for path in written.tables)))


def _course(given: Path | None) -> Path:
    from wallgrade.cli import find_course  # that module imports this one

    return find_course(given)


def _say(text: str) -> None:
    console.print(text, soft_wrap=True, highlight=False, markup=False)
