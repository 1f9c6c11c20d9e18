"""Learning curves that grow while the training loop prints its epoch lines."""

from __future__ import annotations

import io
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any, TextIO

from lessoncheck.interruption import interrupted

from .epoch_lines import EpochLine, parse_epoch_lines
from .plots import curves_bundle, publish
from .progress import CountedBatches

_WAITING = "The curves appear here after the first epoch."
_NOTHING = "No epoch line was printed, so there are no curves to draw."


@contextmanager
def live_curves(train_iter: Any = None, epochs: int = 1) -> Iterator[Any]:
    """While the block runs, draw loss and accuracy from the epoch lines it prints (see `epoch_lines`).

    The printed text passes through unchanged. One output, above the text, is redrawn in place after every
    epoch. With a `train_iter` the block gets it back, counted: a progress bar over so many `epochs` moves
    as its batches are used. Outside a notebook nothing can be shown, and the block just runs. An interruption says in
    one line where the student's own code was.
    """
    display_id = uuid.uuid4().hex
    if not publish(({"text/plain": _WAITING}, {}), display_id):
        yield train_iter
        return
    counted = None if train_iter is None else CountedBatches(train_iter, epochs)
    lines: list[EpochLine] = []

    def redraw(new: list[EpochLine]) -> None:
        lines.extend(new)
        publish(curves_bundle(lines), display_id, update=True)

    listener = _Listener(sys.stdout, redraw)
    try:
        with redirect_stdout(listener):
            yield counted
    except KeyboardInterrupt as interrupt:
        raise interrupted(interrupt) from None
    finally:
        listener.end_line()
        if counted is not None:
            counted.end()
        if not lines:
            publish(({"text/plain": _NOTHING}, {}), display_id, update=True)


class _Listener(io.TextIOBase):
    """A standard output that hands everything on and reports the epoch lines it has seen."""

    def __init__(self, out: TextIO, report: Callable[[list[EpochLine]], None]) -> None:
        super().__init__()
        self._out = out
        self._report = report
        self._line = ""

    def write(self, text: str) -> int:
        self._out.write(text)
        *complete, self._line = (self._line + text).split("\n")
        self._report_lines("\n".join(complete))
        return len(text)

    def end_line(self) -> None:
        """Reads a last line that was printed without a line feed."""
        self._report_lines(self._line)

    def flush(self) -> None:
        self._out.flush()

    def writable(self) -> bool:
        return True

    def _report_lines(self, text: str) -> None:
        if found := parse_epoch_lines(text):
            self._report(found)
