"""The workers of a dask.distributed cluster as a worker pool. Imported only when a scheduler is named."""

from __future__ import annotations

import os
import pickle
from concurrent.futures import Future
from typing import Any

from distributed import Client, Worker, WorkerPlugin
from distributed.scheduler import KilledWorker

from wallgrade.autograde import messages
from wallgrade.judging.task import GradingTask, TaskResult
from wallgrade.judging.workers import worker_main
from wallgrade.judging.workers.lesson_bundle import bundle_id
from wallgrade.judging.workers.worker_pool import PoolUnavailable, WorkerLost, WorkerPool

CONNECT_SECONDS = float(os.environ.get("WALLGRADE_CONNECT", "30"))
TASKS_PER_THREAD = 2  # so that no worker waits for us while its next task travels


class LessonPlugin(WorkerPlugin):  # type: ignore[misc]
    """Brings the bundle to every worker, also to those that come later; ends its fork server with the worker."""

    def __init__(self, bundle: bytes) -> None:
        self.name = f"wallgrade-{bundle_id(bundle)}"
        self._bundle = bundle

    def setup(self, worker: Worker) -> None:
        """Called on each worker."""
        worker_main.receive_bundle(self._bundle)

    def teardown(self, worker: Worker) -> None:
        """Called when the worker ends, or the run does."""
        worker_main.stop()


class DaskPool(WorkerPool):
    """All workers of the cluster."""

    def __init__(self, scheduler: str, bundle: bytes) -> None:
        try:
            self._client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise PoolUnavailable(messages.NO_CLUSTER.format(scheduler=scheduler, reason=error)) from None
        self._plugin = LessonPlugin(bundle)
        self._lesson = bundle_id(bundle)
        self._client.register_plugin(self._plugin)

    @property
    def capacity(self) -> int:  # type: ignore[override]
        threads: dict[str, int] = self._client.nthreads()
        return TASKS_PER_THREAD * max(sum(threads.values()), 1)

    def submit(self, task: GradingTask) -> Future[TaskResult]:
        remote = self._client.submit(worker_main.run_task, self._lesson, pickle.dumps(task), pure=False)
        future: Future[TaskResult] = Future()

        def deliver(done: Any) -> None:
            try:
                future.set_result(pickle.loads(done.result()))
            except KilledWorker:
                future.set_exception(WorkerLost())
            except BaseException as error:
                future.set_exception(error)

        remote.add_done_callback(deliver)
        return future

    def close(self) -> None:
        self._client.unregister_worker_plugin(self._plugin.name)
        self._client.close()
