"""The contract of sgd. What it returns, and whether it clears the gradients, is left open."""

from __future__ import annotations

import math

import torch
from _inputs import DTYPES, dtypes, ordinary, plain
from hypothesis import strategies as st

from wallgrade.authoring.mutants.contract import Contract

@st.composite
def sgd_cases(draw):
    shapes = st.sampled_from([(1,), (2,), (3, 2), (1, 2), (2, 1, 2)])
    grads = st.one_of(ordinary, st.sampled_from([0.0, 50.0, -1000.0]))
    params = []
    for shape in draw(st.lists(shapes, min_size=1, max_size=4)):
        size = math.prod(shape)
        values = draw(st.lists(ordinary, min_size=size, max_size=size))
        params.append({"shape": shape, "p": values, "grad": draw(st.lists(grads, min_size=size, max_size=size))})
    return {
        "params": params,
        "dtype": draw(dtypes),
        "given as": draw(st.sampled_from(["list", "tuple"])),
        "lr": draw(st.sampled_from([0.1, 1.0, 0.03])),
        "batch_size": draw(st.sampled_from([1, 2, 7, 256])),
    }


def tensor(values, shape, dtype):
    """A tensor of its own, and no view of another: a gradient that is a view cannot be detached in place."""
    return torch.tensor(values, dtype=dtype).reshape(shape).clone()


def observe_sgd(names, case):
    seen = {}
    dtype = DTYPES[case["dtype"]]
    params = [tensor(p["p"], p["shape"], dtype).requires_grad_() for p in case["params"]]
    for param, told in zip(params, case["params"]):
        param.grad = tensor(told["grad"], told["shape"], dtype)
    kept = list(params)
    given = {"list": list, "tuple": tuple}[case["given as"]](params)
    names["sgd"](given, case["lr"], case["batch_size"])
    seen["requires_grad"] = [p.requires_grad for p in params]
    seen["same objects"] = all(one is other for one, other in zip(kept, params)) and len(kept) == len(params)
    if case["given as"] == "list":
        seen["same list"] = len(given) == len(kept) and all(one is other for one, other in zip(given, kept))
    seen["leaves"] = all(p.is_leaf for p in kept)
    seen["after"] = [plain(p) for p in kept]
    return seen


CONTRACT = Contract(sgd_cases(), observe_sgd)
