"""Data sets and nets, for evaluate_accuracy and train_ch3."""

from __future__ import annotations

import torch
from hypothesis import strategies as st

class Batches(list):
    """Mini-batches in a list; printed, they are one short word, so that no line breaks in them."""

    def __repr__(self):
        return "batches"


class Again:
    """Mini-batches that can be gone through as often as one likes; counts how often, and tells of each beginning."""

    def __init__(self, batches, begins=lambda: None):
        self.batches, self.begins, self.times, self.taken = batches, begins, 0, 0

    def __iter__(self):
        self.times += 1
        self.begins()
        for batch in self.batches:
            self.taken += 1
            yield batch

    def __repr__(self):
        return "batches"


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
    return Batches((torch.tensor(batch["X"], dtype=dtype), torch.tensor(batch["y"])) for batch in data)


def linear_weights(features, classes):
    """Weights that make scores without ties."""
    numbers = torch.arange(features * classes, dtype=torch.float32).reshape(features, classes)
    return torch.sin(1.7 * numbers + 0.3), torch.linspace(-0.13, 0.11, classes)


class Scores(torch.nn.Module):
    """A linear net; its parameters are W and b. Keeps the inputs that it met outside training mode."""

    def __init__(self, W, b):
        super().__init__()
        self.W, self.b = torch.nn.Parameter(W), torch.nn.Parameter(b)
        self.met_in_eval_mode = []

    def forward(self, X):
        if not self.training:
            self.met_in_eval_mode.append(X)
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
