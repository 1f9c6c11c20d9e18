"""What a student's code prints: passed over, or kept within bounds."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from itertools import groupby

from lessoncheck import messages
from lessoncheck.plain_text import several_lines

MOST_KEPT = 100_000  # characters
MOST_WANTED = 200  # lines
MOST_OF_A_LINE = 1_000
MOST_SHOWN = 40  # lines


class Discarded(io.TextIOBase):
    """A stream that keeps nothing."""

    def write(self, text: str) -> int:
        """Nothing comes of it."""
        return len(text)

    def writable(self) -> bool:
        """Whatever comes is taken."""
        return True


class CellOutput(Discarded):
    """Standard output while a cell runs, which is not kept.

    Who holds on to it (in a default argument, in a logger) prints later to where everybody prints then.
    """

    def write(self, text: str) -> int:
        """As standard output does now, if that is another one."""
        return len(text) if sys.stdout is self else sys.stdout.write(text)


class Printed(Discarded):
    """A stream that keeps its beginning and, whatever else is printed after that, the lines that `wanted` tells.

    Of a long line among these its beginning and its end are looked at.
    """

    def __init__(self) -> None:
        self.wanted: Callable[[str], bool] = lambda line: False
        self._beginning = io.StringIO()
        self._full = False
        self._later: list[str] = []
        self._line = ""  # the last one, as long as it has no end

    def write(self, text: str) -> int:
        """As of any stream."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if not self._full:
            self._beginning.write(text)
            if self._beginning.tell() > MOST_KEPT:
                self._start_to_choose()
        else:
            self._choose(text)
        return len(text)

    def getvalue(self) -> str:
        """What is kept, with a line that says where something is left out."""
        kept = self._beginning.getvalue()
        return kept + messages.NOT_ALL_KEPT + "\n".join([*self._later, _shortened(self._line)]) if self._full else kept

    def _start_to_choose(self) -> None:
        printed = self._beginning.getvalue()
        end = printed.rfind("\n", 0, MOST_KEPT) + 1 or MOST_KEPT
        self._full = True
        self._beginning = io.StringIO()
        self._beginning.write(printed[:end])
        self._choose(printed[end:])

    def _choose(self, text: str) -> None:
        *lines, self._line = (self._line + text).replace("\r", "\n").split("\n")
        if len(self._line) > 4 * MOST_OF_A_LINE:  # not each time: it may grow by one character at a time
            self._line = _shortened(self._line)
        for line in map(_shortened, lines):
            if len(self._later) < MOST_WANTED and self.wanted(line):
                self._later.append(line)


class ShownOutput:
    """What calls printed, for the person who wrote the code: each text once, a repeated line once, and not endless."""

    def __init__(self) -> None:
        self._texts: dict[str, None] = {}

    def add(self, text: str) -> None:
        """What one call printed."""
        if text.strip() and len(self._texts) < MOST_SHOWN:
            self._texts.setdefault(text.rstrip("\n"))

    def lines(self) -> list[str]:
        """What is to be shown."""
        printed = (line for text in self._texts for line in several_lines(text, MOST_KEPT).split("\n"))
        shown = []
        for line, same in groupby(printed):
            times = sum(1 for _ in same)
            shown.append(_shortened(line) + (messages.REPEATED.format(times=times) if times > 1 else ""))
        left_out = len(shown) - MOST_SHOWN
        return [*shown[:MOST_SHOWN], messages.MORE_PRINTED.format(lines=left_out)] if left_out > 0 else shown


def _shortened(line: str) -> str:
    half = MOST_OF_A_LINE // 2
    return line if len(line) <= MOST_OF_A_LINE else f"{line[:half]} ... {line[-half:]}"
