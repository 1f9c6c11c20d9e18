"""Running a lesson's checks on the grader side, with one fork server. No gradebook, no course."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from lessoncheck.failures import GraderFault
from lessoncheck.lesson import LessonFolder
from lessoncheck.pytest_plugin import CheckSession
from lessoncheck.student import Student
from wallgrade.judging.collected_checks import collected_checks
from wallgrade.judging.task import GradingTask, TaskResult, all_faults
from wallgrade.sandbox.fork_server import ForkServer
from wallgrade.sandbox.lesson_files import Signature, signature_of
from wallgrade.sandbox.limits import Limits
from wallgrade.sandbox.remote_student import RemoteStudent, SubmissionBudget

log = logging.getLogger(__name__)

IDLE_SECONDS = 600.0


@dataclass
class Observations:
    """What was seen of a task's students, by item: whose results are not to be kept, how long their code ran, notes."""

    not_cacheable: set[str] = field(default_factory=set)
    seconds: dict[str, float] = field(default_factory=dict)
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)


class CheckRunner:
    """Runs tasks of one lesson; the fork server is started when it is needed, and ends after some idle minutes.

    One task at a time: other threads wait.
    """

    def __init__(
        self, lesson: LessonFolder, limits: Limits, secret: bytes, *, idle_seconds: float = IDLE_SECONDS
    ) -> None:
        self.lesson = lesson
        self.limits = limits
        self.secret = secret
        self._fork_server: ForkServer | None = None
        self._started_with: Signature = ()
        self._idle_seconds = idle_seconds
        self._idle_since = 0.0
        self._timer: threading.Timer | None = None
        self._in_use = threading.RLock()

    @property
    def running(self) -> bool:
        """Whether a fork server is there."""
        return self._fork_server is not None and self._fork_server.alive

    def run(self, task: GradingTask) -> TaskResult:
        """What the checks of the task's items find. SandboxUnavailable where nothing may be run at all."""
        seen = Observations()
        try:
            with self.students(task, seen) as student_for:
                setting = CheckSession(student_for, seed=self.secret, grading=True)
                reports = collected_checks(self.lesson.checks).run(task.items, setting)
        except GraderFault as fault:
            log.error("%s", fault)
            return all_faults(task.items, str(fault))
        faulty = {item for item, report in reports.items() if report.faults or not report.results}
        told = {
            item: replace(report, notes=report.notes + seen.notes.get(item, ()), student_seconds=seen.seconds.get(item))
            for item, report in reports.items()
        }
        return TaskResult(told, frozenset(seen.not_cacheable | faulty))

    @contextmanager
    def students(self, task: GradingTask, seen: Observations) -> Iterator[Callable[[str], Student]]:
        """For the length of the block: the student to call, by item. Each item has a process of its own."""
        with self._in_use:
            try:
                with self._students(task, seen) as student_for:
                    yield student_for
            finally:
                self._wait_idle()

    @contextmanager
    def _students(self, task: GradingTask, seen: Observations) -> Iterator[Callable[[str], Student]]:
        if self._fork_server is not None and self._started_with != signature_of(self.lesson):
            self.close()  # it holds the drivers, the helpers and the data of before
        self._server()  # where there is no sandbox, SandboxUnavailable says so once, and nothing is judged
        program = SubmissionBudget(task.cells, self.limits)
        opened: dict[str, RemoteStudent] = {}

        def student_for(item: str) -> Student:
            for other in opened.keys() - {item}:
                opened[other].close()  # a submission holds one session at a time
            if item not in opened:
                opened[item] = RemoteStudent(self._server, program, lambda name: task.answers.get(name, ""), item)
            return opened[item]

        try:
            yield student_for
        finally:
            for student in opened.values():
                student.close()
            seen.not_cacheable.update(item for item, student in opened.items() if student.not_cacheable)
            seen.seconds.update((item, student.seconds) for item, student in opened.items())
            seen.notes.update((item, program.runs.notes()) for item, student in opened.items() if student.seconds)

    def close(self) -> None:
        """End the fork server."""
        with self._in_use:
            if self._timer is not None:
                self._timer.cancel()
            if self._fork_server is not None:
                self._fork_server.close()
                self._fork_server = None

    def _wait_idle(self) -> None:
        """End the fork server when nobody has used it for so long."""
        self._idle_since = time.monotonic()
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(self._idle_seconds, self._close_if_idle)
        self._timer.daemon = True  # it keeps no process from ending
        self._timer.start()

    def _close_if_idle(self) -> None:
        with self._in_use:  # after a task that began just before the time was up
            if time.monotonic() - self._idle_since >= self._idle_seconds:
                self.close()

    def _server(self) -> ForkServer:
        if self._fork_server is None or not self._fork_server.alive:
            self.close()
            self._started_with = signature_of(self.lesson)
            self._fork_server = ForkServer(self.lesson, self.limits, self.secret)
        return self._fork_server
