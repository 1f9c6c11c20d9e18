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
    def loss_of_means(self) -> float:
        """The sum of the mini-batches' means over the number of examples; the figure that notebook 04 explains."""
        return sum(loss / n for loss, n in zip(self.losses, self.lengths, strict=True)) / sum(self.lengths)

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


Rates = tuple[float, float, float]  # for the upper half of W, its lower half, and b
Point = tuple[Batch, Array, Array]  # a mini-batch, and W and b before its update
EACH: Rates = (1, 1, 1)
NONE: Rates = (0, 0, 0)


def train(
    case: TrainingCase,
    *,
    divide_by: DivideBy = "batch_size",
    keep: Rates = NONE,
    anew: bool = False,
    rates: Rates = EACH,
    each_epoch: bool = False,
) -> Trained:
    """Softmax regression by mini-batch gradient descent, in float64, from the closed-form gradient.

    The keywords make well-known mistakes: another divisor; gradients that add up, in all or (`anew`) in one epoch;
    other `rates`, such as -1 for uphill; updates after the last batch of each epoch only.
    """
    key = divide_by, keep, anew, rates, each_epoch
    if key not in case.known:
        case.known[key] = _train(case, *key)
    return case.known[key]


def _train(case: TrainingCase, divide_by: DivideBy, keep: Rates, anew: bool, rates: Rates, each_epoch: bool) -> Trained:
    W, b = case.W.astype(np.float64), case.b.astype(np.float64)
    (kept_W, kept_b), (rates_W, rates_b) = _by_row(keep, len(W)), _by_row(rates, len(W))
    W_grad, b_grad = np.zeros_like(W), np.zeros_like(b)
    path: list[list[Point]] = []
    for _ in range(case.num_epochs):
        points: list[Point] = []
        if anew:
            W_grad, b_grad = np.zeros_like(W), np.zeros_like(b)
        for k, (X, y) in enumerate(case.train):
            points.append(((X, y), W, b))
            P = softmax(scores(X, W, b))
            P[np.arange(len(y)), y] -= 1  # now the gradient of the summed loss in the scores
            divisors = {"batch_size": case.batch_size, "length": len(y), "both": case.batch_size * len(y), "nothing": 1}
            P /= divisors[divide_by]
            W_grad = kept_W * W_grad + flat(X).T @ P
            b_grad = kept_b * b_grad + P.sum(axis=0)
            if not each_epoch or k == len(case.train) - 1:
                W, b = W - rates_W * case.lr * W_grad, b - rates_b * case.lr * b_grad
        path.append(points)
    _protect(W, b)
    return Trained(W, b, figures_along(path, W, b, case.test))


def _by_row(rates: Rates, rows: int) -> tuple[Array, float]:
    upper, lower, bias = rates
    return np.repeat([upper, lower], [rows // 2, rows - rows // 2])[:, None], bias


def figures_along(path: Sequence[Sequence[Point]], W: Array, b: Array, test: Sequence[Batch]) -> tuple[Epoch, ...]:
    """Each epoch's figures, if training went this way (epoch by epoch, batch by batch) and ended with W and b."""
    ends = [(W_next, b_next) for points in path[1:] for _, W_next, b_next in points[:1]]
    return tuple(_epoch(points, *end, test) for points, end in zip(path, [*ends, (W, b)], strict=True))


def _epoch(points: Sequence[Point], W: Array, b: Array, test: Sequence[Batch]) -> Epoch:
    losses, losses_updated, right, right_updated, closest = [], [], [], [], []
    afterwards = [*((W_next, b_next) for _, W_next, b_next in points[1:]), (W, b)]
    for ((X, y), W_before, b_before), after in zip(points, afterwards, strict=True):
        outputs = scores(X, W_before, b_before)
        losses.append(_loss(softmax(outputs), y))
        right.append(_hits(outputs, y))
        closest.append(margins(outputs).min())
        outputs = scores(X, *after)
        losses_updated.append(_loss(softmax(outputs), y))
        right_updated.append(_hits(outputs, y))
    lengths = tuple(len(y) for (_, y), _, _ in points)
    tested = [scores(X, W, b) for X, _ in test]
    closest += [margins(outputs).min() for outputs in tested]
    test_hits = [_hits(outputs, y) for outputs, (_, y) in zip(tested, test, strict=True)]
    test_lengths = [len(y) for _, y in test]
    return Epoch(
        *(tuple(losses), tuple(losses_updated), tuple(right), tuple(right_updated), lengths),
        train_acc_afterwards=sum(_hits(scores(X, W, b), y) for (X, y), _, _ in points) / sum(lengths),
        test_accs=tuple(hits / n for hits, n in zip(test_hits, test_lengths, strict=True)),
        test_acc=sum(test_hits) / sum(test_lengths),
        margin=float(min(closest)),
    )


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
    with np.errstate(all="ignore"):
        return float(-np.log(picked(P, y)).sum())


def _hits(outputs: Array, y: Array) -> int:
    return int((outputs.argmax(axis=1) == y).sum())
