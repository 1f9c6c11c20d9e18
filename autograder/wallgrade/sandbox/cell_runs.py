"""The grader side of running a submission's cells: which cell runs, how long it may, and what is cut for good."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lessoncheck.cell_limits import Cut
from lessoncheck.cells import Cell
from lessoncheck.failures import GraderFault, Stop
from lessoncheck.plain_text import one_line
from lessoncheck.protocol import Connection, Plain, WireClosed, WireError
from lessoncheck.time_limit import CellTooSlow
from wallgrade.sandbox import messages
from wallgrade.sandbox.limits import Limits

GRACE = 1.0  # seconds in which an interrupted cell must end by itself


@dataclass
class CellRuns:
    """A submission's cells, as they are run in one process after the other.

    `cut` are the cells, by number, that did not run to their end once: the processes that come after cut them there
    from the start. `load_error`, a sentence and the kind of end, is set once the cells turned out not to finish at all.
    """

    cells: Sequence[Cell]
    limits: Limits
    cut: dict[int, Cut] = field(default_factory=dict)
    load_error: tuple[str, Stop] | None = None

    def __post_init__(self) -> None:
        self._own = self._extra = self.limits.cells_seconds

    def run_in(self, connection: Connection, seconds_left: float, not_called: Mapping[str, str]) -> bool:
        """Run the cells in a new process; false if it is of no use any more: then a cell more is cut, or it is over.

        `not_called` has, for each function that must not be called after that, a sentence for who does.
        GraderFault when the process could not be isolated.
        """
        began = time.monotonic()
        deadline = began + min(2 * (self.limits.cells_seconds + self.limits.cell_seconds) + GRACE, seconds_left)
        number, allowed = -1, self.limits.cell_seconds
        try:
            connection.send(self._program() | {"not_called": dict(not_called)}, self.limits.cell_seconds)
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
            raise GraderFault(messages.NO_SANDBOX.format(reason=one_line(str(reply["setup_failed"]), 400)))
        self._remember(reply)
        return True

    def notes(self) -> tuple[str, ...]:
        """A sentence for the report if extra cells were cut; empty otherwise."""
        names = [self.cells[number].name for number in sorted(self.cut) if self.cells[number].role == "extra"]
        shown = ", ".join(names[:5]) + (", ..." if len(names) > 5 else "")
        return (messages.EXTRA_CELLS_CUT.format(names=shown),) if names else ()

    def _program(self) -> dict[str, Plain]:
        return {
            "cells": [[cell.name, cell.source, cell.role] for cell in self.cells],
            "cut": [[number, *cut] for number, cut in self.cut.items()],
            "seconds": {
                "each": self.limits.cell_seconds,
                "own": self._own,
                "extra": max(self._extra, 0.0),
            },
        }

    def _next_cell(self, reply: dict[str, Plain], number: int) -> tuple[int, float]:
        """The cell that begins, and its seconds. The process may be lying; cells come in order, and in bounds."""
        following, seconds = reply.get("cell"), reply.get("seconds")
        if type(following) is not int or not number < following < len(self.cells):
            raise WireError("no cell of this program comes now")
        if not isinstance(seconds, int | float) or not 0 <= seconds <= self.limits.cell_seconds:
            raise WireError("no cell may take so long")
        return following, seconds

    def _give_up(self, number: int, kind: str, sentence: str, seconds: float) -> None:
        """Leave out the cell that was running: it heeds no interruption, or takes the process with it."""
        role, spent = self.cells[number].role if number >= 0 else "setup", max(seconds, self.limits.cell_seconds / 10)
        left_out = number in self.cut and self.cut[number].line == 1
        if left_out or role == "setup":
            self.end(kind)
            return
        self.cut[number] = Cut(1, kind, sentence)
        if role == "extra":
            self._extra -= spent
            if self._extra <= 0:
                extras = [n for n in range(number + 1, len(self.cells)) if self.cells[n].role == "extra"]
                self.cut |= {n: Cut(1, kind, messages.CELL_HAS_NO_TIME) for n in extras}
        else:
            self._own -= spent  # below 0 there is still a moment for each

    def end(self, kind: str = CellTooSlow.__name__) -> None:
        """The cells cannot be run at all."""
        if kind == CellTooSlow.__name__:
            self.load_error = messages.CELLS_TOO_SLOW.format(seconds=self.limits.cells_seconds), "too slow"
        else:
            self.load_error = messages.CELLS_ENDED_PROCESS, "process ended"

    def _remember(self, reply: Plain) -> None:
        """What the process says it has cut; what makes no sense is left to the process itself."""
        cut = reply.get("cut") if isinstance(reply, dict) else None
        try:
            told = {int(n): Cut(int(line), str(kind)[:100], str(why)[:400]) for n, line, kind, why in cut or ()}
        except (TypeError, ValueError, OverflowError):
            return
        for number, cut in told.items():
            if 0 <= number < len(self.cells):
                self.cut[number] = min(cut, self.cut.get(number, cut))
