"""Threads that go on computing when the cell or call that started them is done: nobody waits for what they do."""

from __future__ import annotations

import contextlib
import ctypes
import sys
import threading
import time
from itertools import chain, starmap, tee

PATIENCE = 1.0  # seconds in which they may come to an end by themselves
LOOK = 0.01  # seconds of each look
AT_REST = 0.1  # the share of a look that threads at rest may use together: those of a pool wake up now and then
SHARE = 0.01  # of the patience, for each of a hundred that compute by turns
ENDING = 100  # looks in which those that were told to end may do so: on a busy machine it takes a while


def end_busy_threads(patience: float = PATIENCE) -> bool:
    """Tell the threads that still compute after `patience` to end; whether they do.

    A thread that waits, such as those of a pool, is at rest and stays.
    """
    begun, first = time.monotonic(), _processor_times()
    while not _at_rest():
        if time.monotonic() - begun > patience:
            spent = {thread: used - first.get(thread, 0) for thread, used in _processor_times().items()}
            busy = {thread for thread, used in spent.items() if used > patience * SHARE * 1e9}
            for thread in busy:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(SystemExit))
            return any(_are_gone(busy) for _ in range(ENDING))
    return True


def _are_gone(threads: set[int]) -> bool:
    time.sleep(LOOK)
    return not threads & sys._current_frames().keys()


def _at_rest() -> bool:
    """Whether the other threads hardly use the processor now."""
    before = _processor_times()
    if not before:
        return True
    time.sleep(LOOK)
    used = sum(used - before.get(thread, used) for thread, used in _processor_times().items())
    return used < LOOK * AT_REST * 1e9


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
