"""Softmax regression trained in numpy: what train_ch3 must arrive at and print, and what usual mistakes arrive at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from .oracles import Array, Batch, flat, margins, picked, scores, softmax

DivideBy = Literal["batch_size", "length", "both", "nothing"]


@dataclass(frozen=True)
class TrainingCase:
    """Everything that train_ch3 is given. W (4, q), b (q,); the images are 2 x 2."""

    train: list[Batch]
    test: list[Batch]
    W: Array
    b: Array
    lr: float
    num_epochs: int
    batch_size: int

    @property
    def arguments(self) -> dict[str, Any]:
        """As the driver takes them."""
        return {
            **vars(self),
            "train": [list(batch) for batch in self.train],
            "test": [list(batch) for batch in self.test],
        }


@dataclass(frozen=True)
class Epoch:
    """One epoch's figures. The tuples have one element for each mini-batch."""

    losses: tuple[float, ...]  # summed over the batch, before the update
    right: tuple[int, ...]  # before the update
    right_updated: tuple[int, ...]  # after it
    lengths: tuple[int, ...]
    train_acc_afterwards: float  # on all batches, after the epoch
    test_acc: float  # after the epoch
    margin: float  # by which the closest of all predictions was won

    @property
    def loss(self) -> float:
        """Mean over examples."""
        return sum(self.losses) / sum(self.lengths)

    @property
    def train_acc(self) -> float:
        """Counted before each update."""
        return sum(self.right) / sum(self.lengths)


@dataclass(frozen=True)
class Trained:
    """The parameters that training ends with, and its epochs."""

    W: Array
    b: Array
    epochs: tuple[Epoch, ...]


def train(
    case: TrainingCase, *, divide_by: DivideBy = "batch_size", keep_gradients: bool = False, uphill: bool = False
) -> Trained:
    """Softmax regression by mini-batch gradient descent, in float64, from the closed-form gradient.

    The keywords make well-known mistakes: another divisor, gradients that add up, steps in the wrong direction.
    """
    W, b = case.W.astype(np.float64), case.b.astype(np.float64)
    W_grad, b_grad = np.zeros_like(W), np.zeros_like(b)
    rate = -case.lr if uphill else case.lr
    epochs: list[Epoch] = []
    for _ in range(case.num_epochs):
        losses, right, right_updated, closest = [], [], [], []
        for X, y in case.train:
            outputs = scores(X, W, b)
            P = softmax(outputs)
            losses.append(float(-np.log(picked(P, y)).sum()))
            right.append(int((outputs.argmax(axis=1) == y).sum()))
            closest.append(margins(outputs).min())
            P[np.arange(len(y)), y] -= 1  # now the gradient of the summed loss in the scores
            divisors = {"batch_size": case.batch_size, "length": len(y), "both": case.batch_size * len(y), "nothing": 1}
            P /= divisors[divide_by]
            W_grad = keep_gradients * W_grad + flat(X).T @ P
            b_grad = keep_gradients * b_grad + P.sum(axis=0)
            W, b = W - rate * W_grad, b - rate * b_grad
            right_updated.append(int((scores(X, W, b).argmax(axis=1) == y).sum()))
        lengths = tuple(len(y) for _, y in case.train)
        closest += [margins(scores(X, W, b)).min() for X, _ in case.test]
        afterwards, test_acc = (_right(batches, W, b) for batches in (case.train, case.test))
        per_batch = tuple(losses), tuple(right), tuple(right_updated), lengths
        epochs.append(Epoch(*per_batch, afterwards, test_acc, float(min(closest))))
    return Trained(W, b, tuple(epochs))


def training_case(
    rng: np.random.Generator, lengths: Sequence[int], q: int, num_epochs: int, test_lengths: Sequence[int] = (17, 6)
) -> TrainingCase:
    """A random case whose printed figures are clear: no prediction is nearly a tie, and usual mistakes show."""
    teacher = rng.normal(size=(4, q))
    for attempt in range(200):
        batches: list[Batch] = []
        for n in (*lengths, *test_lengths):
            X = rng.normal(size=(n, 1, 2, 2)).astype(np.float32)
            y = (flat(X) @ teacher + rng.gumbel(size=(n, q)) * 0.5).argmax(axis=1).astype(np.int64)
            batches.append((X, y))
        case = TrainingCase(
            batches[: len(lengths)],
            batches[len(lengths) :],
            rng.normal(0, 0.5, size=(4, q)).astype(np.float32),
            rng.normal(0, 0.5, size=q).astype(np.float32),
            float(rng.choice([0.25, 0.5, 0.75])),
            num_epochs,
            max(lengths),
        )
        trained = train(case)
        if all(epoch.margin > 1e-3 for epoch in trained.epochs) and (attempt > 100 or _telling(case, trained)):
            break
    return case


def _telling(case: TrainingCase, trained: Trained) -> bool:
    """Whether the figures of the first epoch change when they are taken at the wrong time or place."""
    first = trained.epochs[0]
    before = train(replace(case, lr=0.0, num_epochs=1)).epochs[0]
    others = (first.train_acc_afterwards, first.test_acc, sum(first.right_updated) / sum(first.lengths))
    batch_means = [loss / n for loss, n in zip(first.losses, first.lengths, strict=True)]
    return (
        min(abs(first.train_acc - other) for other in others) > 0.005
        and abs(first.test_acc - before.test_acc) > 0.005
        and abs(first.test_acc - first.train_acc_afterwards) > 0.005
        and (len(set(first.lengths)) == 1 or abs(float(np.mean(batch_means)) - first.loss) > 0.01)
    )


def _right(batches: Sequence[Batch], W: Array, b: Array) -> float:
    hits = sum(int((scores(X, W, b).argmax(axis=1) == y).sum()) for X, y in batches)
    return hits / sum(len(y) for _, y in batches)
