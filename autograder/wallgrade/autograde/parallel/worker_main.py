"""The program of a grading worker: it holds one lesson and one fork server, takes tasks and returns their results.

As `python -m wallgrade.autograde.parallel.worker_main FD` it serves a local pool over an inherited socket until that
closes. In a cluster's worker the same functions are called by the scheduler's tasks.
"""

from __future__ import annotations

import atexit
import contextlib
import pickle
import signal
import sys
import tempfile
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType

from wallgrade.autograde.parallel.lesson_bundle import LessonBundle, bundle_id
from wallgrade.judging.check_runner import CheckRunner
from wallgrade.sandbox import linux

_parcels: dict[str, bytes] = {}
_examiner: tuple[str, CheckRunner, tempfile.TemporaryDirectory[str]] | None = None
_one_at_a_time = threading.Lock()  # a worker that was given several threads still judges one unit at a time


def receive_parcel(parcel: bytes) -> None:
    """Keep a lesson for the units that will name it."""
    _parcels[bundle_id(parcel)] = parcel


def examine(lesson: str, unit: bytes) -> bytes:
    """Judge one unit (pickled by our own side) of the lesson with this bundle_id; the Found, pickled."""
    with _one_at_a_time:
        return pickle.dumps(_examiner_for(lesson).examine(pickle.loads(unit)))


def stop() -> None:
    """End the fork server and remove the lesson's files; the next unit starts anew."""
    global _examiner
    if _examiner is not None:
        _, examiner, folder = _examiner
        _examiner = None
        examiner.close()
        folder.cleanup()


def _examiner_for(lesson: str) -> CheckRunner:
    global _examiner
    if _examiner is None or _examiner[0] != lesson:
        stop()
        parcel: LessonBundle = pickle.loads(_parcels[lesson])
        folder = tempfile.TemporaryDirectory(prefix="wallgrade-lesson-")
        try:
            _examiner = lesson, parcel.unpack(Path(folder.name)), folder
        except BaseException:
            folder.cleanup()
            raise
    return _examiner[1]


def main() -> None:
    """Serve the crew until it hangs up or ends this process, then clean up undisturbed."""
    linux.die_with_parent()
    signal.signal(signal.SIGTERM, _end)
    atexit.register(stop)
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        try:
            _serve(Connection(int(sys.argv[1])))
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _serve(crew: Connection) -> None:
    """First the parcel, then units; to each an answer (True, Found) or (False, exception)."""
    parcel = crew.recv_bytes()
    receive_parcel(parcel)
    while True:
        unit = crew.recv_bytes()
        try:
            reply: tuple[bool, object] = True, examine(bundle_id(parcel), unit)
        except Exception as error:
            reply = False, error
        crew.send(reply)


def _end(number: int, frame: FrameType | None) -> None:
    """Once: cleaning up is not to be interrupted. pytest would take a SystemExit for the outcome of a check."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
