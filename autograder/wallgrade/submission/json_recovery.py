"""Notebook cells out of JSON that may be cut off, damaged or hostile, without ever holding more than one cell's tree.

A scanner of the outermost two levels only: it finds the arrays called "cells" and lets the standard library's
decoder read one element after the other, so what comes before the damage is kept, and outputs die young.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

MOST_CELLS = 5_000
MOST_BRACKETS = 4_000_000
MOST_QUOTES = 12_000_000
MOST_RESTARTS = 12
MOST_WORKSHEETS = 20

_SPACE = re.compile(r"[\s\0]*")
# how every writer of notebooks begins a cell: keys in alphabetical order, or the type first
_CELL_START = re.compile(r'\{\s*"(?:attachments|cell_type|execution_count|id|metadata|source)"\s*:')


class NotJson(Exception):
    """There is no JSON object at all."""


class TooComplex(Exception):
    """So many brackets or strings that reading them would take unreasonable memory."""


@dataclass
class Scan:
    """What a scan found besides the cells."""

    has_cells: bool = False
    damaged: bool = False
    more_cells: bool = False
    _restarts: int = field(default=0, repr=False)


def _integer(digits: str) -> int:
    return int(digits) if len(digits) < 10 else 0


def _number(_: str) -> float:
    return 0.0  # no number in a notebook matters to us, and millions of equal ones take no memory


_decoder = json.JSONDecoder(strict=False, parse_int=_integer, parse_float=_number, parse_constant=_number)


def scan_cells(text: str, scan: Scan) -> Iterator[Any]:
    """The elements of every array "cells", at the top or (nbformat 3) in worksheets; `scan` is filled in on the way.

    NotJson and TooComplex are raised before the first cell.
    """
    if text.count("{") + text.count("[") > MOST_BRACKETS or text.count('"') > MOST_QUOTES:
        raise TooComplex
    start = _skip(text, 0)
    if text[start : start + 1] != "{":
        raise NotJson
    for number, cell in enumerate(_object(text, start, scan, worksheets=True)):
        if number == MOST_CELLS:
            scan.more_cells = True
            return
        yield cell


def _object(text: str, position: int, scan: Scan, *, worksheets: bool) -> Generator[Any, None, int]:
    """The cells of the object that starts here; returns the position behind it (the text's end after damage)."""
    position += 1
    while True:
        position = _skip(text, position)
        if text[position : position + 1] in {"}", ""}:
            scan.damaged |= position >= len(text)
            return position + 1
        try:
            key, position = _decoder.raw_decode(text, position)
            position = _skip(text, position)
            if not isinstance(key, str) or text[position : position + 1] != ":":
                raise ValueError
            position = _skip(text, position + 1)
            opened = text[position : position + 1] == "["
            if key == "cells" and opened:
                scan.has_cells = True
                position = yield from _cells(text, position + 1, scan)
            elif key == "worksheets" and opened and worksheets:
                position = yield from _worksheets(text, position + 1, scan)
            else:
                _, position = _decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            # damage outside the cells: what a notebook needs may still come
            scan.damaged = True
            found = re.compile(r'"cells"\s*:\s*\[').search(text, position)
            if found is None or scan.has_cells:
                return len(text)
            scan.has_cells = True
            position = yield from _cells(text, found.end(), scan)
        position = _skip(text, position)
        if text[position : position + 1] == ",":
            position += 1


def _worksheets(text: str, position: int, scan: Scan) -> Generator[Any, None, int]:
    for _ in range(MOST_WORKSHEETS):
        position = _skip(text, position)
        if text[position : position + 1] == ",":
            position = _skip(text, position + 1)
        if text[position : position + 1] != "{":
            break
        position = yield from _object(text, position, scan, worksheets=False)
    scan.damaged |= text[position : position + 1] != "]"
    return position + 1


def _cells(text: str, position: int, scan: Scan) -> Generator[Any, None, int]:
    while True:
        position = _skip(text, position)
        character = text[position : position + 1]
        if character == "]":
            return position + 1
        if character == ",":
            position += 1
            continue
        try:
            cell, position = _decoder.raw_decode(text, position)
            yield cell
        except (ValueError, RecursionError):
            scan.damaged = True
            scan._restarts += 1
            again = _CELL_START.search(text, position + 1)
            if again is None or scan._restarts > MOST_RESTARTS:
                return len(text)
            position = again.start()


def _skip(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position
