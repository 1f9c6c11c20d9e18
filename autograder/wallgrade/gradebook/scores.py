"""What the gradebook holds on one assignment, as plain data: people, items and scores.

The database is the one that nbgrader's configuration names, so a gradebook on PostgreSQL is read as well.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGrader
from nbgrader.coursedir import CourseDirectory

from wallgrade.gradebook import messages

SQLITE = "sqlite:///"


class NoGrades(Exception):
    """There is nothing to report on; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Student:
    """A student as the gradebook knows them; everything but `id` may be empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def name(self) -> str:
        """The full name, or the id when there is none."""
        return " ".join(filter(None, [self.first_name, self.last_name])) or self.id


@dataclass(frozen=True)
class ItemScore:
    """One item of one submission; `score` is None while a person still has to decide."""

    item: str
    score: float | None
    max_score: float
    by_hand: bool = False


@dataclass(frozen=True)
class StudentScores:
    """One student's scores, in the notebooks' order."""

    person: Student
    scores: tuple[ItemScore, ...]
    penalty: float = 0.0
    timestamp: str = ""

    @property
    def waiting(self) -> tuple[str, ...]:
        """The items that a person still has to decide."""
        return tuple(score.item for score in self.scores if score.score is None)

    @property
    def total(self) -> float:
        """The points so far, after the penalty for lateness, as nbgrader's own export gives them."""
        return max(0.0, sum(score.score or 0.0 for score in self.scores) - self.penalty)


@dataclass(frozen=True)
class AssignmentGrades:
    """All submissions to one assignment; `items` are points by item, `absent` are those who handed in nothing."""

    assignment: str
    items: dict[str, float]
    submissions: tuple[StudentScores, ...]
    absent: tuple[Student, ...] = ()


def course_directory(root: Path) -> CourseDirectory:
    """The course in `root` as nbgrader itself would see it, with its configuration loaded."""
    app = NbGrader()
    app.load_cwd_config, app.log_level = False, logging.ERROR
    app.initialize([], root=str(root))
    return app.coursedir


@contextmanager
def gradebook_of(directory: CourseDirectory) -> Iterator[Gradebook]:
    """The course's gradebook; NoGrades instead of making an empty one."""
    url = str(directory.db_url)
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).is_file():
        raise NoGrades(messages.NO_GRADEBOOK.format(file=url.removeprefix(SQLITE)))
    with Gradebook(url, directory.course_id) as gradebook:
        yield gradebook


def read_grades(gradebook: Gradebook, assignment: str) -> AssignmentGrades:
    """The grades of one assignment, students by id; NoGrades when nbgrader does not know it."""
    try:
        found = gradebook.find_assignment(assignment)
    except MissingEntry:
        raise NoGrades(messages.NOT_IN_GRADEBOOK.format(assignment=assignment)) from None
    cells = {
        cell.name: float(cell.max_score)
        for notebook in sorted(found.notebooks, key=lambda notebook: notebook.name)
        for cell in _in_order(notebook)
    }
    submissions = sorted(gradebook.assignment_submissions(assignment), key=lambda one: one.student.id)
    present = {submission.student.id for submission in submissions}
    absent = sorted((student for student in gradebook.students if student.id not in present), key=lambda s: s.id)
    return AssignmentGrades(
        assignment,
        cells,
        tuple(_submission(submission, list(cells)) for submission in submissions),
        tuple(_person(student) for student in absent),
    )


def _in_order(notebook: Any) -> list[Any]:
    """The graded cells of a notebook as they stand in it; the database returns them in any order."""
    places = {cell.name: place for place, cell in enumerate(notebook.source_cells)}
    graded = [*notebook.grade_cells, *notebook.task_cells]
    return sorted(graded, key=lambda cell: (places.get(cell.name, len(places)), cell.name))


def _person(student: Any) -> Student:
    return Student(
        student.id,
        student.first_name or "",
        student.last_name or "",
        student.email or "",
        student.lms_user_id or "",
    )


def _submission(submission: Any, order: list[str]) -> StudentScores:
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades if grade.name in order]
    scores = tuple(
        ItemScore(
            grade.name,
            None if grade.needs_manual_grade else float(grade.score),
            float(grade.max_score),
            by_hand=grade.manual_score is not None,
        )
        for grade in sorted(grades, key=lambda grade: order.index(grade.name))
    )
    stamp = submission.timestamp.isoformat(sep=" ") if submission.timestamp else ""
    return StudentScores(_person(submission.student), scores, float(submission.late_submission_penalty or 0), stamp)


@dataclass(frozen=True)
class StoredGrade:
    """One item of one submission as the gradebook has it; `score` in points."""

    item: str
    score: float
    max_score: float
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
