"""Judging units: a lesson's checks on the near side, one warm worker on the far side. No gradebook, no course."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lessoncheck.failures import GraderFault
from lessoncheck.lesson import LessonFolder
from lessoncheck.plugin import Setting
from lessoncheck.student import Student
from wallgrade.kept_checks import kept_checks
from wallgrade.remote import Program, RemoteStudent
from wallgrade.sandbox.settings import Limits
from wallgrade.unit import Found, Unit, all_faults
from wallgrade.zygote import Zygote

log = logging.getLogger(__name__)


class Examiner:
    """Judges units of one lesson; the worker is started when it is first needed."""

    def __init__(self, lesson: LessonFolder, limits: Limits, secret: bytes) -> None:
        self.lesson = lesson
        self.limits = limits
        self.secret = secret
        self._zygote: Zygote | None = None

    def examine(self, unit: Unit) -> Found:
        """What the checks of the unit's items find. SandboxUnavailable where nothing may be run at all."""
        unsettled: set[str] = set()
        try:
            with self.students(unit, unsettled) as student_for:
                setting = Setting(student_for, seed=self.secret, grading=True)
                reports = kept_checks(self.lesson.checks).run(unit.items, setting)
        except GraderFault as fault:
            log.error("%s", fault)
            return all_faults(unit.items, str(fault))
        faulty = {item for item, report in reports.items() if report.faults or not report.results}
        return Found(reports, frozenset(unsettled | faulty))

    @contextmanager
    def students(self, unit: Unit, unsettled: set[str]) -> Iterator[Callable[[str], Student]]:
        """For the length of the block: the student to call, by item. Each item has a process of its own."""
        self._worker()  # where there is no sandbox, SandboxUnavailable says so once, and nothing is judged
        program = Program(unit.cells, self.limits)
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
            unsettled.update(item for item, student in opened.items() if student.unsettled)

    def close(self) -> None:
        """End the worker."""
        if self._zygote is not None:
            self._zygote.close()
            self._zygote = None

    def _worker(self) -> Zygote:
        if self._zygote is None or not self._zygote.alive:
            self.close()
            self._zygote = Zygote(self.lesson, self.limits, self.secret)
        return self._zygote
