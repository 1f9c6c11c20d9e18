"""An answer of the student side is as large as what was sent lets one expect, or it is not looked at."""

from __future__ import annotations

import math
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lessoncheck.cell_execution import run_cells
from lessoncheck.cells import Cell
from lessoncheck.driver_api import Caller, as_array, describe
from lessoncheck.failures import CheckFailed
from lessoncheck.protocol import Plain
from lessoncheck.reply_size import MOST_ELEMENTS, MOST_VALUES, TIMES, TooLarge, bounds_for, within
from lessoncheck.student import LocalStudent


def zeros(*shape: int) -> np.ndarray[Any, Any]:
    return np.broadcast_to(np.uint8(0), shape)  # takes no memory


def test_the_bound_follows_from_what_was_sent() -> None:
    sent = {"params": [zeros(1000, 1000), zeros(500, 1000)], "lr": 0.1}
    room = MOST_ELEMENTS + TIMES * 1_500_000
    within({"values": zeros(room)}, bounds_for(sent))
    with pytest.raises(TooLarge):
        within({"values": zeros(room + 1)}, bounds_for(sent))
    within({"values": zeros(room + 1)}, bounds_for(sent, elements=room + 1))


def test_arrays_count_together() -> None:
    with pytest.raises(TooLarge):
        within([zeros(MOST_ELEMENTS // 2)] * 3, bounds_for({}))


@pytest.mark.parametrize("shape", [(1,) * 5, (2,) * 8, (0, 10**12), (10**12, 0, 3)])
def test_a_shape_can_be_too_large_where_the_array_is_not(shape: tuple[int, ...]) -> None:
    with pytest.raises(TooLarge, match="^" + str(shape).replace("(", r"\(").replace(")", r"\)")):
        within(zeros(*shape), bounds_for({}))
    within(zeros(*(min(side, 3) for side in shape)), bounds_for(zeros(*[1] * len(shape))))  # as many as were sent


@pytest.mark.parametrize("value", [[0] * (MOST_VALUES + 1), 10**400, -(10**400), {"a": [{}] * MOST_VALUES}])
def test_so_many_values_and_numbers_without_end_are_too_large_too(value: Plain) -> None:
    with pytest.raises(TooLarge):
        within(value, bounds_for({}))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    )
)
def test_texts_come_in_as_one_line_each_and_printed_ones_with_their_lines(value: Plain) -> None:
    def must_be_plain(found: Plain) -> None:
        if isinstance(found, str):
            assert found.isprintable()
        for inner in [*found, *found.values()] if isinstance(found, dict) else found if isinstance(found, list) else ():
            must_be_plain(inner)

    must_be_plain(within(value, bounds_for({})))
    assert within({"printed": "a\n\x1b[0mb\x00"}, bounds_for({})) == {"printed": "a\nb?"}


def looked_at(source: str) -> Plain:
    """What a check is told of what `f` hands back for nine numbers."""

    def call(caller: Caller, x: np.ndarray[Any, Any]) -> dict[str, Plain]:
        tensor = torch.tensor(x)
        return {"value": describe(caller.run("f", tensor)), "x_after": as_array(tensor)}

    drivers = ModuleType("drivers")
    drivers.call = call  # type: ignore[attr-defined]
    cell = Cell("f", f"import torch\nimport numpy as np\ndef f(x):\n    return {source}", "solution")
    student = LocalStudent(lambda: run_cells([cell]), lambda: drivers, lambda item: "", dict)
    return student.call("call", x=np.zeros(9)).values


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        ("torch.zeros([7] * 8, dtype=torch.uint8)", "(7, 7, 7, 7, 7, 7, 7, 7)"),
        ("torch.zeros(1).expand(10**9, 1)", "(1000000000, 1)"),
        ("torch.zeros([1] * 20)", "(1, 1, 1, 1, 1, 1, 1, 1, ...)"),
        ("np.broadcast_to(0.0, (10**6, 10**6))", "(1000000, 1000000)"),
        ("np.zeros([1] * 30)", "(1, 1, 1, 1, 1, 1, 1, 1, ...)"),
        ("x.resize_(2_000, 2_000)", "(2000, 2000)"),
    ],
)
def test_what_is_too_large_costs_the_check_and_is_told_with_its_shape(source: str, shape: str) -> None:
    with pytest.raises(CheckFailed, match="too large to be looked at") as failed:
        looked_at(source)
    assert f"a value of shape {shape}" in failed.value.message


@pytest.mark.parametrize(
    "source", ["x", "torch.zeros(9, 9)", "torch.zeros(256, 256)", "[0.0] * 9", "np.zeros((9, 1, 1))"]
)
def test_an_ordinary_mistake_in_the_shape_is_still_seen_as_one(source: str) -> None:
    values = looked_at(source)
    assert math.prod(values["value"]["array"].shape) > 0
