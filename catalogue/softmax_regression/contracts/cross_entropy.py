"""The contract of cross_entropy. The shape (n,) or (n, 1) of the losses is left open."""

from __future__ import annotations

import numpy as np
import torch
from _inputs import DTYPES, dtypes, plain
from hypothesis import strategies as st

from wallgrade.authoring.mutants.contract import Contract, equal

positive = st.floats(0.05, 1).map(lambda x: round(x, 3))


@st.composite
def cross_entropy_cases(draw):
    n, q = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    y = draw(st.lists(st.integers(0, q - 1), min_size=n, max_size=n))
    weights = st.one_of(positive, st.sampled_from([0.0, 1e-2]))
    rows = []
    for label in y:
        row = draw(st.lists(weights, min_size=q, max_size=q))
        row[label] = row[label] or 0.5  # a label of probability 0 is a case of its own
        rows.append([weight / sum(row) for weight in row])
    zero_at = draw(st.sampled_from([None, None, None, *range(n)]))
    if zero_at is not None and q > 1:
        row = [1.0 / (q - 1)] * q
        row[y[zero_at]] = 0.0
        rows[zero_at] = row
    how = draw(st.sampled_from(["leaf", "no gradients", "not a leaf"]))
    return {"y_hat": rows, "y": y, "dtype": draw(dtypes), "how": how}


def observe_cross_entropy(names, case):
    seen = {}
    y_hat = torch.tensor(case["y_hat"], dtype=DTYPES[case["dtype"]], requires_grad=case["how"] != "no gradients")
    y = torch.tensor(case["y"])
    given = y_hat * 1 if case["how"] == "not a leaf" else y_hat
    before = given.detach().clone()
    wanted = given.requires_grad
    losses = names["cross_entropy"](given, y)
    seen["y_hat.requires_grad unchanged"] = given.requires_grad == wanted
    seen["losses"] = plain(losses)
    if isinstance(losses, torch.Tensor) and losses.dim() == 2 and losses.shape[1] == 1:
        seen["losses"] = plain(losses[:, 0])
    seen["arguments unchanged"] = bool(torch.equal(given.detach(), before)) and y.tolist() == case["y"]
    seen["gradients flow"] = losses.requires_grad
    if case["how"] != "no gradients":
        (losses.reshape(-1) * torch.arange(1, losses.numel() + 1, dtype=losses.dtype)).sum().backward()
        seen["gradient"] = plain(y_hat.grad)
    return seen


def alike_cross_entropy(case, expected, got):
    """A bound of up to 1e-4 below the logarithm is allowed, so that the loss at 0 is finite or infinite."""
    p = np.array([row[label] for row, label in zip(case["y_hat"], case["y"])])
    for key in dict.fromkeys([*expected, *got]):
        one, other = expected.get(key), got.get(key)
        if not (isinstance(one, np.ndarray) and isinstance(other, np.ndarray)):
            if not equal(one, other):
                return key
        elif one.dtype != other.dtype or one.shape != other.shape:
            return key
        elif key == "losses":
            with np.errstate(divide="ignore"):
                least, largest = -np.log(p + 1.2e-4), -np.log(p)
            if not (np.all(other >= least - 1e-5) and np.all((other <= largest + 1e-5) | np.isposinf(largest))):
                return key
            if np.any(other[p == 0] < 9):
                return key
        else:
            rows = (p > 0) & (p < 1)  # at 0 the slope is as large as somebody's bound makes it, at 1 it may end
            if not np.allclose(one[rows], other[rows], rtol=2e-2, atol=1e-5) or np.isnan(other[p > 0]).any():
                return key
    return ""


CONTRACT = Contract(cross_entropy_cases(), observe_cross_entropy, alike_cross_entropy)
