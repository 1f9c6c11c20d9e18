"""What the contracts of this lesson cover, for `wallgrade verify --mutants`. (sgd has none, so its survivors stay open.)"""

from __future__ import annotations

import torch
from hypothesis import strategies as st

from wallgrade.authoring.mutants.contract import Contract

numbers = st.integers(-3, 3).map(float)


@st.composite
def linreg_cases(draw):
    n, d = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    X = draw(st.lists(st.lists(numbers, min_size=d, max_size=d), min_size=n, max_size=n))
    return {"X": X, "w": draw(st.lists(numbers, min_size=d, max_size=d)), "b": draw(numbers)}


def observe_linreg(names, case):
    w = torch.tensor(case["w"]).reshape(-1, 1)
    return {"prediction": names["linreg"](torch.tensor(case["X"]), w, case["b"]).reshape(-1).numpy()}


@st.composite
def loss_cases(draw):
    n = draw(st.integers(1, 3))
    return {name: draw(st.lists(numbers, min_size=n, max_size=n)) for name in ("y_hat", "y")}


def observe_loss(names, case):
    losses = names["squared_loss"](torch.tensor(case["y_hat"]).reshape(-1, 1), torch.tensor(case["y"]))
    return {"losses": losses.reshape(-1).numpy()}


CONTRACTS = {
    "linreg": Contract(linreg_cases(), observe_linreg),
    "squared_loss": Contract(loss_cases(), observe_loss),
}
