"""Interrupts a student's code that takes too long, in the main thread of this very process."""

from __future__ import annotations

import _thread
import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

AGAIN = 1.0  # seconds after which code that caught the interruption is interrupted once more


class CellTooSlow(BaseException):
    """Interrupts code that takes too long; no `except Exception` of its own stops it."""


class Clock:
    """So many seconds for a student's code, in as many pieces as it runs in; nothing else is counted or interrupted."""

    def __init__(self, seconds: float, sentence: str) -> None:
        self._seconds = self._left = seconds
        self._sentence = sentence
        self._ends: float | None = None  # None: no code of the student's is running

    @property
    def over(self) -> bool:
        """Whether all the time was used."""
        return self._left <= 0

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Interrupts the block with CellTooSlow once the time is up; a block inside of another one changes nothing."""
        if self._ends is not None:
            yield
            return
        self._ends = monotonic() + self._left
        try:
            with interrupted_at(lambda: self._ends or 0.0, self._sentence, again=AGAIN):
                yield
        finally:
            self._left, self._ends = self._ends - monotonic(), None

    def start_anew(self) -> None:
        """The code gets on: all seconds are there again."""
        self._left = self._seconds
        if self._ends is not None:
            self._ends = monotonic() + self._seconds


@contextlib.contextmanager
def interrupted_at(ends: Callable[[], float], sentence: str, *, again: float = 0.0) -> Iterator[None]:
    """Runs the block, and raises CellTooSlow(sentence) in it when `ends()` is over, which may be put off meanwhile.

    `again`: and once more after every so many seconds, as long as the block goes on. In another thread than the main
    one nothing is interrupted.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
    elif hasattr(signal, "setitimer"):
        with _by_alarm(ends, sentence, again):
            yield
    else:
        with _by_thread(ends, sentence, again):
            yield


@contextlib.contextmanager
def _by_alarm(ends: Callable[[], float], sentence: str, again: float) -> Iterator[None]:
    """Unix: the alarm's handler runs between two steps of the block, and what it raises comes up there."""
    over = False

    def interrupt(signum: int, frame: Any) -> None:
        left = ends() - monotonic()
        if left > 0:
            signal.setitimer(signal.ITIMER_REAL, left, again)
        elif not over:
            raise CellTooSlow(sentence)

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, max(ends() - monotonic(), 0.001), again)
    try:
        try:
            yield
        finally:
            over = True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before or signal.SIG_DFL)


@contextlib.contextmanager
def _by_thread(ends: Callable[[], float], sentence: str, again: float) -> Iterator[None]:
    """Windows has no alarm: there a thread asks for what Ctrl-C asks for, as ipykernel does when it is interrupted."""
    over, asking = threading.Event(), threading.Lock()
    asked = False

    def watch() -> None:
        nonlocal asked
        while not over.wait(max(ends() - monotonic(), again if asked else 0.001)):
            with asking:
                if not over.is_set() and ends() <= monotonic():
                    asked = True
                    _thread.interrupt_main()
                    if not again:
                        return

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    except KeyboardInterrupt as interrupt:
        if not asked:
            raise
        raise CellTooSlow(sentence).with_traceback(interrupt.__traceback__) from None
    finally:
        while thread.is_alive():
            with contextlib.suppress(KeyboardInterrupt):  # asked for just before the block came to its end
                over.set()
                thread.join()
