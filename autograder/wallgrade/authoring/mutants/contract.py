"""What a lesson's `contracts/<item>.py` tells: which inputs the item's contract covers, and what is seen of a call.

The folder lies in the lesson's catalogue, beside the items' entries, and is for authors only: its files are imported
when survivors are decided, in processes of their own. Each defines `CONTRACT`; those that begin with an underscore are
shared by the others.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lessoncheck.driver_api import load_drivers
from wallgrade.authoring.catalogue import CONTRACTS
from wallgrade.authoring.mutants import messages

Names = Mapping[str, Any]  # what a program defines
Seen = Mapping[str, Any]


class ContractFault(Exception):
    """The lesson's contract.py is wrong; the message says where."""


def same(case: Any, expected: Seen, got: Seen) -> str:
    """What differs of two observations; empty if nothing. Arrays and floats up to rounding, NaN like NaN."""
    for key in dict.fromkeys([*expected, *got]):
        if key not in expected or key not in got or not equal(expected[key], got[key]):
            return key
    return ""


def equal(one: Any, other: Any) -> bool:
    """Whether two plain values are the same up to rounding (that of float32 where either is one)."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        if one.dtype != other.dtype or one.shape != other.shape:
            return False
        if one.dtype.kind != "f":
            return bool(np.array_equal(one, other))
        tolerance = 1e-4 if one.dtype.itemsize < 8 else 1e-9
        return bool(np.allclose(one, other, rtol=tolerance, atol=tolerance * 1e-2, equal_nan=True))
    if isinstance(one, float) and isinstance(other, float):
        return bool(np.isclose(one, other, rtol=1e-5, atol=1e-8, equal_nan=True))
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(equal, one, other))
    return type(one) is type(other) and bool(one == other)


@dataclass(frozen=True)
class Contract:
    """An item's contract, to be tried on examples.

    `cases` is a hypothesis strategy; a case is plain data, since the smallest one that shows a difference is printed.
    `observe` builds the inputs of a case, calls the function of a program's `names`, and returns plain values (numbers,
    texts, numpy arrays): all that the contract speaks of, and nothing else. What is left changed for everybody (grad
    mode, default dtype, seed) is seen anyway. `alike` says what differs of two observations ("" for nothing), where
    more than rounding is allowed.
    """

    cases: Any
    observe: Callable[[Names, Any], Seen]
    alike: Callable[[Any, Seen, Seen], str] = same


def load_contracts(folder: Path) -> dict[str, Contract]:
    """The contracts in a catalogue's folder, by item; none where there are no such files.

    They import each other's shared parts by their plain names.
    """
    found: dict[str, Contract] = {}
    sys.path.insert(0, str(folder / CONTRACTS))
    try:
        for file in sorted((folder / CONTRACTS).glob("[!_]*.py")):
            try:
                found[file.stem] = load_drivers(file).CONTRACT
            except Exception as error:  # whatever is wrong with the lesson's file
                where = f"{CONTRACTS}/{file.name}"
                raise ContractFault(messages.CONTRACT_BROKEN.format(file=where, error=repr(error))) from error
    finally:
        sys.path.remove(str(folder / CONTRACTS))
    return found
