"""`wallgrade roster`: students into the gradebook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wallgrade.cli.options import CourseOption, console, find_course

app = typer.Typer()


@app.command()
def roster(
    file: Annotated[Path, typer.Argument(help="A CSV file of nbgrader's columns, or Moodle's or Canvas' export.")],
    course: CourseOption = None,
) -> None:
    """Add students to the gradebook, or update them; exit status 1 if a line had to be left out."""
    from nbgrader.api import Gradebook

    from wallgrade.gradebook.scores import course_directory
    from wallgrade.lms import messages
    from wallgrade.lms.roster import import_roster

    directory = course_directory(find_course(course))
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        count, problems = import_roster(file, gradebook)
    for problem in problems:
        console.print(problem, style="yellow", soft_wrap=True, highlight=False, markup=False)
    console.print(messages.IMPORTED.format(count=count, file=file), soft_wrap=True, highlight=False, markup=False)
    if problems:
        raise typer.Exit(1)
