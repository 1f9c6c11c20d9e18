"""What the checks compare with: closed forms in numpy (float64), and inputs whose right answer is known beforehand.

No torch here. This runs on the grader side only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Batch = tuple[Array, Array]  # X float32 (B, ...), y int64 (B,)


def softmax(X: Array) -> Array:
    """Row-wise softmax of (n, q)."""
    powers = np.exp(X.astype(np.float64) - X.max(axis=1, keepdims=True))
    result: Array = powers / powers.sum(axis=1, keepdims=True)
    return result


def softmax_gradient(X: Array, cotangent: Array) -> Array:
    """The gradient of sum(cotangent * softmax(X)) in X: p * (c - sum_k c_k p_k), row by row."""
    P = softmax(X)
    result: Array = P * (cotangent - (cotangent * P).sum(axis=1, keepdims=True))
    return result


def picked(y_hat: Array, y: Array) -> Array:
    """The probability of each example's label, (n,)."""
    result: Array = y_hat.astype(np.float64)[np.arange(len(y)), y]
    return result


def cross_entropy_gradient(y_hat: Array, y: Array, cotangent: Array) -> Array:
    """The gradient of sum(cotangent * losses) in y_hat: -c / p at the label, 0 elsewhere."""
    result = np.zeros(y_hat.shape)
    result[np.arange(len(y)), y] = -cotangent / picked(y_hat, y)
    return result


def accuracy(y_hat: Array, y: Array) -> float:
    """Fraction of rows whose largest element is in column y; NaN for shapes that do not fit."""
    if y_hat.ndim != 2 or not y_hat.size or y_hat.shape[:1] != y.reshape(-1).shape:
        return float("nan")
    return float((y_hat.argmax(axis=1) == y.reshape(-1)).mean())


def sgd(params: Sequence[Array], grads: Sequence[Array], lr: float, batch_size: float) -> list[Array]:
    """One step; each result in its parameter's dtype. ValueError for gradients of other shapes, or for many an lr."""
    if np.ndim(lr) or np.ndim(batch_size):
        raise ValueError("lr and batch_size are numbers")
    if any(p.shape != g.shape for p, g in zip(params, grads, strict=True)):
        raise ValueError("a gradient has another shape than its parameter")
    with np.errstate(all="ignore"):
        return [
            (p - lr * g.astype(np.float64) / np.float64(batch_size)).astype(p.dtype)
            for p, g in zip(params, grads, strict=True)
        ]


def predictions(rng: np.random.Generator, n: int, q: int, right: int) -> Batch:
    """Probabilities (n, q) float32 and labels (n,) of which exactly `right` are the clear winner of their row."""
    winners = rng.integers(q, size=n)
    y_hat = rng.uniform(0.1, 1, size=(n, q))
    y_hat[np.arange(n), winners] = rng.uniform(1.5, 3, size=n)
    y_hat /= y_hat.sum(axis=1, keepdims=True)
    return y_hat.astype(np.float32), some_right(rng, winners, q, right)


def scored(
    rng: np.random.Generator,
    n: int,
    q: int,
    right: int,
    others: tuple[float, float],
    second: float,
    gap: float,
    dtype: type,
) -> Batch:
    """Scores (n, q) and labels (n,) of which exactly `right` are the largest of their row.

    In each row the largest is `gap` above the second largest, which mostly comes before it; the `others` are below.
    """
    y_hat = rng.uniform(*others, size=(n, q))
    columns = np.sort(np.argsort(rng.random((n, q)), axis=1)[:, :2], axis=1)
    columns[::4] = columns[::4, ::-1]
    y_hat[np.arange(n), columns[:, 0]] = second
    y_hat[np.arange(n), columns[:, 1]] = second + gap
    return y_hat.astype(dtype), some_right(rng, columns[:, 1], q, right)


def some_right(rng: np.random.Generator, winners: Array, q: int, right: int) -> Array:
    """Labels (n,) int64: `winners` in `right` places, another class in the rest."""
    wrong = rng.permutation(len(winners))[right:]
    labels = winners.astype(np.int64)
    labels[wrong] = (labels[wrong] + rng.integers(1, q, size=len(wrong))) % q
    return labels


@dataclass(frozen=True)
class LinearData:
    """Mini-batches on which the net X @ W + b is right in exactly `right` of `n` examples."""

    batches: list[Batch]
    W: Array
    b: Array
    right: tuple[int, ...]  # in each batch

    @property
    def lengths(self) -> tuple[int, ...]:
        """Examples in each batch."""
        return tuple(len(y) for _, y in self.batches)

    @property
    def fraction(self) -> float:
        """Right ones over all."""
        return sum(self.right) / sum(self.lengths)


CLEAR, CLOSE = (0.01, np.inf), (2e-4, 2e-3)  # by how much the highest of a row's scores may lead


def linear_data(
    rng: np.random.Generator, right: Sequence[int], lengths: Sequence[int], q: int, lead: tuple[float, float] = CLEAR
) -> LinearData:
    """Images (B, 1, 2, 2), and weights W (4, q), b (q,) that classify `right[i]` of `lengths[i]` correctly."""
    W, b = rng.normal(size=(4, q)).astype(np.float32), rng.normal(size=q).astype(np.float32)
    ends = np.cumsum(lengths)[:-1]
    X = _leading_by(lead, rng, sum(lengths), W, b)
    winners = scores(X, W, b).argmax(axis=1)
    parts = zip(np.split(X, ends), np.split(winners, ends), right, strict=True)
    return LinearData([(images, some_right(rng, best, q, hits)) for images, best, hits in parts], W, b, tuple(right))


def _leading_by(lead: tuple[float, float], rng: np.random.Generator, n: int, W: Array, b: Array) -> Array:
    """Images whose highest score is the highest by so much, whatever the order in which one adds."""
    found = np.zeros((0, 1, 2, 2), np.float32)
    many = 2 * n if lead == CLEAR else 4000 * n
    while len(found) < n:
        X = rng.normal(size=(many, 1, 2, 2)).astype(np.float32)
        leads = margins(scores(X, W, b))
        found = np.concatenate([found, X[(leads > lead[0]) & (leads < lead[1])]])
    return found[:n]


def flat(X: Array) -> Array:
    """Each example as one row, float64."""
    return X.reshape(len(X), -1).astype(np.float64)


def scores(X: Array, W: Array, b: Array) -> Array:
    """X @ W + b in float64."""
    result: Array = flat(X) @ W.astype(np.float64) + b.astype(np.float64)
    return result


def margins(outputs: Array) -> Array:
    """By how much the highest score of each row leads."""
    ordered = np.sort(outputs, axis=1)
    result: Array = ordered[:, -1] - ordered[:, -2]
    return result
