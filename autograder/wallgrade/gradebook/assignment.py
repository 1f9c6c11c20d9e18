"""One assignment's rows in the gradebook as a whole: are there any, whose work is among them, and away with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment
from sqlalchemy import create_engine, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session


def students_with_work(db_url: str, assignment: str) -> set[str] | None:
    """The ids of those who have a submission in the gradebook; None when it does not know the assignment.

    Reads only: neither a gradebook nor anything in it is made.
    """
    if assignment not in _all(db_url, select(Assignment.name)):
        return None
    of_it = SubmittedAssignment.assignment.has(Assignment.name == assignment)
    return _all(db_url, select(SubmittedAssignment.student_id).where(of_it))


def is_empty(db_url: str) -> bool:
    """Whether there is no assignment and no student in the gradebook."""
    return not _all(db_url, select(Assignment.name)) and not _all(db_url, select(Student.id))


def remove_assignment(db_url: str, assignment: str) -> None:
    """Delete an assignment with all its submissions and grades; the students stay."""
    # nbgrader would add a row for a course that is not there yet, so it is asked for the assignment's own
    (course,) = _all(db_url, select(Assignment.course_id).where(Assignment.name == assignment))
    with Gradebook(db_url, course) as gradebook:
        gradebook.remove_assignment(assignment)


def file_of(db_url: str) -> Path | None:
    """The file of a gradebook that is one."""
    url = make_url(db_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _all(db_url: str, query: Any) -> set[str]:
    file = file_of(db_url)
    if file is not None and not file.is_file():
        return set()
    engine = create_engine(db_url)
    try:
        if not inspect(engine).has_table(Assignment.__tablename__):
            return set()
        with Session(engine) as session:
            return set(session.scalars(query))
    finally:
        engine.dispose()
