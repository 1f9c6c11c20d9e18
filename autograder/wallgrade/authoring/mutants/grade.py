"""Grading mutants: the judge, the sandbox and the secret inputs of real grading; no nbgrader and no gradebook.

Results are kept where grading keeps its own, under keys that depend on the code, the checks and the secret. So a run
that was stopped goes on where it was, and after an edit only what depends on it is graded anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass

from lessoncheck.results import ItemReport
from wallgrade.authoring.mutants.generate import Mutant
from wallgrade.authoring.mutants.programs import Programs
from wallgrade.judging.judge import Judge, Plan
from wallgrade.judging.task import TaskResult, all_faults
from wallgrade.judging.workers.lesson_bundle import pack
from wallgrade.judging.workers.worker_pool import LocalPool, WorkerLost
from wallgrade.sandbox.limits import Limits

# loops without an end are common among mutants
LIMITS = Limits(memory=1 << 30, call_seconds=20.0, cell_seconds=10.0, cells_seconds=20.0, submission_seconds=60.0)


@dataclass(frozen=True)
class Graded:
    """A mutant and what the checks of its item say."""

    mutant: Mutant
    report: ItemReport

    @property
    def survives(self) -> bool:
        """Whether it keeps all points."""
        return self.report.fraction == 1.0

    @property
    def faulty(self) -> str:
        """What our own side could not do, if anything; that a person is to look at it is no fault."""
        return "; ".join(result.message for result in self.report.faults if not result.hint)

    @property
    def stopped(self) -> bool:
        """Whether a limit of time or memory ended it."""
        return any(result.stopped in {"too slow", "process ended"} for result in self.report.results)

    @property
    def names(self) -> frozenset[str]:
        """The misconceptions that it was told."""
        return frozenset(result.misconception for result in self.report.results if result.misconception)


def grade(
    judge: Judge, programs: Programs, mutants: Iterable[Mutant], jobs: int, done: Callable[[Graded], object]
) -> None:
    """Grade the mutants in `jobs` processes, each in its item only; `done` hears of each."""
    pool: LocalPool | None = None
    under_way: dict[Future[TaskResult], tuple[Mutant, Plan]] = {}
    try:
        for mutant in mutants:
            plan = judge.plan(programs.submission(mutant.item, mutant.source), programs.others(mutant.item))
            if plan.task is None:
                done(_graded(judge, mutant, plan, None))
                continue
            pool = pool or LocalPool(jobs, pack(judge.lesson, judge.limits, judge.secret).packed())
            under_way[pool.submit(plan.task)] = mutant, plan
            if len(under_way) >= pool.capacity:
                for graded in _finished(judge, under_way):
                    done(graded)
        while under_way:
            for graded in _finished(judge, under_way):
                done(graded)
    finally:
        if pool is not None:
            pool.close()


def _finished(judge: Judge, under_way: dict[Future[TaskResult], tuple[Mutant, Plan]]) -> Iterator[Graded]:
    """The next ones that are done."""
    for future in wait(under_way, return_when=FIRST_COMPLETED).done:
        mutant, plan = under_way.pop(future)
        assert plan.task is not None
        try:
            result = future.result()
        except WorkerLost as lost:
            result = all_faults(plan.task.items, repr(lost))
        yield _graded(judge, mutant, plan, result)


def _graded(judge: Judge, mutant: Mutant, plan: Plan, result: TaskResult | None) -> Graded:
    return Graded(mutant, judge.complete(plan, result)[mutant.item].report)
