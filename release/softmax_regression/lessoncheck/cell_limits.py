"""How long a submission's cells may run, so that no cell is skipped because of another one that is slow."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import NamedTuple

from lessoncheck import messages
from lessoncheck.cells import Cell
from lessoncheck.time_limit import AGAIN, CellTooSlow, interrupted_at

LEAST_SECONDS = 1.0  # so that a cell of definitions gets through, whatever went before


class Cut(NamedTuple):
    """A cell that does not run to its end: from the statement on this line (from 1) nothing is run, and why."""

    line: int
    kind: str
    message: str


@dataclass
class CellLimits:
    """What the cells of a notebook may take: the student's extra cells together, and all others together.

    A cell gets no more than `each` seconds and half of what is left for its like. So many slow cells shorten each
    other's time before one is skipped. A cell of `known` is cut where it was cut before, in another
    process of the same submission. `starting` hears which cell (by number) begins, and how long it may take.
    `by_hand`: a person waits, whose own interruption ends it all.
    """

    each: float
    own: float
    extra: float
    known: Mapping[int, Cut] = field(default_factory=dict)
    starting: Callable[[int, float], None] = lambda number, seconds: None
    by_hand: bool = False

    @contextlib.contextmanager
    def of(self, number: int, cell: Cell) -> Iterator[None]:
        """Runs the block, and interrupts it with CellTooSlow (in the main thread of a Unix process only)."""
        account = "extra" if cell.role == "extra" else "own"
        seconds = min(self.each, max(getattr(self, account) / 2, LEAST_SECONDS))
        self.starting(number, seconds)
        if getattr(self, account) < -self.each:
            raise CellTooSlow(messages.NO_TIME_LEFT)

        started = monotonic()
        sentence = messages.DID_NOT_FINISH.format(seconds=seconds)
        try:
            with interrupted_at(lambda: started + seconds, sentence, again=AGAIN if self.by_hand else 0.0):
                yield
        finally:
            setattr(self, account, getattr(self, account) - (monotonic() - started))
