"""Opening the gradebook: for one use, or once for a whole run."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import or_
from sqlalchemy.engine import make_url

PATIENCE = 60  # seconds; the formgrader writes to the same file, and on a slow disk five are not enough


class GradebookAccess:
    """Opens a gradebook. To open one costs as much as to store a submission, so a run can keep its own."""

    def __init__(self, url: str, course_id: str) -> None:
        place = make_url(url)
        self.file = Path(place.database) if place.get_backend_name() == "sqlite" and place.database else None
        if self.file and "timeout" not in place.query:
            place = place.update_query_dict({"timeout": str(PATIENCE)})
        self._url = place.render_as_string(hide_password=False)
        self._course_id = course_id
        self._keeping = False
        self._kept: Gradebook | None = None

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """While the block runs, uses share one connection."""
        self._keeping = True
        try:
            yield
        finally:
            self._keeping = False
            self.let_go()

    @contextlib.contextmanager
    def open(self) -> Iterator[Gradebook]:
        """The gradebook. What the block does not commit is undone, and nothing it read is remembered."""
        gradebook = self._kept or Gradebook(self._url, self._course_id)
        if self._keeping:
            self._kept = gradebook
        try:
            yield gradebook
            gradebook.db.rollback()
        except BaseException:
            self.let_go()  # the next use gets a connection of its own
            raise
        finally:
            if self._kept is None:
                gradebook.close()

    @property
    def is_writable(self) -> bool:
        """Whether this account may write; a database server is asked when there is something to write."""
        if self.file is None or not self.file.exists():
            return True
        return os.access(self.file, os.W_OK) and os.access(self.file.parent, os.W_OK)  # SQLite writes beside it too

    def has_grades(self, assignment: str) -> bool:
        """Whether anything of an assignment was scored. A gradebook that is not there is not made."""
        if self.file is not None and not self.file.is_file():
            return False
        with self.open() as gradebook:
            grades = (
                gradebook.db.query(Grade.id)
                .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
                .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
                .filter(or_(Grade.auto_score.is_not(None), Grade.manual_score.is_not(None)))
            )
            return _of(assignment, grades).first() is not None

    def submitters(self, assignment: str) -> set[str]:
        """The ids of the students of whom a submission is stored."""
        with self.open() as gradebook:
            students = gradebook.db.query(Student.id)
            students = students.join(SubmittedAssignment, SubmittedAssignment.student_id == Student.id)
            return {student for (student,) in _of(assignment, students)}

    def let_go(self) -> None:
        """Close the connection that is kept; the next use opens another."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None


def _of(assignment: str, submissions: Any) -> Any:
    named = submissions.join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
    return named.filter(Assignment.name == assignment)
