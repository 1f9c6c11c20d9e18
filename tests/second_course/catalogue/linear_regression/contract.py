"""What the contracts of this small lesson cover: values, of small numbers. For `wallgrade verify --mutants`."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import strategies as st

from wallgrade.authoring.mutants.contract import Contract, same

numbers = st.integers(-1, 1).map(float)


def column(values):
    return torch.tensor(values).reshape(-1, 1)


def values_of(tensor):
    """As float64: the checks of this lesson look at no dtype."""
    return np.asarray(tensor.detach() if isinstance(tensor, torch.Tensor) else tensor, dtype=np.float64).reshape(-1)


def values_only(case, expected, got):
    """The checks of this lesson do not ask what is left changed."""
    return same(case, *({**seen, "left behind": []} for seen in (expected, got)))


@st.composite
def linreg_cases(draw):
    n, d = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    X = draw(st.lists(st.lists(numbers, min_size=d, max_size=d), min_size=n, max_size=n))
    return {"X": X, "w": draw(st.lists(numbers, min_size=d, max_size=d))}


def observe_linreg(names, case):
    X, w = np.array(case["X"]), np.array(case["w"]).reshape(-1, 1)
    return {"prediction": values_of(names["linreg"](torch.tensor(X), torch.tensor(w), 0.5))}


@st.composite
def loss_cases(draw):
    return {name: draw(st.lists(numbers, min_size=4, max_size=4)) for name in ("y_hat", "y")}


def observe_loss(names, case):
    return {"losses": values_of(names["squared_loss"](column(case["y_hat"]), torch.tensor(case["y"])))}


def observe_sgd(names, case):
    p = column(case["y_hat"][:2]).requires_grad_()
    p.grad = column(case["y"][:2])
    names["sgd"]([p], 0.1, 5)
    return {"after": values_of(p)}


CONTRACTS = {
    "linreg": Contract(linreg_cases(), observe_linreg, values_only),
    "squared_loss": Contract(loss_cases(), observe_loss, values_only),
    "sgd": Contract(loss_cases(), observe_sgd, values_only),
}
