"""The contract of train_ch3. More printed lines, and what it returns, are left open."""

from __future__ import annotations

import contextlib
import io
import math

import torch
from _inputs import plain
from _nets import Again, batches_of, data_sets, net_of
from _printed_lines import figures_of
from hypothesis import strategies as st

from wallgrade.authoring.mutants.contract import Contract, same

torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1).step()  # the first one imports for seconds: here, and once

LOSSES = {
    "(n,)": lambda y_hat, y: torch.nn.functional.cross_entropy(y_hat, y, reduction="none"),
    "(n, 1)": lambda y_hat, y: torch.nn.functional.cross_entropy(y_hat, y, reduction="none").reshape(-1, 1),
    "mean": lambda y_hat, y: torch.nn.functional.cross_entropy(y_hat, y),
}


@st.composite
def train_cases(draw):
    features, classes = draw(st.integers(1, 3)), draw(st.integers(2, 4))
    return {
        "train": draw(data_sets(classes, features, least=2)),
        "test": draw(data_sets(classes, features)),
        "features": features,
        "classes": classes,
        "net": draw(st.sampled_from(["function", "module", "probabilities"])),
        "loss": draw(st.sampled_from(list(LOSSES))),
        "epochs": draw(st.integers(1, 4)),
        "optimizer": draw(st.booleans()),
        "iterator": draw(st.sampled_from(["again", "list"])),
        "parameters": draw(st.sampled_from([2, 1, 3])),
    }


@contextlib.contextmanager
def counted(names, function, seen):
    """Adds to `seen` how often the program called its own function."""
    own, calls = names[function], []

    def counting(*arguments, **named):
        calls.append(1)
        return own(*arguments, **named)

    names[function] = counting
    try:
        yield
    finally:
        names[function] = own
        seen[f"calls of {function}"] = len(calls)


def observe_train(names, case):
    seen = {}
    made, params = net_of(case["net"], case["features"], case["classes"])
    net = made
    if case["parameters"] == 1:
        params[1].requires_grad_(False)
        params = params[:1]
    elif case["parameters"] == 3:  # one more, added to the scores
        scale, inner = torch.linspace(0.5, 1.5, case["classes"]).requires_grad_(), net
        params = [*params, scale]

        def net(X):
            return inner(X) * scale

    begun = []  # how many training batches there had been at the beginning of each pass through the test set
    train, test = batches_of(case["train"]), batches_of(case["test"])
    case_batches = train
    if case["iterator"] == "again":
        train = Again(train)
        test = Again(test, lambda: begun.append(train.taken))
    kept = list(params)
    arguments = {"net": net, "train_iter": train, "test_iter": test, "loss": LOSSES[case["loss"]],
                 "num_epochs": case["epochs"], "batch_size": 5}
    arguments |= (
        {"optimizer": torch.optim.SGD(params, lr=0.1)} if case["optimizer"] else {"params": params, "lr": 0.3}
    )
    printed = io.StringIO()
    # positional up to batch_size, as in notebook 04; the rest by keyword
    first, last = list(arguments.values())[:6], dict(list(arguments.items())[6:])
    with contextlib.redirect_stdout(printed), counted(names, "sgd", seen):
        names["train_ch3"](*first, **last)
    seen["requires_grad"] = [p.requires_grad for p in kept]
    seen["parameters"] = [plain(p) for p in kept]
    elsewhere = getattr(made, "met_in_eval_mode", [])
    seen["trains in training mode"] = not any(X is met for met in elsewhere for X, _ in case_batches)
    seen["leaves"] = all(p.is_leaf for p in kept)
    lines = [figures_of(line) for line in printed.getvalue().splitlines()]
    seen["lines"] = [line for line in lines if len(line) == 4]
    seen["loss by the mean"] = case["loss"] == "mean"
    if case["iterator"] == "again":
        seen["times through the training set"] = [train.times, train.taken]
        seen["the test set is left alone during an epoch"] = all(taken % len(train.batches) == 0 for taken in begun)
    return seen


PRECISION = {"epoch": 0, "loss": 1.1e-3, "train": 1.1e-3, "test": 1.1e-3}


def alike_train(case, expected, got):
    """Figures as exact as the contract's line shows them."""
    lines = expected.get("lines"), got.get("lines")
    if "raised" not in expected and "raised" not in got:
        if len(lines[0]) != len(lines[1]):
            return "lines"
        for one, other in zip(*lines):
            for kind, precision in PRECISION.items():
                near = abs(one[kind] - other[kind]) <= precision + 1e-5 * abs(one[kind])
                if not near and not (math.isnan(one[kind]) and math.isnan(other[kind])):
                    return "lines"
    rest = [{key: value for key, value in seen.items() if key != "lines"} for seen in (expected, got)]
    return same(case, *rest)


CONTRACT = Contract(train_cases(), observe_train, alike_train)
