"""Worker pools, which judge tasks: processes on this machine, or (parallel/dask_pool.py) the workers of a cluster.

Locally that is a handful of plain processes and a thread for each that waits for it: dask.distributed would do the
same, but takes seconds to import and to start, and need not be installed.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import tempfile
from abc import ABC, abstractmethod
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import Pipe

from wallgrade.judging.task import GradingTask, GradingUnavailable, TaskResult
from wallgrade.sandbox.process_starter import start_process

MOST_LOSSES = 3


class WorkerLost(Exception):
    """Every worker that was given this task ended before it was done."""


class PoolUnavailable(GradingUnavailable):
    """There is nobody to judge."""


class WorkerPool(ABC):
    """Judges tasks, several at a time. `capacity` is how many more tasks are worth handing over than are under way."""

    capacity: int

    @abstractmethod
    def submit(self, task: GradingTask) -> Future[TaskResult]:
        """Judge a task. The future raises WorkerLost if it costs several workers their lives."""

    @abstractmethod
    def close(self) -> None:
        """Stop, at once if need be: tasks under way are dropped."""


class LocalPool(WorkerPool):
    """Up to `jobs` processes on this machine, as many as there are tasks at a time.

    Their temporary files are the pool's, which removes them however they end.
    """

    def __init__(self, jobs: int, bundle: bytes) -> None:
        self.capacity = jobs + 1
        self._bundle = bundle
        self._closed = False
        self._folder = tempfile.TemporaryDirectory(prefix="wallgrade-pool-", ignore_cleanup_errors=True)
        self._free: queue.SimpleQueue[_Process] = queue.SimpleQueue()
        self._all: list[_Process] = []
        self._jobs = jobs
        self._under_way: list[Future[TaskResult]] = []
        self._threads = ThreadPoolExecutor(jobs, "wallgrade-pool")

    def submit(self, task: GradingTask) -> Future[TaskResult]:
        self._under_way = [future for future in self._under_way if not future.done()]
        if len(self._all) < min(self._jobs, len(self._under_way) + 1):
            self._free.put(self._start())
        self._under_way.append(self._threads.submit(self._judge, task))
        return self._under_way[-1]

    @property
    def pids(self) -> list[int]:
        """The processes' ids."""
        return [process.pid for process in self._all]

    def close(self) -> None:
        self._closed = True
        for process in self._all:
            process.end()
        self._threads.shutdown(cancel_futures=True)
        self._folder.cleanup()

    def _judge(self, task: GradingTask) -> TaskResult:
        for _ in range(MOST_LOSSES):
            process = self._free.get()
            try:
                return process.judge(task)
            except (EOFError, OSError):
                process.end()
                if self._closed:
                    break
                process = self._start()
            finally:
                self._free.put(process)
        raise WorkerLost

    def _start(self) -> _Process:
        process = _Process(self._bundle, self._folder.name)
        self._all = [*(other for other in self._all if other.alive), process]
        return process


class _Process:
    """One worker process. Ctrl-C in the terminal does not reach it: the pool ends it in good order."""

    def __init__(self, bundle: bytes, temporary: str) -> None:
        self._ours, theirs = Pipe()
        self._process = start_process(
            [sys.executable, "-m", "wallgrade.judging.workers.worker_main", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            env=os.environ | {"TMPDIR": temporary},
            start_new_session=True,
        )
        theirs.close()
        with contextlib.suppress(OSError):  # it ended at once, as judging will find out
            self._ours.send_bytes(bundle)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def judge(self, task: GradingTask) -> TaskResult:
        self._ours.send_bytes(pickle.dumps(task))
        done, result = self._ours.recv()
        if not done:
            raise result
        found: TaskResult = pickle.loads(result)
        return found

    def end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._ours.close()
