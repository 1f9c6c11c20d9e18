"""Judging one notebook of one submission: run its items' checks and turn them into points."""

from __future__ import annotations

import atexit
import logging
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from lessoncheck.cells import answer_source, grade_cells
from lessoncheck.failures import GraderFault
from lessoncheck.lesson import LessonFolder
from lessoncheck.results import CheckResult, ItemReport
from wallgrade.course import Course
from wallgrade.judging import messages
from wallgrade.judging.cache import ResultCache
from wallgrade.judging.cache_keys import CacheKeys
from wallgrade.judging.check_runner import CheckRunner
from wallgrade.judging.task import GradingTask, TaskResult, fault_report, task_of
from wallgrade.sandbox.limits import Limits
from wallquiz.grade import grade_answer
from wallquiz.model import Question
from wallquiz.render import questions_asked

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verdict:
    """An item's points out of `max_score`; None leaves the item to a human. `report` says why.

    `option` is the letter that answers a question; `review` is why a human should decide even so.
    """

    item: str
    points: float | None
    max_score: float
    report: ItemReport
    option: str = ""
    review: str = ""

    @property
    def final_points(self) -> float | None:
        """The points, if no human has to look; where there is nothing to gain nobody has to."""
        return None if self.review and self.points is not None and self.points < self.max_score else self.points


@dataclass(frozen=True)
class Plan:
    """How a notebook is judged: what is known already, and the task that is left to run (None: nothing).

    `keys` are those of the results, by item; an item that no store can keep has none.
    """

    points: Mapping[str, float]
    verdicts: Mapping[str, Verdict]
    reports: Mapping[str, ItemReport] = field(default_factory=dict)
    task: GradingTask | None = None
    keys: Mapping[str, str] = field(default_factory=dict)


class Judge:
    """Judges notebooks of one assignment; keeps one fork server, started when a check first needs it.

    With `keep` results are kept on disk: an item whose code, checks, data and all else that it depends on were met
    before is not examined again.
    """

    def __init__(
        self,
        course: Course,
        assignment: str,
        limits: Limits | None = None,
        secret: bytes | None = None,
        *,
        keep: bool = False,
    ) -> None:
        self._course = course
        self._assignment = assignment
        self._keep = keep
        self.limits = limits or Limits()
        self._secret = secret
        self._stored = False

    @property
    def lesson(self) -> LessonFolder:
        """The assignment's masters."""
        return self._course.lesson(self._assignment)

    @property
    def secret(self) -> bytes:
        """The seed of grading's own inputs."""
        return self._secret or self._course.secret()

    @cached_property
    def check_runner(self) -> CheckRunner:
        """Who runs the checks."""
        return CheckRunner(self.lesson, self.limits, self.secret)

    @cached_property
    def store(self) -> ResultCache | None:
        """Where results are kept, if they are."""
        return ResultCache(self._course.results, self.secret, shared=self._course.shared) if self._keep else None

    def judge(self, notebook: Any, leave_out: Container[str] = ()) -> dict[str, Verdict]:
        """Verdicts for every check cell of a notebook (rebuilt on the master), except for items to `leave_out`.

        Whatever goes wrong on our side leaves the items it touches to a human, with the reason in the log.
        """
        plan = self.plan(notebook, leave_out)
        return self.complete(plan, None if plan.task is None else self.check_runner.run(plan.task))

    def plan(self, notebook: Any, leave_out: Container[str] = ()) -> Plan:
        """What is left to run. Quiz answers are read here and now, kept results are fetched."""
        points = {item: max_score for item, max_score in grade_cells(notebook).items() if item not in leave_out}
        try:
            quiz = self._course.quiz(self._assignment)
        except ValueError as error:
            log.error("%s", error)
            return Plan(points, {item: _fault(item, max_score, error) for item, max_score in points.items()})
        questions = {question.id: question for question in quiz.questions} if quiz else {}
        verdicts = {
            item: _quiz_verdict(questions[item], answer_source(notebook, item), max_score)
            for item, max_score in points.items()
            if item in questions
        }
        for item in set(questions_asked(notebook)) & points.keys() - questions.keys():
            what = messages.WITHOUT_IT if quiz else messages.MISSING
            reason = messages.NO_QUIZ.format(assignment=self._assignment, item=item, what=what)
            log.error("%s", reason)
            verdicts[item] = _fault(item, points[item], GraderFault(reason))
        rest = [item for item in points if item not in verdicts]
        if not rest:
            return Plan(points, verdicts)
        task = task_of(notebook, rest)
        keys, kept = self._look_up(task)
        left = tuple(item for item in rest if item not in kept)
        return Plan(points, verdicts, kept, replace(task, items=left) if left else None, keys)

    def complete(self, plan: Plan, result: TaskResult | None) -> dict[str, Verdict]:
        """The verdicts, with what came of the plan's task. Results that can be kept are."""
        verdicts = dict(plan.verdicts)
        reports = {**plan.reports, **(result.reports if result else {})}
        for item, max_score in plan.points.items():
            if item not in verdicts:
                verdicts[item] = self._verdict(reports[item], max_score)
        if result is not None and self.store is not None:
            for item, report in result.reports.items():
                if item in plan.keys and item not in result.not_cacheable:
                    self.store.put(plan.keys[item], report)
                    self._stored = True
        return {item: verdicts[item] for item in plan.points}

    def close(self) -> None:
        """End the fork server, and see that what is kept does not grow for ever."""
        if "check_runner" in self.__dict__:
            self.check_runner.close()
        if self._stored and self.store is not None:
            self.store.prune()

    def _look_up(self, task: GradingTask) -> tuple[dict[str, str], dict[str, ItemReport]]:
        if self.store is None:
            return {}, {}
        try:
            keys = {item: self._keys.key(task, item) for item in task.items}
        except GraderFault:  # the checks cannot be loaded, as examining will find out and say
            return {}, {}
        reports = {item: self.store.get(key) for item, key in keys.items()}
        return keys, {item: report for item, report in reports.items() if report is not None}

    @cached_property
    def _keys(self) -> CacheKeys:
        return CacheKeys(self.lesson, self.limits, self.secret)

    def _verdict(self, report: ItemReport, max_score: float) -> Verdict:
        if not report.results:
            log.error(messages.NO_CHECKS.format(assignment=self._assignment, item=report.item))
        for fault in report.faults:
            log.error("%s: %s: %s", report.item, fault.name, fault.message)
        share = report.fraction
        return Verdict(report.item, None if share is None else round(share * max_score, 2), max_score, report)


def _quiz_verdict(question: Question, source: str, max_score: float) -> Verdict:
    graded = grade_answer(question, source)
    unclear = graded.points is None
    result = CheckResult(
        question.id,
        question.id,
        messages.ANSWER_TITLE + (f": {graded.letter}" if graded.letter else ""),
        "passed" if graded.status == "right" else "failed",
        message=graded.message,
        hint=messages.LEFT_TO_A_PERSON if unclear else "",
    )
    notes = (graded.message,) if graded.status == "right" else ()
    share = None if graded.points is None else graded.points / question.points
    points = None if share is None else round(share * max_score, 2)
    return Verdict(question.id, points, max_score, ItemReport(question.id, (result,), notes), option=graded.letter)


def _fault(item: str, max_score: float, error: Exception) -> Verdict:
    return Verdict(item, None, max_score, fault_report(item, str(error)))


_judges: dict[tuple[Course, str, Limits], Judge] = {}


def judge_for(course: Course, assignment: str, limits: Limits) -> Judge:
    """The process's judge for this assignment, which keeps results; its fork server ends with the process."""
    key = (course, assignment, limits)
    if key not in _judges:
        _judges[key] = Judge(course, assignment, limits, keep=True)
        atexit.register(_judges[key].close)
    return _judges[key]
