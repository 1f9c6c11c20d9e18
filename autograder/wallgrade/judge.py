"""Judging one notebook of one submission: run its items' checks across the wall and turn them into points."""

from __future__ import annotations

import atexit
import logging
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lessoncheck.cells import answer_source, grade_cells, student_cells
from lessoncheck.failures import GraderFault
from lessoncheck.lesson import LessonFolder
from lessoncheck.plugin import Setting
from lessoncheck.results import CheckResult, ItemReport
from lessoncheck.runner import run_checks
from lessoncheck.student import Student
from wallgrade import texts
from wallgrade.course import Course
from wallgrade.remote import Program, RemoteStudent
from wallgrade.sandbox.settings import Limits
from wallgrade.zygote import Zygote
from wallquiz.grade import grade_answer
from wallquiz.model import Question

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verdict:
    """An item's points out of `most`; None leaves the item to a human. `report` says why.

    `seconds` is how long judging took, if it was measured; `option` the letter that answers a question.
    """

    item: str
    points: float | None
    most: float
    report: ItemReport
    seconds: float = 0.0
    option: str = ""


class Judge:
    """Judges notebooks of one assignment; keeps one warm worker, started when a check first needs it."""

    def __init__(
        self, course: Course, assignment: str, limits: Limits | None = None, secret: bytes | None = None
    ) -> None:
        self._course = course
        self._assignment = assignment
        self._limits = limits or Limits()
        self._secret = secret
        self._zygote: Zygote | None = None

    @property
    def lesson(self) -> LessonFolder:
        """The assignment's masters."""
        return self._course.lesson(self._assignment)

    @property
    def secret(self) -> bytes:
        """The seed of grading's own inputs."""
        return self._secret or self._course.secret()

    def judge(self, notebook: Any, leave_out: Container[str] = ()) -> dict[str, Verdict]:
        """Verdicts for every check cell of a notebook (rebuilt on the master), except for items to `leave_out`.

        Whatever goes wrong on our side leaves the items it touches to a human, with the reason in the log.
        """
        points = {item: most for item, most in grade_cells(notebook).items() if item not in leave_out}
        try:
            quiz = self._course.quiz(self._assignment)
        except ValueError as error:
            return {item: _fault(item, most, error) for item, most in points.items()}
        questions = {question.id: question for question in quiz.questions} if quiz else {}
        verdicts = {
            item: _quiz_verdict(questions[item], answer_source(notebook, item), most)
            for item, most in points.items()
            if item in questions
        }
        rest = {item: most for item, most in points.items() if item not in questions}
        return verdicts | self._check(notebook, rest)

    def close(self) -> None:
        """End the worker."""
        if self._zygote is not None:
            self._zygote.close()
            self._zygote = None

    @contextmanager
    def students(self, notebook: Any) -> Iterator[Callable[[str], Student]]:
        """For the length of the block: the student to call, by item. Each item has a process of its own."""
        self._worker()  # where there is no sandbox, SandboxUnavailable says so once, and nothing is judged
        program = Program(student_cells(notebook), self._limits)
        opened: dict[str, RemoteStudent] = {}

        def student_for(item: str) -> Student:
            if item not in opened:
                opened[item] = RemoteStudent(self._worker, program, lambda name: answer_source(notebook, name))
            return opened[item]

        try:
            yield student_for
        finally:
            for student in opened.values():
                student.close()

    def _check(self, notebook: Any, points: dict[str, float]) -> dict[str, Verdict]:
        if not points:
            return {}
        try:
            with self.students(notebook) as student_for:
                reports = run_checks(self.lesson.checks, points, Setting(student_for, seed=self.secret, grading=True))
        except GraderFault as fault:
            return {item: _fault(item, most, fault) for item, most in points.items()}
        return dict(self._verdicts(points, reports))

    def _verdicts(self, points: dict[str, float], reports: dict[str, ItemReport]) -> Iterator[tuple[str, Verdict]]:
        for item, most in points.items():
            report = reports[item]
            if not report.results:
                log.error(texts.NO_CHECKS.format(assignment=self._assignment, item=item))
            for fault in report.faults:
                log.error("%s: %s: %s", item, fault.name, fault.message)
            share = report.fraction
            yield item, Verdict(item, None if share is None else round(share * most, 2), most, report)

    def _worker(self) -> Zygote:
        if self._zygote is None or not self._zygote.alive:
            self.close()
            self._zygote = Zygote(self.lesson, self._limits, self.secret)
        return self._zygote


def _quiz_verdict(question: Question, source: str, most: float) -> Verdict:
    graded = grade_answer(question, source)
    unclear = graded.points is None
    result = CheckResult(
        question.id,
        question.id,
        texts.ANSWER_TITLE + (f": {graded.letter}" if graded.letter else ""),
        "passed" if graded.status == "right" else "failed",
        message=graded.message,
        hint=texts.LEFT_TO_A_PERSON if unclear else "",
    )
    notes = (graded.message,) if graded.status == "right" else ()
    share = None if graded.points is None else graded.points / question.points
    points = None if share is None else round(share * most, 2)
    return Verdict(question.id, points, most, ItemReport(question.id, (result,), notes), option=graded.letter)


def _fault(item: str, most: float, error: Exception) -> Verdict:
    log.error("%s: %s", item, error)
    result = CheckResult(item, item, item, "fault", message=str(error))
    return Verdict(item, None, most, ItemReport(item, (result,)))


_judges: dict[tuple[Course, str, Limits], Judge] = {}


def judge_for(course: Course, assignment: str, limits: Limits) -> Judge:
    """The process's judge for this assignment; its worker ends with the process."""
    key = (course, assignment, limits)
    if key not in _judges:
        _judges[key] = Judge(course, assignment, limits)
        atexit.register(_judges[key].close)
    return _judges[key]
