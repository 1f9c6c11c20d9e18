"""What the contract of each function covers, for `wallgrade verify --mutants`: inputs, and what is seen of a call.

What the docstrings leave open is not observed: the shape (n,) or (n, 1) of losses, what sgd returns, whether it clears
gradients, a net left in eval mode, more printed lines.
"""

from __future__ import annotations

import contextlib
import io
import math
import re
from typing import Any

import numpy as np
import torch
from hypothesis import strategies as st

from wallgrade.authoring.mutants.contract import Contract, equal, same

DTYPES = {"float32": torch.float32, "float64": torch.float64}
dtypes = st.sampled_from(list(DTYPES))
ordinary = st.floats(-4, 4).map(lambda x: round(x, 3))
positive = st.floats(0.05, 1).map(lambda x: round(x, 3))


def plain(value):
    """A tensor as an array, anything else by its type."""
    return value.detach().numpy().copy() if isinstance(value, torch.Tensor) else type(value).__name__


# --- softmax

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
            tolerance = 2e-5 if one.dtype == np.float32 else 1e-9
            scale = 30 if key == "gradient" else 1
            if one.shape != other.shape or not np.allclose(one, other, rtol=tolerance, atol=tolerance * scale):
                return key
        elif not equal(one, other):
            return key
    return ""


# --- cross_entropy


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


# --- accuracy


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


# --- data sets and nets, of evaluate_accuracy and train_ch3


class Again:
    """Mini-batches that can be gone through as often as one likes; counts how often."""

    def __init__(self, batches):
        self.batches, self.times, self.taken = batches, 0, 0

    def __iter__(self):
        self.times += 1
        for batch in self.batches:
            self.taken += 1
            yield batch


@st.composite
def data_sets(draw, classes, features, least=1):
    lengths = draw(st.lists(st.integers(1, 5), min_size=least, max_size=4))
    lengths *= draw(st.sampled_from([1, 1, 1, 4]))
    rows = st.lists(st.integers(-3, 3), min_size=features, max_size=features)
    return [
        {
            "X": [draw(rows) for _ in range(length)],
            "y": draw(st.lists(st.integers(0, classes - 1), min_size=length, max_size=length)),
        }
        for length in lengths
    ]


def batches_of(data, dtype=torch.float32):
    return [(torch.tensor(batch["X"], dtype=dtype), torch.tensor(batch["y"])) for batch in data]


def linear_weights(features, classes):
    """Weights that make scores without ties."""
    numbers = torch.arange(features * classes, dtype=torch.float32).reshape(features, classes)
    return torch.sin(1.7 * numbers + 0.3), torch.linspace(-0.13, 0.11, classes)


class Scores(torch.nn.Module):
    """A linear net; its parameters are W and b."""

    def __init__(self, W, b):
        super().__init__()
        self.W, self.b = torch.nn.Parameter(W), torch.nn.Parameter(b)

    def forward(self, X):
        return X.reshape(len(X), -1) @ self.W + self.b


def net_of(kind, features, classes):
    """A net and its parameters: a Module, or a plain function of two tensors."""
    W, b = linear_weights(features, classes)
    if kind == "module":
        module = Scores(W, b)
        return module, list(module.parameters())
    W, b = W.requires_grad_(), b.requires_grad_()
    kept = [W, b]

    def net(X):
        return X.reshape(len(X), -1) @ kept[0] + kept[1]

    def probabilities(X):
        return torch.softmax(net(X), dim=1)

    return (net if kind == "function" else probabilities), kept


# --- evaluate_accuracy


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


# --- sgd


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
        "given as": draw(st.sampled_from(["list", "tuple", "once"])),
        "lr": draw(st.sampled_from([0.1, 1.0, 0.03])),
        "batch_size": draw(st.sampled_from([1, 2, 7, 256])),
    }


def observe_sgd(names, case):
    seen = {}
    dtype = DTYPES[case["dtype"]]
    params = [torch.tensor(p["p"], dtype=dtype).reshape(p["shape"]).requires_grad_() for p in case["params"]]
    for param, told in zip(params, case["params"]):
        param.grad = torch.tensor(told["grad"], dtype=dtype).reshape(told["shape"])
    kept = list(params)
    given = {"list": list, "tuple": tuple, "once": iter}[case["given as"]](params)
    names["sgd"](given, case["lr"], case["batch_size"])
    seen["requires_grad"] = [p.requires_grad for p in params]
    seen["same objects"] = all(one is other for one, other in zip(kept, params)) and len(kept) == len(params)
    if case["given as"] == "list":
        seen["same list"] = len(given) == len(kept) and all(one is other for one, other in zip(given, kept))
    seen["leaves"] = all(p.is_leaf for p in kept)
    seen["after"] = [plain(p) for p in kept]
    return seen


# --- train_ch3

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
    net, params = net_of(case["net"], case["features"], case["classes"])
    if case["parameters"] == 1:
        params[1].requires_grad_(False)
        params = params[:1]
    elif case["parameters"] == 3:  # one more, added to the scores
        scale, inner = torch.linspace(0.5, 1.5, case["classes"]).requires_grad_(), net
        params = [*params, scale]

        def net(X):
            return inner(X) * scale

    train, test = batches_of(case["train"]), batches_of(case["test"])
    if case["iterator"] == "again":
        train, test = Again(train), Again(test)
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
    seen["leaves"] = all(p.is_leaf for p in kept)
    lines = [figures_of(line) for line in printed.getvalue().splitlines()]
    seen["lines"] = [line for line in lines if len(line) == 4]
    seen["loss by the mean"] = case["loss"] == "mean"
    if case["iterator"] == "again":
        seen["times through the test set"] = [test.times, test.taken]
        seen["times through the training set"] = [train.times, train.taken]
    return seen


KINDS = {"test": r"test|测试", "train": r"train|训练", "loss": r"loss|损失", "epoch": r"epoch|第"}
NUMBER = re.compile(r"(?<![\d.])[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|nan|inf)\s*%?|(?<=\d)/\d+", re.IGNORECASE)


def figures_of(line):
    """The four figures of an epoch's line by what stands before them, in the order of the line."""
    figures, start = {}, 0
    for match in NUMBER.finditer(line):
        label, text = line[start : match.start()].lower(), match.group().strip()
        start = match.end()
        if text.startswith("/"):
            continue
        kind = next((kind for kind, pattern in KINDS.items() if re.search(pattern, label)), None)
        if kind is not None and kind not in figures:
            figures[kind] = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    return figures


PRECISION = {"epoch": 0, "loss": 1.1e-4, "train": 1.1e-3, "test": 1.1e-3}


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


CONTRACTS: dict[str, Any] = {
    "softmax": Contract(softmax_cases(), observe_softmax, alike_softmax),
    "cross_entropy": Contract(cross_entropy_cases(), observe_cross_entropy, alike_cross_entropy),
    "accuracy": Contract(accuracy_cases(), observe_accuracy),
    "evaluate_accuracy": Contract(evaluate_cases(), observe_evaluate),
    "sgd": Contract(sgd_cases(), observe_sgd),
    "train_ch3": Contract(train_cases(), observe_train, alike_train),
}
