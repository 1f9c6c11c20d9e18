"""A worker process is started when there is a task for it."""

from __future__ import annotations

import pytest

from wallgrade.judging.task import GradingTask, TaskResult
from wallgrade.judging.workers import worker_pool
from wallgrade.judging.workers.worker_pool import LocalPool

TASK = GradingTask((), {}, ("sgd",))


class Idle:
    """Stands for a process that answers at once."""

    alive, pid = True, 0

    def __init__(self, bundle: bytes, temporary: str) -> None:
        self.judged = 0

    def judge(self, task: GradingTask) -> TaskResult:
        self.judged += 1
        return TaskResult({})

    def end(self) -> None:
        """Nothing to end."""


def test_one_task_after_the_other_needs_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "_Process", Idle)
    pool = LocalPool(4, b"")
    assert pool.pids == []
    for _ in range(5):
        pool.submit(TASK).result()
    assert len(pool.pids) == 1
    pool.close()
