"""Courses to grade in tests: copies of the second course, with submissions, graded by the real nbgrader."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from support.lesson import LINEAR, SECOND_COURSE
from support.once import Once
from wallgrade.authoring.make_submission import reference_cells, write_submission
from wallgrade.authoring.nbgrader_command import run_nbgrader
from wallgrade.gradebook.scores import ItemScore, course_directory, course_grades


class CourseOnDisk:
    """A course folder with its release made."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.source = root / "source" / LINEAR
        self.release = root / "release" / LINEAR
        self.reference = reference_cells(self.source)

    def submit(self, student: str, cells: Mapping[str, str] | None = None) -> Path:
        """Hand in the reference with these cells instead; returns the submitted notebook."""
        folder = self.root / "submitted" / student / LINEAR
        shutil.rmtree(folder, ignore_errors=True)
        write_submission(self.release, folder, self.reference | dict(cells or {}))
        return folder / f"{LINEAR}.ipynb"

    def autograde(self, *options: str) -> str:
        """Run `nbgrader autograde` and return its log."""
        return run_nbgrader(self.root, "autograde", LINEAR, "--force", *options)

    def grades(self) -> dict[str, dict[str, ItemScore]]:
        """Stored grades by student and item."""
        return {
            student: {grade.item: grade for grade in row}
            for student, row in course_grades(course_directory(self.root), LINEAR).by_student.items()
        }

    def scores(self) -> dict[str, dict[str, float]]:
        """Stored scores by student and item."""
        return {student: {item: grade.score for item, grade in row.items()} for student, row in self.grades().items()}


class CourseMaker:
    """Makes courses whose releases nbgrader generated once for the whole run."""

    def __init__(self, once: Once) -> None:
        self.once = once

    def __call__(self, target: Path) -> CourseOnDisk:
        """A copy of the second course, released, with an empty gradebook."""
        shutil.copytree(self.once.folder(LINEAR, _release), target)
        return CourseOnDisk(target)


def _release(target: Path) -> None:
    shutil.copytree(SECOND_COURSE, target, ignore=shutil.ignore_patterns("__pycache__"))
    run_nbgrader(target, "generate_assignment", LINEAR, "--force")
