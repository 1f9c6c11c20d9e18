"""How large an answer of the student side may be: looked at as it comes in, before a check or a helper sees it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from lessoncheck.plain_text import one_line, several_lines
from lessoncheck.protocol import Plain

MOST_RANK = 4
MOST_ELEMENTS = 1 << 20  # of all arrays together, whatever was sent,
TIMES = 4  # and so many times what was sent
MOST_VALUES = 100_000  # texts, numbers, lists and arrays
MOST_TEXT = 20_000  # characters,
MOST_PRINTED = 100_000  # and of what was printed
_MOST_INTEGER = 1 << 63
_SHOWN_SIDES = 8


class TooLarge(Exception):
    """An answer that is not looked at; the message is its shape in words, or "" where it is no array."""


@dataclass(frozen=True)
class Bounds:
    """The most dimensions an array may have, and the most elements all arrays may have together."""

    rank: int = MOST_RANK
    elements: int = MOST_ELEMENTS


def bounds_for(sent: Plain, elements: int = 0) -> Bounds:
    """What may come back for this; `elements` is for answers that are larger than what was sent lets one expect."""
    arrays: list[np.ndarray[Any, Any]] = []
    _gather([sent], arrays)
    rank = max([MOST_RANK, *(array.ndim for array in arrays)])
    return Bounds(rank, max(elements, MOST_ELEMENTS + TIMES * sum(array.size for array in arrays)))


def within(answer: Plain, bounds: Bounds) -> Plain:
    """The answer, with all texts but what was `printed` in one line each; TooLarge for what exceeds its bounds."""
    try:
        return _Scan(bounds).looked_at(answer)
    except RecursionError:
        raise TooLarge("") from None


def shape_in_words(shape: tuple[int, ...]) -> str:
    """As Python writes it; of many sides only the first ones."""
    shown = str(tuple(shape[:_SHOWN_SIDES]))
    return shown if len(shape) <= _SHOWN_SIDES else f"{shown[:-1]}, ...)"


def _gather(value: Plain, arrays: list[np.ndarray[Any, Any]]) -> None:
    for element in value.values() if isinstance(value, dict) else value:
        if isinstance(element, np.ndarray):
            arrays.append(element)
        elif isinstance(element, dict | list | tuple):
            _gather(element, arrays)


class _Scan:
    def __init__(self, bounds: Bounds) -> None:
        self._rank = bounds.rank
        self._elements = bounds.elements
        self._values = MOST_VALUES

    def looked_at(self, value: Plain) -> Plain:
        self._values -= 1
        if self._values < 0:
            raise TooLarge("")
        if value is None or isinstance(value, bool | float):
            return value
        if isinstance(value, np.ndarray):
            self._elements -= value.size or math.prod(max(side, 1) for side in value.shape)  # (0, 10**12) is not small
            if value.ndim > self._rank or self._elements < 0:
                raise TooLarge(shape_in_words(value.shape))
        elif isinstance(value, str):
            return one_line(value, MOST_TEXT)
        elif isinstance(value, dict):
            return {one_line(name, MOST_TEXT): self._named(name, element) for name, element in value.items()}
        elif isinstance(value, list | tuple):
            return [self.looked_at(element) for element in value]
        elif isinstance(value, int) and abs(value) > _MOST_INTEGER:
            raise TooLarge("")
        return value

    def _named(self, name: str, value: Plain) -> Plain:
        lines = name == "printed" and isinstance(value, str)
        return several_lines(value, MOST_PRINTED) if lines else self.looked_at(value)
