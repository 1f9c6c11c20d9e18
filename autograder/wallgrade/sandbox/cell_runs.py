"""The grader side of running a submission's cells: which cell runs, how long it may, and what is cut for good."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from lessoncheck.cell_limits import CellTooSlow, Cut
from lessoncheck.cells import Cell
from lessoncheck.failures import GraderFault, Stop
from lessoncheck.protocol import Connection, Plain, WireClosed, WireError
from wallgrade.sandbox import messages
from wallgrade.sandbox.limits import Limits

GRACE = 2.0  # seconds in which an interrupted cell must end by itself
EXTRA_SHARE = 0.5  # what a student's extra cells may take together, of what all cells may


@dataclass
class SubmissionBudget:
    """A submission's cells, and the time that they have left.

    `cut` are the cells, by number, that did not run to their end once: the processes that come after cut them there
    from the start. `load_error`, a sentence and the kind of end, is set once the cells turned out not to finish at all.
    `seconds_left` counts down the wall time that the items may still take together.
    """

    cells: Sequence[Cell]
    limits: Limits = field(default_factory=Limits)
    load_error: tuple[str, Stop] | None = None
    cut: dict[int, Cut] = field(default_factory=dict)
    seconds_left: float = field(init=False)
    extra_seconds: float = field(init=False)
    own_seconds: float = field(init=False)

    def __post_init__(self) -> None:
        self.seconds_left = self.limits.submission_seconds
        self.own_seconds = self.limits.cells_seconds
        self.extra_seconds = self.limits.cells_seconds * EXTRA_SHARE

    def run_in(self, connection: Connection) -> bool:
        """Run the cells in a new process; false if it is of no use any more: then a cell more is cut, or it is over.

        GraderFault when the process could not be isolated.
        """
        started = time.monotonic()
        deadline = started + min(self.limits.cells_seconds * (1 + EXTRA_SHARE), self.seconds_left)
        number, allowed = -1, self.limits.cell_seconds
        try:
            connection.send(self._program(), self.limits.cell_seconds)
            while True:
                began = time.monotonic()
                reply = connection.receive(min(allowed + GRACE, max(deadline - began, 0.1)))
                if not isinstance(reply, dict) or "cell" not in reply:
                    break
                number, allowed = self._next_cell(reply, number)
        except TimeoutError:
            self._give_up(number, CellTooSlow.__name__, messages.CELL_DOES_NOT_END, time.monotonic() - began)
            return False
        except WireClosed:
            self._give_up(number, "ProcessEnded", messages.CELL_ENDED_PROCESS, time.monotonic() - began)
            return False
        except WireError:
            self.load_error = messages.CELLS_ENDED_PROCESS, "process ended"
            return False
        if isinstance(reply, dict) and "setup_failed" in reply:  # said before any of the student's code ran
            raise GraderFault(messages.NO_SANDBOX.format(reason=reply["setup_failed"]))
        self._remember(reply)
        return True

    def notes(self) -> tuple[str, ...]:
        """A sentence for the report if extra cells were cut; empty otherwise."""
        names = [self.cells[number].name for number in sorted(self.cut) if self.cells[number].role == "extra"]
        shown = ", ".join(names[:5]) + (", ..." if len(names) > 5 else "")
        return (messages.EXTRA_CELLS_CUT.format(names=shown),) if names else ()

    def _program(self) -> Plain:
        return {
            "cells": [[cell.name, cell.source, cell.role] for cell in self.cells],
            "cut": [[number, *cut] for number, cut in self.cut.items()],
            "seconds": {
                "each": self.limits.cell_seconds,
                "own": self.own_seconds,
                "extra": max(self.extra_seconds, 0.0),
            },
        }

    def _next_cell(self, reply: dict[str, Plain], number: int) -> tuple[int, float]:
        """The cell that begins, and its seconds. The process may be lying; cells come in order, and in bounds."""
        following, seconds = reply.get("cell"), reply.get("seconds")
        if (
            type(following) is not int
            or not number < following < len(self.cells)
            or not isinstance(seconds, int | float)
        ):
            raise WireError("no cell of this program comes now")
        return following, max(min(seconds, self.limits.cell_seconds), 0.0)

    def _give_up(self, number: int, kind: str, sentence: str, seconds: float) -> None:
        """Leave out the cell that was running: it heeds no interruption, or takes the process with it."""
        cell = self.cells[number] if number >= 0 else None
        spent = seconds + GRACE
        if cell is None or number in self.cut or cell.role == "setup":
            self._end(kind)
        elif cell.role == "extra":
            self.cut[number] = Cut(1, kind, sentence)
            self.extra_seconds -= spent
            if self.extra_seconds <= 0:
                later = range(number + 1, len(self.cells))
                extras = [n for n in later if self.cells[n].role == "extra"]
                self.cut |= {n: Cut(1, kind, messages.CELL_HAS_NO_TIME) for n in extras if n not in self.cut}
        else:
            self.cut[number] = Cut(1, kind, sentence)
            self.own_seconds -= spent
            if self.own_seconds <= 0:
                self._end(kind)

    def _end(self, kind: str) -> None:
        if kind == CellTooSlow.__name__:
            self.load_error = messages.CELLS_TOO_SLOW.format(seconds=self.limits.cells_seconds), "too slow"
        else:
            self.load_error = messages.CELLS_ENDED_PROCESS, "process ended"

    def _remember(self, reply: Plain) -> None:
        """What the process says it has cut; what makes no sense is left to the process itself."""
        try:
            told = {int(n): Cut(int(line), str(kind)[:100], str(why)[:400]) for n, line, kind, why in reply["cut"]}
        except (KeyError, TypeError, ValueError, OverflowError):
            return
        self.cut |= {n: cut for n, cut in told.items() if 0 <= n < len(self.cells) and n not in self.cut}
