"""`check("softmax")`: the check cell. Runs an item's public checks on the functions of this notebook."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from lessoncheck import messages
from lessoncheck.lesson import LessonFolder
from lessoncheck.notebook_names import INSIDE_GRADER
from lessoncheck.pytest_plugin import CheckSession
from lessoncheck.report import as_html, as_text
from lessoncheck.results import ItemReport
from lessoncheck.runner import run_checks


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
    student = folder.student_in_namespace(_caller_names())
    report = run_checks(folder.checks, [item], CheckSession(lambda _: student))[item]
    _show(report)
    if os.environ.get("NBGRADER_EXECUTION") == "validate" and not report.ok:
        first = next((result.message for result in report.results if result.status != "passed"), "")
        raise ChecksNotPassed(
            messages.VALIDATION_FAILED.format(item=item, passed=report.passed, total=report.total, message=first)
        )


def _lesson_root() -> Path:
    """The folder that holds `checks`: where the notebook runs, or where this package lies in a release."""
    for root in (Path.cwd(), Path(__file__).resolve().parent.parent):
        if (root / "checks" / "drivers.py").is_file():
            return root
    raise FileNotFoundError(messages.NO_CHECKS_FOLDER)


def _caller_names() -> dict[str, Any]:
    """The names of the notebook; outside IPython, those of the module that called `check`."""
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is not None:
        names: dict[str, Any] = shell.user_ns
        return names
    return sys._getframe(2).f_globals


def _show(report: ItemReport) -> None:
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        print(as_text(report))
    else:
        display({"text/html": as_html(report), "text/plain": as_text(report)}, raw=True)
