"""The contract of softmax."""

from __future__ import annotations

import contextlib

import numpy as np
import torch
from _inputs import DTYPES, dtypes, ordinary, plain
from hypothesis import strategies as st

from wallgrade.authoring.mutants.contract import Contract, equal

outputs = st.one_of(ordinary, st.integers(-3, 3).map(float), st.sampled_from([0.0, 30.0, 100.0, 1000.0, -100.0, -1000.0, 1e4]))


@st.composite
def softmax_cases(draw):
    n, q = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    X = draw(st.lists(st.lists(outputs, min_size=q, max_size=q), min_size=n, max_size=n))
    how = draw(st.sampled_from(["leaf", "no gradients", "not a leaf", "inside no_grad"]))
    return {"X": X, "dtype": draw(dtypes), "how": how}


def observe_softmax(names, case):
    seen = {}
    X = torch.tensor(case["X"], dtype=DTYPES[case["dtype"]], requires_grad=case["how"] != "no gradients")
    given = X * 1 if case["how"] == "not a leaf" else X
    before = given.detach().clone()
    wanted = given.requires_grad
    with torch.no_grad() if case["how"] == "inside no_grad" else contextlib.nullcontext():
        Y = names["softmax"](given)
    seen["X.requires_grad unchanged"] = given.requires_grad == wanted
    seen["returned"] = plain(Y)
    seen["X unchanged"] = bool(torch.equal(given.detach(), before))
    seen["a new tensor"] = not (isinstance(Y, torch.Tensor) and Y.data_ptr() == given.data_ptr())
    seen["gradients flow"] = Y.requires_grad
    if case["how"] in {"leaf", "not a leaf"}:
        weights = torch.arange(1, Y.numel() + 1, dtype=Y.dtype).reshape(Y.shape)
        (Y * weights).sum().backward()
        seen["gradient"] = plain(X.grad)
    return seen


def alike_softmax(case, expected, got):
    """Probabilities that are 0 up to rounding, and their gradients, may be any so small number."""
    for key in dict.fromkeys([*expected, *got]):
        one, other = expected.get(key), got.get(key)
        if isinstance(one, np.ndarray) and isinstance(other, np.ndarray) and one.dtype == other.dtype:
            largest = np.abs(case["X"]).max()  # a logarithm of the sum is as exact as the largest output
            tolerance = 2e-5 + 1e-7 * largest if one.dtype == np.float32 else 1e-9
            scale = 30 if key == "gradient" else 1
            if one.shape != other.shape or not np.allclose(one, other, rtol=tolerance, atol=tolerance * scale):
                return key
        elif not equal(one, other):
            return key
    return ""


CONTRACT = Contract(softmax_cases(), observe_softmax, alike_softmax)
