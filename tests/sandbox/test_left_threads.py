"""Threads that a cell leaves behind: who computes is told to end, who waits stays."""

from __future__ import annotations

import contextlib
import threading
import time
from multiprocessing.pool import ThreadPool

from wallgrade.sandbox.left_threads import end_busy_threads


def test_a_pool_that_wakes_up_now_and_then_lives_through_many_looks() -> None:
    with ThreadPool(2) as pool:
        before = set(threading.enumerate())
        for _ in range(100):
            assert pool.apply(abs, (-1,)) == 1
            assert end_busy_threads()
        assert set(threading.enumerate()) == before


def test_many_threads_that_compute_by_turns_are_told_to_end() -> None:
    stopped = threading.Event()

    def compute() -> None:
        with contextlib.suppress(SystemExit):  # pytest would warn of it
            while not stopped.is_set():
                pass

    threads = [threading.Thread(target=compute, daemon=True) for _ in range(20)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 60
    while any(thread.is_alive() for thread in threads) and time.monotonic() < deadline:
        end_busy_threads(0.5)
    alive = sum(thread.is_alive() for thread in threads)
    stopped.set()
    assert alive == 0


def test_a_thread_that_goes_on_computing_is_told_to_end() -> None:
    def compute() -> None:
        with contextlib.suppress(SystemExit):  # pytest would warn of it
            while True:
                pass

    thread = threading.Thread(target=compute, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60  # one look may miss it on a busy machine
    while thread.is_alive() and time.monotonic() < deadline:
        end_busy_threads(0.1)
    assert not thread.is_alive()
