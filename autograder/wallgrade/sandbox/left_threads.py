"""Threads that go on computing when the code that started them is done: nobody waits for what they do."""

from __future__ import annotations

import contextlib
import ctypes
import sys
import threading
import time
from itertools import chain, starmap, tee

PATIENCE = 1.0  # seconds in which they may come to an end by themselves
LOOK = 0.01  # seconds of each look
BUSY = 0.1  # the share of a look in which a thread computes that is not at rest: a pool's own wake up now and then


def end_busy_threads(patience: float = PATIENCE) -> bool:
    """Tell the threads that are still busy after `patience` to end; whether all are at rest then.

    A thread that waits, such as those of a pool, is at rest and stays, though it may look about ten times a second.
    """
    deadline = time.monotonic() + patience
    while busy := _busy():
        if time.monotonic() > deadline:
            for thread in busy:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(SystemExit))
            return not _busy()
    return True


def _busy() -> set[int]:
    """The other threads that use the processor now."""
    before = _processor_times()
    if not before:
        return set()
    time.sleep(LOOK)
    least = LOOK * BUSY * 1e9
    return {thread for thread, used in _processor_times().items() if used - before.get(thread, used) > least}


def _processor_times() -> dict[int, int]:
    """Nanoseconds, by thread."""
    threads, same = tee(chain.from_iterable(starmap(sys._current_frames, [()])))
    # In one go, without a step of Python's between: the clock of a thread that has ended meanwhile would be a crash.
    clocks = list(zip(threads, map(time.pthread_getcpuclockid, same), strict=True))
    times = {}
    for thread, clock in clocks:
        if thread != threading.get_ident():
            with contextlib.suppress(OSError):  # it ended just now
                times[thread] = time.clock_gettime_ns(clock)
    return times
