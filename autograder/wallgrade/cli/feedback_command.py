"""`wallgrade feedback`: nbgrader's `generate_feedback`, several students at a time."""

from __future__ import annotations

import logging
import os
from typing import Annotated

import typer

from wallgrade.cli.options import AssignmentArgument, CourseOption, console, cores, find_assignment


def feedback(
    context: typer.Context,
    assignment: AssignmentArgument = None,
    course: CourseOption = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes that make pages (default: one per core).")] = None,
    student: Annotated[str, typer.Option(help="Only this student (may have * in it).")] = "",
    force: Annotated[bool, typer.Option("--force", help="Make pages anew that are current, too.")] = False,
) -> None:
    """Make the feedback pages of a class. Options of `nbgrader generate_feedback` are understood too."""
    from nbgrader.apps.generatefeedbackapp import GenerateFeedbackApp
    from nbgrader.converters.base import NbGraderException

    from wallgrade.reports.feedback import messages
    from wallgrade.reports.feedback.converter import LessonGenerateFeedback

    root, assignment = find_assignment(course, assignment)
    os.chdir(root)
    app = GenerateFeedbackApp()
    options = [*(["--force"] if force else []), *([f"--student={student}"] if student else []), *context.args]
    app.initialize(options, root=str(root))
    app.log.setLevel(logging.WARNING)  # nbgrader tells of every file
    app.coursedir.assignment_id = assignment
    converter = LessonGenerateFeedback(coursedir=app.coursedir, parent=app)
    converter.jobs = jobs or cores()
    status = 0
    try:
        converter.start()
    except NbGraderException:
        status = 1
    text = messages.PAGES_MADE.format(made=len(converter.made), current=converter.current)
    console.print(text, highlight=False, soft_wrap=True)
    if status:
        raise typer.Exit(status)
