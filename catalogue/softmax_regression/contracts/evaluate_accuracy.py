"""The contract of evaluate_accuracy. A net left in eval mode is left open."""

from __future__ import annotations

import torch
from _nets import Again, batches_of, data_sets, net_of
from hypothesis import strategies as st

from wallgrade.authoring.mutants.contract import Contract

@st.composite
def evaluate_cases(draw):
    features, classes = draw(st.integers(1, 3)), draw(st.integers(2, 4))
    return {
        "data": draw(data_sets(classes, features)),
        "features": features,
        "classes": classes,
        "net": draw(st.sampled_from(["function", "module"])),
        "iterator": draw(st.sampled_from(["list", "once", "again", "tuple"])),
        "training": draw(st.booleans()),
    }


def observe_evaluate(names, case):
    seen = {}
    net, params = net_of(case["net"], case["features"], case["classes"])
    if case["net"] == "module":
        net.train(case["training"])
    batches = batches_of(case["data"])
    data = {"list": list, "once": iter, "again": Again, "tuple": tuple}[case["iterator"]](batches)
    before = [p.detach().clone() for p in params]
    returned = names["evaluate_accuracy"](data, net)
    seen["requires_grad"] = [p.requires_grad for p in params]
    seen["a float"] = isinstance(returned, float) or type(returned).__name__
    seen["fraction"] = float(returned)
    seen["parameters unchanged"] = all(map(torch.equal, before, params))
    seen["no gradients"] = all(p.grad is None for p in params)
    seen["data unchanged"] = all(
        torch.equal(X, wanted) and torch.equal(y, labels)
        for (X, y), (wanted, labels) in zip(batches, batches_of(case["data"]))
    )
    return seen


CONTRACT = Contract(evaluate_cases(), observe_evaluate)
