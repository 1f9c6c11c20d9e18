"""The contract of accuracy. Ties are left open."""

from __future__ import annotations

import torch
from _inputs import DTYPES, dtypes
from hypothesis import strategies as st

from wallgrade.authoring.mutants.contract import Contract

@st.composite
def accuracy_cases(draw):
    n, q = draw(st.integers(1, 7)), draw(st.integers(2, 5))
    scale = draw(st.sampled_from([1.0, 0.01, 100.0]))
    order = st.permutations(range(q))
    rows = [[round((place - draw(st.integers(0, 2))) * scale, 4) for place in draw(order)] for _ in range(n)]
    # no ties at the top, which the contract leaves open
    rows = [row if sorted(row)[-1] > sorted(row)[-2] else [place * scale for place in range(q)] for row in rows]
    y = draw(st.lists(st.integers(0, q - 1), min_size=n, max_size=n))
    return {"y_hat": rows, "y": y, "dtype": draw(dtypes), "gradients": draw(st.booleans())}


def observe_accuracy(names, case):
    seen = {}
    y_hat = torch.tensor(case["y_hat"], dtype=DTYPES[case["dtype"]], requires_grad=case["gradients"])
    given = y_hat * 1 if case["gradients"] else y_hat
    y, before = torch.tensor(case["y"]), given.detach().clone()
    wanted = given.requires_grad
    returned = names["accuracy"](given, y)
    seen["y_hat.requires_grad unchanged"] = given.requires_grad == wanted
    seen["a float"] = isinstance(returned, float) or type(returned).__name__
    seen["fraction"] = float(returned)
    seen["arguments unchanged"] = bool(torch.equal(given.detach(), before)) and y.tolist() == case["y"]
    return seen


CONTRACT = Contract(accuracy_cases(), observe_accuracy)
