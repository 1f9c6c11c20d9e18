"""What the driver of train_ch3 in checks/drivers.py trains, and what it writes down of the way there.

Nothing here knows a right answer.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from lessoncheck.driver_api import UnusableValue, as_array

from . import texts

Array = NDArray[Any]


class Course:
    """What a run of train_ch3 does, in order, one letter for each thing; it explains a wrong result and proves nothing.

    e, v: train_iter, test_iter starts anew; b, t: it hands out a mini-batch. n: net predicts (N: with autograd off).
    l: loss is called. h, p: backward reaches the loss, the prediction. g: gradients have been put into .grad (z: they
    are 0). s: sgd is called, o: the optimiser steps (S, O: the parameters have no gradient then, or it is 0). `path`
    has all parameters, in one row, at every b. `in_training_mode` tells whether `net`, if it is a Module, was so at
    every h.
    """

    MOST = 20_000
    MOST_POINTS = 2_000

    def __init__(self, weights: Sequence[Tensor], net: nn.Module | None = None) -> None:
        self.in_training_mode = True
        self._net = net
        self.letters: list[str] = []
        self.path: list[Array] = []
        self._weights = weights
        if weights[0].requires_grad:
            weights[0].register_post_accumulate_grad_hook(self._gradients)  # type: ignore[no-untyped-call]

    def note(self, letter: str) -> None:
        """One more thing."""
        if len(self.letters) < self.MOST:
            self.letters.append(letter)
        if letter == "h":
            self.in_training_mode &= self._net is None or self._net.training
        if letter == "b" and len(self.path) < self.MOST_POINTS:
            with contextlib.suppress(Exception):  # parameters that cannot be read are judged at the end
                W, b = whole(self._weights)
                self.path.append(np.concatenate([W.ravel(), b.ravel()]))

    def predicts(self, y_hat: Tensor) -> Tensor:
        """net has been called; the same tensor, which now tells when backward comes by."""
        self.note("n" if torch.is_grad_enabled() else "N")
        return self._watch(y_hat, "p")

    def compares(self, losses: Tensor) -> Tensor:
        """loss has been called; the same tensor, likewise."""
        self.note("l")
        return self._watch(losses, "h")

    def _gradients(self, parameter: Tensor) -> None:
        self.note("g" if parameter.grad is not None and bool(parameter.grad.any()) else "z")

    def updates(self, letter: str) -> None:
        """sgd or the optimiser is about to change the parameters."""
        moved = any(p.grad is not None and bool(p.grad.any()) for p in self._weights)
        self.note(letter if moved else letter.upper())

    def _watch(self, tensor: Tensor, letter: str) -> Tensor:
        if tensor.requires_grad:
            tensor.register_hook(lambda _: self.note(letter))  # type: ignore[no-untyped-call]
        return tensor


def cut(W: Array, b: Array, parts: int) -> list[Tensor]:
    """W (d, q) and b (q,) as one, two, three or more parameters, which train in the same way.

    One: b is the last row of W. Two: W, b. Three: the upper half of W, b, the lower half.
    q + 1 (more than three): the columns of W, then b.
    """
    half = len(W) // 2
    few = {1: [np.vstack([W, b])], 2: [W, b], 3: [W[:half], b, W[half:]]}
    return [torch.tensor(piece, requires_grad=True) for piece in few.get(parts, [*W.T, b])]


def whole(parameters: Sequence[Tensor]) -> tuple[Array, Array]:
    """W and b of parameters that were `cut`; UnusableValue when their shapes do not go together any more."""
    pieces = [as_array(p) for p in parameters]
    try:
        match pieces:
            case [both]:
                return both[:-1], both[-1]
            case [W, b]:
                return W, b
            case [upper, b, lower]:
                return np.concatenate([upper, lower]), b
        *columns, b = pieces
        return np.stack(columns, axis=1), b
    except (IndexError, ValueError):
        raise UnusableValue from None


class LinearNet(nn.Module):
    """X @ W + b with parameters that were `cut`."""

    def __init__(self, parameters: Sequence[Tensor]) -> None:
        super().__init__()
        self.weights = nn.ParameterList([nn.Parameter(p.detach()) for p in parameters])

    def forward(self, X: Tensor) -> Tensor:
        return linear(X, list(self.weights))


LinearNet.forward.__qualname__ = "net"  # as Python's messages call it


def linear(X: Tensor, parameters: Sequence[Tensor]) -> Tensor:
    """X @ W + b with parameters that were `cut`; refuses, in words, what are no images."""
    if not isinstance(X, Tensor) or X.ndim == 0 or not X.is_floating_point():
        raise TypeError(texts.NET_TAKES.format(given=_described(X)))
    rows = X.reshape(len(X), -1)
    match parameters:
        case [both]:
            return rows @ both[:-1] + both[-1]
        case [W, b]:
            return rows @ W + b
        case [upper, b, lower]:
            return rows @ torch.cat([upper, lower]) + b
    *columns, b = parameters
    return rows @ torch.stack(columns, dim=1) + b


class SGD(torch.optim.SGD):
    """torch.optim.SGD, without what torch.compile needs of it: the import of that costs as much as torch's own."""

    add_param_group = inspect.unwrap(torch.optim.SGD.add_param_group)
    zero_grad = inspect.unwrap(torch.optim.SGD.zero_grad)
    step = torch.no_grad()(inspect.unwrap(torch.optim.SGD.step))


Loss = Callable[[Tensor, Tensor], Tensor]


def loss_of(course: Course, losses: str, *, logits: bool) -> Loss:
    """A loss that tells `course` of each call.

    losses: "rows" for shape (n,), "column" for (n, 1), "mean" for their mean.
    logits: what nn.CrossEntropyLoss takes; else probabilities.
    """
    if logits and losses != "column":
        criterion = nn.CrossEntropyLoss(reduction="mean" if losses == "mean" else "none")
        criterion.register_forward_pre_hook(lambda _module, given: must_be_scores_and_labels("loss", *given))
        criterion.register_forward_hook(lambda _module, _given, value: course.compares(value))
        return criterion

    def loss(y_hat: Tensor, y: Tensor) -> Tensor:
        must_be_scores_and_labels("loss", y_hat, y)
        each = F.cross_entropy(y_hat, y, reduction="none") if logits else F.nll_loss(y_hat.log(), y, reduction="none")
        return course.compares({"rows": each, "column": each.reshape(-1, 1), "mean": each.mean()}[losses])

    loss.__qualname__ = "loss"
    return loss


def must_be_scores_and_labels(name: str, y_hat: Any, y: Any) -> None:
    """What is called with (y_hat, y) refuses, in words, anything else."""
    if not isinstance(y_hat, Tensor) or not isinstance(y, Tensor) or y_hat.ndim != 2 or y.shape != y_hat.shape[:1]:
        raise ValueError(texts.PREDICTIONS_AND_LABELS.format(name=name, y_hat=_described(y_hat), y=_described(y)))


def _described(value: Any) -> str:
    return f"shape {tuple(value.shape)}" if isinstance(value, Tensor) else f"a {type(value).__name__}"
