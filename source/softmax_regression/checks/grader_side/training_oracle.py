"""Softmax regression trained in numpy: what train_ch3 must arrive at and print, and what usual mistakes arrive at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
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
    known: dict[Any, Trained] = field(init=False, default_factory=dict, compare=False, repr=False)  # what `train` gave

    @property
    def arguments(self) -> dict[str, Any]:
        """As the driver takes them."""
        return {
            **{name: value for name, value in vars(self).items() if name != "known"},
            "train": [list(batch) for batch in self.train],
            "test": [list(batch) for batch in self.test],
        }


@dataclass(frozen=True)
class Epoch:
    """One epoch's figures. The tuples have one element for each mini-batch."""

    losses: tuple[float, ...]  # summed over the batch, before the update
    losses_updated: tuple[float, ...]  # after it
    right: tuple[int, ...]  # before the update
    right_updated: tuple[int, ...]  # after it
    lengths: tuple[int, ...]
    train_acc_afterwards: float  # on all batches, after the epoch
    test_accs: tuple[float, ...]  # for each batch of the test set, after the epoch
    test_acc: float  # on all of them
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
    case: TrainingCase,
    *,
    divide_by: DivideBy = "batch_size",
    keep: tuple[int, int] = (0, 0),
    anew: bool = False,
    rates: tuple[float, float] = (1, 1),
    each_epoch: bool = False,
) -> Trained:
    """Softmax regression by mini-batch gradient descent, in float64, from the closed-form gradient.

    The keywords make well-known mistakes: another divisor; gradients of (W, b) that add up, in all or (`anew`) in one
    epoch; other `rates` for (W, b), such as -1 for uphill; updates after the last batch of each epoch only.
    """
    key = divide_by, keep, anew, rates, each_epoch
    if key not in case.known:
        case.known[key] = _train(case, *key)
    return case.known[key]


def _train(
    case: TrainingCase,
    divide_by: DivideBy,
    keep: tuple[int, int],
    anew: bool,
    rates: tuple[float, float],
    each_epoch: bool,
) -> Trained:
    W, b = case.W.astype(np.float64), case.b.astype(np.float64)
    W_grad, b_grad = np.zeros_like(W), np.zeros_like(b)
    epochs: list[Epoch] = []
    for _ in range(case.num_epochs):
        losses, losses_updated, right, right_updated, closest = [], [], [], [], []
        if anew:
            W_grad, b_grad = np.zeros_like(W), np.zeros_like(b)
        for k, (X, y) in enumerate(case.train):
            outputs = scores(X, W, b)
            P = softmax(outputs)
            losses.append(_loss(P, y))
            right.append(_hits(outputs, y))
            closest.append(margins(outputs).min())
            P[np.arange(len(y)), y] -= 1  # now the gradient of the summed loss in the scores
            divisors = {"batch_size": case.batch_size, "length": len(y), "both": case.batch_size * len(y), "nothing": 1}
            P /= divisors[divide_by]
            W_grad = keep[0] * W_grad + flat(X).T @ P
            b_grad = keep[1] * b_grad + P.sum(axis=0)
            if not each_epoch or k == len(case.train) - 1:
                W, b = W - rates[0] * case.lr * W_grad, b - rates[1] * case.lr * b_grad
            outputs = scores(X, W, b)
            losses_updated.append(_loss(softmax(outputs), y))
            right_updated.append(_hits(outputs, y))
        lengths = tuple(len(y) for _, y in case.train)
        tested = [scores(X, W, b) for X, _ in case.test]
        closest += [margins(outputs).min() for outputs in tested]
        test_hits = [_hits(outputs, y) for outputs, (_, y) in zip(tested, case.test, strict=True)]
        test_lengths = [len(y) for _, y in case.test]
        epochs.append(
            Epoch(
                *(tuple(losses), tuple(losses_updated), tuple(right), tuple(right_updated), lengths),
                train_acc_afterwards=sum(_hits(scores(X, W, b), y) for X, y in case.train) / sum(lengths),
                test_accs=tuple(hits / n for hits, n in zip(test_hits, test_lengths, strict=True)),
                test_acc=sum(test_hits) / sum(test_lengths),
                margin=float(min(closest)),
            )
        )
    _protect(W, b)
    return Trained(W, b, tuple(epochs))


Telling = Callable[[TrainingCase, Trained], bool]
MOST_CASES = 300
_drawn: dict[Any, tuple[TrainingCase, Any]] = {}


def training_case(
    rng: np.random.Generator,
    lengths: Sequence[int],
    q: int,
    num_epochs: int,
    test_lengths: Sequence[int] = (17, 6),
    telling: Telling = lambda case, trained: True,
) -> TrainingCase:
    """A random case in which no prediction is nearly a tie and, if it can be had, that is `telling`.

    Every student of a class meets the same cases, so each is searched for once in a process. Its arrays are read-only.
    """
    key = repr(rng.bit_generator.state), tuple(lengths), q, num_epochs, tuple(test_lengths), telling
    if key not in _drawn:
        if len(_drawn) >= MOST_CASES:
            _drawn.clear()
        _drawn[key] = _draw(rng, lengths, q, num_epochs, test_lengths, telling), rng.bit_generator.state
    case, rng.bit_generator.state = _drawn[key]
    return case


def _draw(
    rng: np.random.Generator,
    lengths: Sequence[int],
    q: int,
    num_epochs: int,
    test_lengths: Sequence[int],
    telling: Telling,
) -> TrainingCase:
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
        if all(epoch.margin > 1e-3 for epoch in trained.epochs) and (attempt > 100 or telling(case, trained)):
            break
    _protect(case.W, case.b, *(array for batch in batches for array in batch))
    return case


def _protect(*arrays: Array) -> None:
    for array in arrays:
        array.setflags(write=False)


def _loss(P: Array, y: Array) -> float:
    return float(-np.log(picked(P, y)).sum())


def _hits(outputs: Array, y: Array) -> int:
    return int((outputs.argmax(axis=1) == y).sum())
