"""Running the real nbgrader on a course, as an instructor would from the terminal, and reading its gradebook."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from wallgrade.grades import course_directory, gradebook_of

LOG_TAIL = 40


class NbgraderFailed(Exception):
    """An nbgrader command did not succeed; the message ends with the last lines of its log."""


def run_nbgrader(root: Path, *arguments: str, each_line: Callable[[str], None] | None = None) -> str:
    """Run `nbgrader ARGUMENTS` in the course folder and return its output; NbgraderFailed if it fails.

    `each_line` is called with every line of the log as it appears.
    """
    programs = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": os.pathsep.join([programs, os.environ.get("PATH", "")])}
    lines: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if each_line is not None:
                each_line(line)
    if process.returncode != 0:
        raise NbgraderFailed(f"`nbgrader {' '.join(arguments)}` failed:\n{''.join(lines[-LOG_TAIL:])}")
    return "".join(lines)


@dataclass(frozen=True)
class StoredGrade:
    """One item of one submission as the gradebook has it; `score` in points."""

    item: str
    score: float
    most: float
    needs_manual_grade: bool


def stored_grades(root: Path, assignment: str) -> dict[str, list[StoredGrade]]:
    """All submissions' grades by student, items in the notebooks' order, from the gradebook that the course names."""
    grades: dict[str, list[StoredGrade]] = {}
    with gradebook_of(course_directory(root)) as gradebook:
        notebooks = sorted(gradebook.find_assignment(assignment).notebooks, key=lambda notebook: notebook.name)
        order = [cell.name for notebook in notebooks for cell in notebook.source_cells]
        for submission in gradebook.assignment_submissions(assignment):
            found = [grade for notebook in submission.notebooks for grade in notebook.grades]
            grades[submission.student.id] = [
                StoredGrade(grade.name, grade.score, grade.max_score, grade.needs_manual_grade)
                for grade in sorted(found, key=lambda grade: order.index(grade.name))
            ]
    return dict(sorted(grades.items()))
