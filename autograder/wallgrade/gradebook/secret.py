"""When a course's secret may be made: where grading begins, and never in silence beside grades given with another."""

from __future__ import annotations

from wallgrade.course import Course, SecretLost
from wallgrade.gradebook.connection import GradebookAccess


def ensure_secret(course: Course, assignment: str, access: GradebookAccess, *, accept_new: bool = False) -> None:
    """Make the course's secret if nothing of this lesson is graded yet, or a new one is accepted; else SecretLost."""
    try:
        course.secret()
    except SecretLost:
        damaged = course.secret_file.exists()
        if not accept_new and (damaged or access.has_grades(assignment)):
            raise
        course.make_secret(replace=damaged)
