"""What the gradebook holds on one assignment, as plain data: people, items and scores.

The database is the one that nbgrader's configuration names, so a gradebook on PostgreSQL is read as well.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.apps import NbGrader
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.orm import joinedload, selectinload, undefer

from wallgrade.gradebook import messages

SQLITE = "sqlite:///"
Status = Literal["waiting", "waiting again", "by hand", "automatic"]


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
    """One item of one submission, in nbgrader's terms: final, or waiting for a person to decide.

    This is the one rule: an item waits as long as nbgrader says that it needs a manual grade. Until then a score is a
    proposal, whoever made it; a score by hand that waits is one whose work changed since.
    """

    item: str
    score: float
    max_score: float
    needs_manual_grade: bool = False
    by_hand: bool = False
    notebook: str = ""

    @property
    def points(self) -> float | None:
        """The score, once it is final."""
        return None if self.needs_manual_grade else self.score

    @property
    def status(self) -> Status:
        """Where the item stands."""
        if self.needs_manual_grade:
            return "waiting again" if self.by_hand else "waiting"
        return "by hand" if self.by_hand else "automatic"


@dataclass(frozen=True)
class StudentScores:
    """One student's scores in the notebooks' order, and the penalties for lateness by notebook."""

    person: Student
    scores: tuple[ItemScore, ...]
    penalties: Mapping[str, float] = field(default_factory=dict)
    timestamp: str = ""
    seconds_late: float = 0.0
    pages: Mapping[str, str] = field(default_factory=dict)  # by notebook: what nbgrader's formgrader calls it

    @property
    def penalty(self) -> float:
        """What is taken off for lateness."""
        return sum(self.penalties.values())

    @property
    def waiting(self) -> tuple[str, ...]:
        """The items that a person still has to decide."""
        return tuple(score.item for score in self.scores if score.needs_manual_grade)

    @property
    def final(self) -> bool:
        """Whether nothing waits any more."""
        return not self.waiting

    @property
    def total(self) -> float:
        """The points so far, after the penalty for lateness, as nbgrader's own export gives them."""
        return max(0.0, sum(score.points or 0.0 for score in self.scores) - self.penalty)


@dataclass(frozen=True)
class GradedWork:
    """One submission's scores, and what people wrote on it, by notebook and cell.

    The grader's own notes are in the reports, and not among the comments.
    """

    scores: StudentScores
    comments: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class AssignmentGrades:
    """All submissions to one assignment; `items` are points by item, `absent` are those who handed in nothing."""

    assignment: str
    items: dict[str, float]
    submissions: tuple[StudentScores, ...]
    absent: tuple[Student, ...] = ()

    @property
    def by_student(self) -> dict[str, tuple[ItemScore, ...]]:
        """The scores by student's id."""
        return {submission.person.id: submission.scores for submission in self.submissions}


def course_directory(root: Path) -> CourseDirectory:
    """The course in `root` as nbgrader itself would see it, with its configuration loaded."""
    app = NbGrader()
    app.load_cwd_config, app.log_level = False, logging.ERROR
    app.initialize([], root=str(root))
    app.coursedir.config = app.config  # it was made before the configuration was read
    return app.coursedir


def course_grades(directory: CourseDirectory, assignment: str) -> AssignmentGrades:
    """The grades of one assignment in the course's gradebook; NoGrades instead of making an empty one."""
    url = str(directory.db_url)
    if url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).is_file():
        raise NoGrades(messages.NO_GRADEBOOK.format(file=url.removeprefix(SQLITE)))
    with Gradebook(url, directory.course_id) as gradebook:
        return read_grades(gradebook, assignment)


def read_grades(gradebook: Gradebook, assignment: str) -> AssignmentGrades:
    """The grades of one assignment, students by id; NoGrades when nbgrader does not know it."""
    items = item_points(gradebook, assignment)
    submissions = sorted(_submissions(gradebook, assignment), key=lambda one: one.student.id)
    present = {submission.student.id for submission in submissions}
    absent = sorted((student for student in gradebook.students if student.id not in present), key=lambda s: s.id)
    return AssignmentGrades(
        assignment,
        items,
        tuple(_submission(submission, list(items)) for submission in submissions),
        tuple(_person(student) for student in absent),
    )


def students_of(gradebook: Gradebook) -> list[Student]:
    """Everybody in the gradebook."""
    return [_person(student) for student in gradebook.students]


def read_student_scores(gradebook: Gradebook, assignment: str, student: str) -> StudentScores:
    """The scores of one submission, which must be there."""
    return read_graded_work(gradebook, assignment, student, list(item_points(gradebook, assignment))).scores


def read_graded_work(gradebook: Gradebook, assignment: str, student: str, items: list[str]) -> GradedWork:
    """What is stored of one submission, which must be there; `items` are all of the assignment's, in order."""
    submission = _submissions(gradebook, assignment).filter(SubmittedAssignment.student_id == student).one_or_none()
    if submission is None:
        raise MissingEntry(f"No such submission: {assignment} for {student}")
    comments = {
        notebook.name: {comment.name: comment.manual_comment or "" for comment in notebook.comments}
        for notebook in submission.notebooks
    }
    return GradedWork(_submission(submission, items), comments)


def _submissions(gradebook: Gradebook, assignment: str) -> Any:
    """The query for an assignment's submissions with all that is read of them, in a few queries for any number."""
    of_a_notebook = (
        joinedload(SubmittedNotebook.notebook),
        selectinload(SubmittedNotebook.grades).options(joinedload(Grade.cell), undefer(Grade.max_score)),
        selectinload(SubmittedNotebook.comments).joinedload(Comment.cell),
    )
    return (
        gradebook.db.query(SubmittedAssignment)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == assignment)
        .options(
            joinedload(SubmittedAssignment.student),
            joinedload(SubmittedAssignment.assignment),
            selectinload(SubmittedAssignment.notebooks).options(*of_a_notebook),
        )
    )


def item_points(gradebook: Gradebook, assignment: str) -> dict[str, float]:
    """The assignment's items in the notebooks' order, with their points."""
    try:
        notebooks = gradebook.find_assignment(assignment).notebooks
    except MissingEntry:
        raise NoGrades(messages.NOT_IN_GRADEBOOK.format(assignment=assignment)) from None
    in_order = sorted(notebooks, key=lambda notebook: notebook.name)
    return {cell.name: float(cell.max_score) for notebook in in_order for cell in _in_order(notebook)}


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
    scores = [
        ItemScore(
            grade.name,
            float(grade.score),
            float(grade.max_score),
            bool(grade.needs_manual_grade),
            by_hand=grade.manual_score is not None,
            notebook=notebook.name,
        )
        for notebook in submission.notebooks
        for grade in notebook.grades
        if grade.name in order
    ]
    return StudentScores(
        _person(submission.student),
        tuple(sorted(scores, key=lambda score: order.index(score.item))),
        {notebook.name: float(notebook.late_submission_penalty or 0) for notebook in submission.notebooks},
        submission.timestamp.isoformat(sep=" ") if submission.timestamp else "",
        float(submission.total_seconds_late),
        {notebook.name: str(notebook.id) for notebook in submission.notebooks},
    )
