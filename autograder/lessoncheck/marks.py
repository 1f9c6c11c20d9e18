"""The decorator that makes a pytest function a check of an item."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TypeVar

import pytest

F = TypeVar("F", bound=Callable[..., object])


def check_for(
    item: str, title: str, *, weight: float = 1.0, gate: bool = False, side: bool = False, repeated: bool = True
) -> Callable[[F], F]:
    """Mark a test function as a check of `item`.

    `title` is the rule in plain words, as shown in reports ("each row sums to 1"). `weight` is its share of the item's
    points relative to the item's other checks. A `gate` carries no points of its own: while it fails the item scores
    nothing. A `side` check looks at what a function can do right without doing its work, such as the type of what it
    returns: it counts once a check that is neither passes. `repeated` is false for a check that grading does not repeat
    on other inputs, such as whether a quiz answer can be read. The function also gets the marker `item`, so that
    `pytest -m softmax` runs one item's checks.
    """

    def mark(function: F) -> F:
        marks = {"item": item, "title": title, "weight": weight, "gate": gate, "side": side, "repeated": repeated}
        marked: F = pytest.mark.check(**marks)(function)
        with warnings.catch_warnings():  # nobody need list the items in a pytest.ini as well
            warnings.simplefilter("ignore", pytest.PytestUnknownMarkWarning)
            marked = getattr(pytest.mark, item)(marked)
        return marked

    return mark
