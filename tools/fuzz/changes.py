"""Changes of plain trees, as a process that lies would make them: of replies, and of a notebook's JSON."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

Change = tuple[int, str, int]  # which value of the tree, what is done with it, and with which of what there is for that
MOST_OF_A_LIST = 8  # elements that are changed; a list of operators is as good as its beginning
KINDS = ("odd", "odd", "array", "array", "drop", "copy", "wrap", "box", "more", "key")
MOST_LENGTH = 1_000_000  # of a text or a list that is made longer
ROOT = 400  # the number of the tree itself
CHANGES: SearchStrategy[Change] = st.tuples(st.integers(0, ROOT), st.sampled_from(KINDS), st.integers(0, 60))
KEYS = (
    "values", "printed", "operators", "optimizers", "missing", "raised", "type", "message", "cell", "line", "code",
    "ask", "cell_error", "wrong_arguments", "name", "parameters", "given", "named", "reason", "unusable", "too_large",
    "cut", "left_behind", "incomplete", "fault", "unsendable", "going_on", "setup_failed", "array", "error",
    "returned", "seconds", "cells", "worksheets", "cell_type", "source", "metadata", "nbgrader", "grade_id", "id",
    "outputs", "attachments",
)  # fmt: skip
PLAIN: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 7, 2**31, 2**63 - 1, 2**63, -(2**64), 10**400, 0.5, math.nan, math.inf, -math.inf,
    1e308, -0.0, "", "Tensor", "NoneType", "float", "text", "\0\x1b[31m\r\n\u2028\u202e\ufdfa", "\ud800",
    "x" * 30_000, "\u0315\u0300" * 9_000, "epoch 1, loss 0.7, train acc 0.5, test acc 0.5\n" * 3_000, [], {}, [[]],
    [None], [1, 2], ["text"], [[1, 0.1]], [0] * 30_000, {"a": 1}, {"type": "Tensor"}, {"line": 10**9}, "ebnlsebnls",
    "code", "<b>", "softmax",
)  # fmt: skip
ARRAYS: tuple[Any, ...] = (
    np.zeros(0, np.float32), np.zeros((0, 3), np.float32), np.zeros((3, 0)), np.array(1.5), np.array(math.nan),
    np.array([math.inf], np.float16), np.array([[True, False]]), np.array([2**63 - 1, -(2**63)]),
    np.array([[255]], np.uint8), np.full((2, 3), math.nan), np.full((3, 10), 1e308),
    np.ones((1, 1, 1, 1), np.float16), np.ones((1,) * 6), np.ones(200_000, np.int8), np.ones((1_100, 1_100), np.int8),
    np.zeros((0, 10**9), np.int8), np.ones((3, 10), np.int64),
)  # fmt: skip


def changed(tree: Any, changes: Sequence[Change], odd: Sequence[Any]) -> Any:
    """The tree with these changes; `odd` are values to put into it. Without those that nest it too deeply."""
    holder = [tree]
    for change in changes:
        before = holder
        try:
            holder = copy.deepcopy(before)
            _change(holder, change, odd)
        except RecursionError:
            holder = before
    return holder[0]


def _change(holder: list[Any], change: Change, odd: Sequence[Any]) -> None:
    number, kind, choice = change
    slots = list(_slots(holder))
    container, key = slots[0] if number == ROOT or len(slots) == 1 else slots[1 + number % (len(slots) - 1)]
    value, new = container[key], copy.deepcopy(odd[choice % len(odd)])
    if kind == "array" and isinstance(value, np.ndarray):
        container[key] = _other_array(value, choice)
    elif kind == "drop" and container is not holder:
        del container[key]
    elif kind == "copy":
        source, name = slots[choice % len(slots)]
        container[key] = copy.deepcopy(source[name])
    elif kind == "wrap":
        container[key] = _nested(value, (1, 1, 2, 50, 200)[choice % 5])
    elif kind == "box":
        container[key] = {"array": value, "type": ("Tensor", "float", "list")[choice % 3]}
    elif kind == "more" and isinstance(value, list | str):
        container[key] = value * min((2, 3, 100)[choice % 3], 1 + MOST_LENGTH // (len(value) + 1))
    elif kind == "key" and isinstance(value, dict):
        value[KEYS[number % len(KEYS)]] = new
    else:
        container[key] = new


def _slots(container: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of the tree that holds a value."""
    keys = list(container) if isinstance(container, dict) else range(min(len(container), MOST_OF_A_LIST))
    for key in keys:
        yield container, key
        if isinstance(container[key], dict | list):
            yield from _slots(container[key])


def _nested(value: Any, depth: int) -> Any:
    for _ in range(depth):
        value = [value]
    return value


def _other_array(array: Any, choice: int) -> Any:
    """The array with another shape, another type or other values."""
    flat = array.reshape(-1)
    dtypes = ("bool", "uint8", "int8", "int64", "float16", "float64")
    values = (math.nan, math.inf, -math.inf, 0.0, -1.0, 1e30, 0.1)
    with np.errstate(all="ignore"):
        match choice % 4:
            case 0:
                shapes = flat, array[None], array.T, flat[:1], flat[:-1], array[..., None], flat[:0]
                return np.array(shapes[choice // 4 % len(shapes)])
            case 1:
                return array.astype(dtypes[choice // 4 % len(dtypes)])
            case 2:
                return np.full_like(array.astype(np.float64), values[choice // 4 % len(values)])
            case _:
                other = array.astype(np.float64)
                other.reshape(-1)[: 1 + choice // 28] = values[choice // 4 % len(values)]
                return other
