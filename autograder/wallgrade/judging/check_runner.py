"""Running a lesson's checks on the grader side, with one fork server. No gradebook, no course."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lessoncheck.failures import GraderFault
from lessoncheck.lesson import LessonFolder
from lessoncheck.pytest_plugin import CheckSession
from lessoncheck.student import Student
from wallgrade.judging.collected_checks import collected_checks
from wallgrade.judging.task import GradingTask, TaskResult, all_faults
from wallgrade.sandbox.fork_server import ForkServer
from wallgrade.sandbox.limits import Limits
from wallgrade.sandbox.remote_student import RemoteStudent, SubmissionBudget

log = logging.getLogger(__name__)


class CheckRunner:
    """Runs tasks of one lesson; the fork server is started when it is first needed."""

    def __init__(self, lesson: LessonFolder, limits: Limits, secret: bytes) -> None:
        self.lesson = lesson
        self.limits = limits
        self.secret = secret
        self._zygote: ForkServer | None = None

    def run(self, unit: GradingTask) -> TaskResult:
        """What the checks of the unit's items find. SandboxUnavailable where nothing may be run at all."""
        not_cacheable: set[str] = set()
        try:
            with self.students(unit, not_cacheable) as student_for:
                setting = CheckSession(student_for, seed=self.secret, grading=True)
                reports = collected_checks(self.lesson.checks).run(unit.items, setting)
        except GraderFault as fault:
            log.error("%s", fault)
            return all_faults(unit.items, str(fault))
        faulty = {item for item, report in reports.items() if report.faults or not report.results}
        return TaskResult(reports, frozenset(not_cacheable | faulty))

    @contextmanager
    def students(self, unit: GradingTask, not_cacheable: set[str]) -> Iterator[Callable[[str], Student]]:
        """For the length of the block: the student to call, by item. Each item has a process of its own."""
        self._worker()  # where there is no sandbox, SandboxUnavailable says so once, and nothing is judged
        program = SubmissionBudget(unit.cells, self.limits)
        opened: dict[str, RemoteStudent] = {}

        def student_for(item: str) -> Student:
            if item not in opened:
                opened[item] = RemoteStudent(self._worker, program, lambda name: unit.answers.get(name, ""))
            return opened[item]

        try:
            yield student_for
        finally:
            for student in opened.values():
                student.close()
            not_cacheable.update(item for item, student in opened.items() if student.not_cacheable)

    def close(self) -> None:
        """End the worker."""
        if self._zygote is not None:
            self._zygote.close()
            self._zygote = None

    def _worker(self) -> ForkServer:
        if self._zygote is None or not self._zygote.alive:
            self.close()
            self._zygote = ForkServer(self.lesson, self.limits, self.secret)
        return self._zygote
