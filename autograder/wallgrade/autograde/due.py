"""Which submissions a run has to grade, and what changed since grading in those that it leaves alone."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.converters.base import NbGraderException

from lessoncheck.failures import GraderFault
from wallgrade.autograde import messages
from wallgrade.autograde.preconditions import notebooks_to_grade
from wallgrade.gradebook.messages import CHECKS_CHANGED, FILES_CHANGED
from wallgrade.gradebook.provenance import provenance_now, provenance_of, what_changed
from wallgrade.submission.reader import read_timestamp

MOST_NAMED = 5


@dataclass(frozen=True)
class Job:
    """One submission to grade; `names` are the notebooks asked for."""

    student: str
    assignment: str
    folder: Path
    names: tuple[str, ...]


class DueJobs:
    """The due submissions of one run of an autograde step."""

    def __init__(self, converter: Any) -> None:
        self._converter = converter
        self._changed: dict[str, tuple[str, ...]] = {}  # by student, where it was not graded again

    def jobs(self) -> Iterator[Job]:
        """The submissions to grade now, in order; those that nbgrader would skip are not among them."""
        converter = self._converter
        excluded = converter.coursedir.student_id_exclude.split(",")
        notebooks: dict[str, tuple[str, ...]] = {}
        stored: dict[str, set[str]] = {}
        for folder in sorted(converter.assignments):
            found = re.match(converter._format_source("(?P<assignment>.*)", "(?P<student>.*)", escape=True), folder)
            if found is None:
                raise NbGraderException(f"Could not match '{folder}' with the course's directory structure")
            assignment = found["assignment"]
            if assignment not in notebooks:
                notebooks[assignment] = self._notebooks_of(assignment)
                stored[assignment] = converter.gradebook.submitters(assignment)
            job = Job(found["student"], assignment, Path(folder), notebooks[assignment])
            if job.student not in excluded and (self._has_lost_grades(job, stored[assignment]) or self._is_due(job)):
                yield job

    def tell_what_changed(self) -> None:
        """Name the submissions that were not graded again although something changed since they were."""
        log = self._converter.log
        for sentence in (FILES_CHANGED, CHECKS_CHANGED):
            students = [student for student, changed in self._changed.items() if sentence in changed]
            if students:
                log.warning(messages.NOT_GRADED_AGAIN.format(who=_several(students), what=sentence))
        if self._changed:
            log.warning(messages.HOW_TO_GRADE_AGAIN)

    def _has_lost_grades(self, job: Job, stored: Container[str]) -> bool:
        """Whether the autograded folder is there, but nothing of this student in the gradebook."""
        folder = self._converter.destination(job)
        if job.student in stored or not folder.is_dir():
            return False
        self._converter.log.warning(messages.GRADES_GONE.format(student=job.student, folder=folder))
        return True

    def _is_due(self, job: Job) -> bool:
        """nbgrader's rule: not (completely) graded yet, or forced, or handed in again later."""
        converter = self._converter
        destination = converter.destination(job)
        with contextlib.suppress(OSError):
            converter.staging(job).clear()  # what a killed run may have left
        if converter.force or not all((destination / f"{name}.ipynb").exists() for name in job.names):
            return True
        handed_in, graded = read_timestamp(job.folder)[0], read_timestamp(destination)[0]
        if handed_in is not None and graded is not None and handed_in > graded:
            converter.log.warning("Updating existing assignment: %s", destination)
            return True
        now = provenance_now(converter.course, job.assignment, job.folder)
        changed = what_changed(provenance_of(destination), now)
        if changed and converter.regrade_changed:
            converter.log.warning("Updating existing assignment: %s (%s)", destination, "; ".join(changed))
            return True
        if changed:
            self._changed[job.student] = changed
        converter.log.info("Skipping existing assignment: %s", destination)
        return False

    def _notebooks_of(self, assignment: str) -> tuple[str, ...]:
        converter = self._converter
        try:
            with converter.gradebook.open() as gradebook:
                return notebooks_to_grade(gradebook, converter.course, assignment, converter.coursedir.notebook_id)
        except GraderFault as error:
            converter.log.error(str(error))
            raise NbGraderException(str(error)) from None


def _several(students: list[str]) -> str:
    """These students' ids, or how many they are."""
    return ", ".join(students) if len(students) <= MOST_NAMED else messages.SUBMISSIONS.format(count=len(students))
