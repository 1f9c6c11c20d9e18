"""nbgrader's autograde step for a whole class at once: a worker pool judges, this process alone reads and records.

Everything that is written is written by CourseAutograde, as in `nbgrader autograde`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field

from wallgrade.autograde import messages
from wallgrade.autograde.converter import CourseAutograde
from wallgrade.autograde.due import Job
from wallgrade.autograde.parallel.progress import RunProgress
from wallgrade.judging.judge import Judge, Plan, Verdict, judge_for
from wallgrade.judging.judge_submission import notebooks_to_judge, with_verdicts
from wallgrade.judging.task import TaskResult, all_faults
from wallgrade.judging.workers.worker_pool import WorkerLost, WorkerPool
from wallgrade.sandbox.limits import limits_from
from wallgrade.submission.reader import ReceivedNotebook, Submission, read_submission

TICK = 0.2  # seconds between looks at whether to stop


@dataclass
class _Pending:
    """A submission that was read; `left` counts its notebooks that are not judged yet."""

    job: Job
    judge: Judge
    submission: Submission
    left_out: list[str]
    left: int
    verdicts: dict[str, dict[str, Verdict]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Notebook:
    """One notebook of a pending submission, and its plan."""

    pending: _Pending
    received: ReceivedNotebook
    plan: Plan


class ClassAutograde(CourseAutograde):
    """Grades all submissions that are due, side by side. Set `pool_for` and `run_progress` before `start`."""

    pool_for: Callable[[Judge], WorkerPool]
    run_progress: RunProgress

    def convert_notebooks(self) -> None:
        """As CourseAutograde's, with a worker pool."""
        jobs = list(self.jobs())
        self.pool: WorkerPool | None = None
        self.under_way: dict[Future[TaskResult], list[_Notebook]] = {}
        self.by_keys: dict[frozenset[str], Future[TaskResult]] = {}
        self.failures: list[Job] = []
        self.run_progress.begin(len(jobs))
        try:
            with self.gradebook.kept():
                self._grade_all(iter(jobs))
        finally:
            if self.pool is not None:
                self.pool.close()
        self.due.tell_what_changed()
        if self.failures:
            self.stop(messages.SOME_FAILED)

    def _grade_all(self, jobs: Iterator[Job]) -> None:
        more = True
        while (more or self.under_way) and not self.run_progress.stopping:
            while more and not self.run_progress.stopping and len(self.under_way) < self._capacity():
                job = next(jobs, None)
                if job is None:
                    more = False
                else:
                    self._take_up(job)
            if self.under_way:
                done, _ = wait(self.under_way, timeout=TICK, return_when=FIRST_COMPLETED)
                for future in done:
                    self._done(future)

    def _capacity(self) -> int:
        return self.pool.capacity if self.pool else 1

    def _take_up(self, job: Job) -> None:
        with self.guarded(job):
            self.announce(job)
            judge = judge_for(self.course, job.assignment, limits_from(self.config))
            submission = read_submission(self.course, job.assignment, job.folder, job.student)
            notebooks = notebooks_to_judge(submission, job.names, self.left_out_items)
            pending = _Pending(job, judge, submission, self.left_out_items, len(notebooks))
            for received in notebooks:
                self._plan(pending, received)
            if not notebooks:
                self._finish(pending)

    def _plan(self, pending: _Pending, received: ReceivedNotebook) -> None:
        plan = pending.judge.plan(received.notebook, pending.left_out)
        planned = _Notebook(pending, received, plan)
        if plan.task is None:
            self._judged(planned, None)
            return
        if self.pool is None:
            self.pool = self.pool_for(pending.judge)
        keys = frozenset(plan.keys.get(item, "") for item in plan.task.items) - {""}
        future = self.by_keys.get(keys) if keys else None
        if future is None:
            future = self.pool.submit(plan.task)
            self.under_way[future] = []
            if keys:
                self.by_keys[keys] = future
        self.under_way[future].append(planned)

    def _done(self, future: Future[TaskResult]) -> None:
        first, *copies = self.under_way.pop(future)
        self.by_keys = {keys: other for keys, other in self.by_keys.items() if other is not future}
        task = first.plan.task
        assert task is not None
        with self.guarded(first.pending.job):
            try:
                result = future.result()
            except WorkerLost:
                self.log.error(messages.STUDENT_NOTE, first.pending.job.student, messages.WORKER_LOST)
                result = all_faults(task.items, messages.WORKER_LOST)
            self._judged(first, result)
        for copy in copies:  # now in the store, unless it was not settled
            with self.guarded(copy.pending.job):
                self._plan(copy.pending, copy.received)

    def _judged(self, planned: _Notebook, result: TaskResult | None) -> None:
        pending = planned.pending
        if pending.job in self.failures:
            return
        pending.verdicts[planned.received.name] = pending.judge.complete(planned.plan, result)
        pending.left -= 1
        if pending.left == 0:
            self._finish(pending)

    def _finish(self, pending: _Pending) -> None:
        job = pending.job
        judged = with_verdicts(pending.submission, pending.verdicts, job.names, pending.left_out)
        self.notebooks = self.files_of(job)
        self.record(job, judged)
        self.run_progress.graded(job.student, judged)

    def failed(self, job: Job, error: Exception) -> None:
        """As CourseAutograde's; the run goes on and ends with status 1."""
        if job not in self.failures:
            self.failures.append(job)
            self.run_progress.failed(job.student)
        super().failed(job, error)
