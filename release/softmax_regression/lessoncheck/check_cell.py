"""`check("softmax")`: the check cell. Runs an item's public checks on the functions of this notebook."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from lessoncheck import messages
from lessoncheck.cell_execution import Namespace
from lessoncheck.interruption import interrupted
from lessoncheck.lesson import LessonFolder
from lessoncheck.notebook_names import INSIDE_GRADER
from lessoncheck.pytest_plugin import CheckSession
from lessoncheck.report import as_html, as_text
from lessoncheck.results import CheckResult, ItemReport
from lessoncheck.runner import run_checks
from lessoncheck.running_notebook import RunningNotebook
from lessoncheck.student import LocalStudent


class ChecksNotPassed(Exception):
    """Raised by a check cell only where somebody must be told by an error (`nbgrader validate`)."""

    def _render_traceback_(self) -> list[str]:
        """IPython shows these lines instead of a traceback."""
        return [str(self)]


def check(item: str) -> None:
    """Check one item of this notebook and show the report below the cell.

    Runs the public checks; grading repeats them on other inputs. Nothing is changed or stored, so it may be
    run as often as you like. Under `nbgrader validate` a failed check also raises.
    """
    if os.environ.get(INSIDE_GRADER):
        return
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        raise ChecksNotPassed(messages.NOT_JUDGED)
    folder = LessonFolder(_lesson_root())
    namespace = _names_of_the_caller()
    student = folder.student_in(namespace)
    try:
        report = _stopped(item, namespace) or run_checks(folder.checks, [item], CheckSession(lambda _: student))[item]
    except KeyboardInterrupt as interrupt:
        _show_printed(student)
        raise interrupted(interrupt) from None
    _show(report)
    _show_printed(student)
    if os.environ.get("NBGRADER_EXECUTION") == "validate" and not report.ok:
        first = next((result.message for result in report.results if result.status != "passed"), "")
        raise ChecksNotPassed(
            messages.VALIDATION_FAILED.format(
                item=item, passing=messages.passing(report.passed, report.total, public=True), message=first
            )
        )


def _lesson_root() -> Path:
    """The folder that holds `checks`: where the notebook runs, or where this package lies in a release."""
    for root in (Path.cwd(), Path(__file__).resolve().parent.parent):
        if (root / "checks" / "drivers.py").is_file():
            return root
    raise FileNotFoundError(messages.NO_CHECKS_FOLDER)


def _names_of_the_caller() -> Namespace:
    """The names of the notebook; outside IPython, those of the module that called `check`."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    return Namespace(sys._getframe(2).f_globals) if shell is None else RunningNotebook(shell)


def _stopped(item: str, namespace: Namespace) -> ItemReport | None:
    """Instead of a report on the function of before: that its cell's last edit did not run."""
    error = namespace.error_of_last_edit(item) if isinstance(namespace, RunningNotebook) else None
    if error is None:
        return None
    message, details = messages.last_edit(error)
    hint = messages.LAST_EDIT_HINT.format(name=item)
    title = messages.LAST_EDIT_TITLE
    failed = CheckResult(item, "ran", title, "failed", message=message, details=details, hint=hint, stopped="not run")
    return ItemReport(item, (failed,))


def _show_printed(student: LocalStudent) -> None:
    if lines := student.printed.lines():
        print(messages.PRINTED, *lines, sep="\n")


def _show(report: ItemReport) -> None:
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        print(as_text(report))
    else:
        display({"text/html": as_html(report), "text/plain": as_text(report)}, raw=True)
