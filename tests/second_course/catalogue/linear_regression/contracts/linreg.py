"""The contract of linreg."""

from __future__ import annotations

import numpy as np
import torch
from _shared import numbers, values_of, values_only
from hypothesis import strategies as st

from wallgrade.authoring.mutants.contract import Contract

@st.composite
def linreg_cases(draw):
    n, d = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    X = draw(st.lists(st.lists(numbers, min_size=d, max_size=d), min_size=n, max_size=n))
    return {"X": X, "w": draw(st.lists(numbers, min_size=d, max_size=d))}


def observe_linreg(names, case):
    X, w = np.array(case["X"]), np.array(case["w"]).reshape(-1, 1)
    return {"prediction": values_of(names["linreg"](torch.tensor(X), torch.tensor(w), 0.5))}


CONTRACT = Contract(linreg_cases(), observe_linreg, values_only)
