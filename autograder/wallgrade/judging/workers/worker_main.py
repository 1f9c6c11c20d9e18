"""The program of a grading worker: it holds one lesson and one fork server, takes tasks and returns their results.

As `python -m wallgrade.judging.workers.worker_main FD` it serves a local pool over an inherited socket until that
closes. In a cluster's worker the same functions are called by the scheduler's tasks.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import pickle
import signal
import sys
import tempfile
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType

from wallgrade.judging.check_runner import CheckRunner
from wallgrade.judging.workers.lesson_bundle import LessonBundle, bundle_id
from wallgrade.sandbox import linux

_bundles: dict[str, bytes] = {}
_runner: tuple[str, CheckRunner, tempfile.TemporaryDirectory[str]] | None = None
_one_at_a_time = threading.Lock()  # a worker that was given several threads still judges one task at a time


def receive_bundle(bundle: bytes) -> None:
    """Keep a lesson for the tasks that will name it."""
    _bundles[bundle_id(bundle)] = bundle


def run_task(lesson: str, task: bytes) -> bytes:
    """Judge one task (pickled by our own side) of the lesson with this bundle_id; the TaskResult, pickled."""
    with _one_at_a_time:
        return pickle.dumps(_runner_for(lesson).run(pickle.loads(task)))


def stop() -> None:
    """End the fork server and remove the lesson's files; the next task starts anew."""
    global _runner
    if _runner is not None:
        _, runner, folder = _runner
        _runner = None
        runner.close()
        folder.cleanup()


def _runner_for(lesson: str) -> CheckRunner:
    global _runner
    if _runner is None or _runner[0] != lesson:
        stop()
        bundle: LessonBundle = pickle.loads(_bundles[lesson])
        folder = tempfile.TemporaryDirectory(prefix="wallgrade-lesson-")
        try:
            _runner = lesson, bundle.unpack(Path(folder.name)), folder
        except BaseException:
            folder.cleanup()
            raise
    return _runner[1]


def main() -> None:
    """Serve the pool until it hangs up or ends this process, then clean up undisturbed."""
    linux.die_with_parent()
    gc.set_threshold(100_000)  # as in the command
    signal.signal(signal.SIGTERM, _end)
    atexit.register(stop)
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        try:
            _serve(Connection(int(sys.argv[1])))
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _serve(pool: Connection) -> None:
    """First the bundle, then tasks; to each an answer (True, TaskResult) or (False, exception)."""
    bundle = pool.recv_bytes()
    receive_bundle(bundle)
    while True:
        task = pool.recv_bytes()
        try:
            reply: tuple[bool, object] = True, run_task(bundle_id(bundle), task)
        except Exception as error:
            reply = False, error
        pool.send(reply)


def _end(number: int, frame: FrameType | None) -> None:
    """Once: cleaning up is not to be interrupted. pytest would take a SystemExit for the outcome of a check."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
