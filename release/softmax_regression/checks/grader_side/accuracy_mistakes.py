"""Models of well-known ways to get accuracy wrong: the number that each of them gives.

A fraction of few examples can come from many mistakes. So one is named only if it alone gives what came back for
the failing input and for all `PROBES`, inputs made so that no two mistakes agree on all of them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .messages import accuracy as messages
from .oracles import Array, predictions, scored
from .outcomes import Mistakes, Model, Modelled, other_sizes

Case = tuple[Array, Array, int]  # y_hat, y, and how many predictions are right
DIVISORS = (2, 10, 32, 64, 100, 128, 256, 784, 1000, 2000, 10000, 60000)

# --- accuracy: models of (y_hat, y, right)


def fraction(case: Case) -> float:
    """What is right."""
    return case[2] / len(case[1])


def _compared(predict: Callable[[Array], Array]) -> Model[Case]:
    return lambda case: float((predict(case[0]) == case[1]).mean())


def _per_count(divisor: Callable[[Case], float]) -> Model[Case]:
    return lambda case: case[2] / divisor(case)


def _columns(whole: bool) -> Model[Case]:
    def model(case: Case) -> Modelled:
        y_hat, y, _ = case
        if len(y) not in (1, y_hat.shape[1]):
            return other_sizes(y_hat.shape[1], len(y))
        hits = y_hat.argmax(axis=0) == y
        return float(hits.sum() / len(y) if whole else hits.mean())

    return model


def _left_out(kept: slice, whole: bool) -> Model[Case]:
    def model(case: Case) -> Modelled:
        y_hat, y, _ = case
        hits = (y_hat.argmax(axis=1) == y)[kept]
        if not whole and not len(hits):
            return "wrong"
        return float(hits.sum() / (len(y) if whole else len(hits)))

    return model


def _every_pair(case: Case) -> float:
    return float((case[0].argmax(axis=1)[:, None] == case[1]).mean())


def _label_probability(case: Case) -> Array:
    probabilities: Array = case[0][np.arange(len(case[1])), case[1]].astype(np.float64)
    return probabilities


def _rounded_to(decimals: int) -> Callable[[Array], Array]:
    return lambda y_hat: np.round(y_hat, decimals)


def _in(dtype: type) -> Callable[[Array], Array]:
    return lambda y_hat: y_hat.astype(dtype)


# Ways to make scores coarser, so that close ones become equal.
COARSER: list[Callable[[Array], Array]] = [
    np.floor,
    np.trunc,
    *map(_rounded_to, range(7)),
    _in(np.float16),
    _in(np.float32),
]


def _coarse(coarser: Callable[[Array], Array]) -> Model[Case]:
    return _compared(lambda y_hat: coarser(y_hat).argmax(axis=1))


def _one_hot(case: Case) -> float:
    n, q = case[0].shape
    return float(1 - 2 * (n - case[2]) / (n * q))


ACCURACY: Mistakes[Case] = [
    (messages.COUNT, _per_count(lambda case: 1)),
    (messages.PERCENTAGE, lambda case: 100 * fraction(case)),
    (messages.ERROR_RATE, lambda case: 1 - fraction(case)),
    *((messages.ROUNDED, lambda case, d=d: float(round(fraction(case), d))) for d in range(1, 5)),
    (messages.NEAREST_WHOLE, lambda case: float(round(fraction(case)))),
    (messages.ARGMAX_COLUMNS, _columns(whole=True)),
    (messages.ARGMAX_COLUMNS, _columns(whole=False)),
    (messages.ARGMAX_EVERYTHING, _compared(lambda y_hat: np.asarray(y_hat.argmax()))),
    (messages.ARGMIN, _compared(lambda y_hat: y_hat.argmin(axis=1))),
    (messages.LABELS_FROM_ONE, _compared(lambda y_hat: y_hat.argmax(axis=1) + 1)),
    (messages.EVERY_PAIR, _every_pair),
    (messages.EVERY_PAIR, lambda case: len(case[1]) * _every_pair(case)),
    (messages.DIVIDED_BY_CLASSES, _per_count(lambda case: case[0].shape[1])),
    (messages.DIVIDED_BY_ELEMENTS, _per_count(lambda case: case[0].size)),
    *((messages.FIXED_DIVISOR.filled(divisor=c), _per_count(lambda case, c=c: c)) for c in DIVISORS),  # type: ignore[misc]
    (messages.ONE_HOT_ELEMENTS, _one_hot),
    (messages.TEN_CLASSES, lambda case: fraction(case) if case[0].shape[1] == 10 else "wrong"),
    (messages.WHOLE_OR_NOTHING, lambda case: float(case[2] == len(case[1]))),
    (messages.NEVER_RIGHT, _compared(lambda y_hat: y_hat.max(axis=1))),
    (messages.ALWAYS_ZERO, lambda case: 0.0),
    *((messages.ROUNDED_SCORES, _coarse(coarser)) for coarser in COARSER),
    (messages.ABOVE_ONE_HALF, lambda case: float((_label_probability(case) > 0.5).mean())),
    (messages.MEAN_PROBABILITY, lambda case: float(_label_probability(case).mean())),
    *(
        (messages.ONE_LEFT_OUT, _left_out(kept, whole))
        for kept in (slice(1, None), slice(-1))
        for whole in (True, False)
    ),
]


def _probe(seed: int, n: int, q: int, right: int) -> Case:
    """An input whose largest element is in the first row, so that its position is a class too."""
    y_hat, y = predictions(np.random.default_rng(seed), n, q, right)
    order = np.argsort(-y_hat.max(axis=1))
    return y_hat[order], y[order], right


def _turned(case: Case) -> Case:
    """The last row first: now the position of the largest element is no class, and the first prediction not its own."""
    return case[0][::-1].copy(), case[1][::-1].copy(), case[2]


def _close(seed: int, dtype: type, gap: float) -> Case:
    """An input with two largest elements in each row, between which there is this gap."""
    return *scored(np.random.default_rng(seed), 8, 5, 6, (-0.9, 0.1), 0.4, gap, dtype), 6


PROBES = [
    *(_probe(seed, *shape) for seed, shape in enumerate(
        [(11, 11, 4), (17, 4, 7), (5, 3, 5), (12, 10, 5), (23, 10, 16), (19, 3, 11), (6, 6, 3)]
    )),
    _turned(_probe(10, 14, 4, 6)),
    _close(7, np.float32, 2e-5),
    _close(8, np.float64, 1e-12),
    (np.array([[0, 0.5, 2], [1, 0, -1], [2, 0, 1], [0, 1, -1]], np.float32), np.array([2, 1, 2, 2]), 1),
]  # fmt: skip
