"""What must hold before anything is graded: submissions are executed, and there is something to grade with."""

from __future__ import annotations

import fnmatch
from typing import Any

from nbgrader.api import Gradebook, MissingEntry, Student
from sqlalchemy import or_

from lessoncheck.failures import GraderFault
from wallgrade.autograde import messages
from wallgrade.course import NO_RELEASE, Course
from wallgrade.gradebook.seal import seal
from wallgrade.lint.lint import must_be_sound


def why_refused(converter: Any) -> str:
    """Why this autograde step may not grade at all, in a sentence for each reason; empty if it may."""
    if converter.config.Execute.get("enabled", True) is False:
        return messages.NO_EXECUTE_REFUSED
    if not converter.gradebook.is_writable:
        return messages.GRADEBOOK_READ_ONLY.format(file=converter.gradebook.file)
    try:
        must_be_sound(converter.course, converter.coursedir.assignment_id)
    except GraderFault as faults:
        return messages.LESSON_UNSOUND.format(assignment=converter.coursedir.assignment_id, faults=faults)
    return ""


def has_roster(gradebook: Gradebook) -> bool:
    """Whether the gradebook has students with names, so that one without is worth a word."""
    named = or_(Student.first_name.is_not(None), Student.last_name.is_not(None))
    return gradebook.db.query(Student.id).filter(named).first() is not None


def dotted(preprocessor: Any) -> str:
    """A preprocessor's import string, whether it is named or given."""
    if isinstance(preprocessor, str):
        return preprocessor
    return f"{preprocessor.__module__}.{preprocessor.__name__}"


def notebooks_to_grade(gradebook: Gradebook, course: Course, assignment: str, pattern: str) -> tuple[str, ...]:
    """The assignment's notebooks that match nbgrader's `--notebook`; GraderFault when they cannot be graded.

    Seals what a gradebook from before has unsealed.
    """
    try:
        known = {notebook.name: notebook for notebook in gradebook.find_assignment(assignment).notebooks}
    except MissingEntry:
        raise GraderFault(messages.NO_ASSIGNMENT.format(assignment=assignment)) from None
    if known.keys() - course.masters(assignment).keys():
        raise GraderFault(NO_RELEASE.format(assignment=assignment))
    names = tuple(sorted(fnmatch.filter(known, pattern)))
    if not names:
        raise GraderFault(messages.NO_SUCH_NOTEBOOK.format(assignment=assignment, pattern=pattern))
    for notebook in known.values():
        seal(gradebook, notebook)
    return names
