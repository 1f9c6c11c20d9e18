"""Models of well-known ways to get evaluate_accuracy wrong: the number that each of them gives.

As for accuracy, one is named only if it alone gives what came back for the failing data and for all `DATA_PROBES`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .accuracy_mistakes import COARSER, DIVISORS
from .messages import accuracy as shared
from .messages import common
from .messages import evaluate_accuracy as messages
from .oracles import CLOSE, Array, LinearData, linear_data, scores
from .outcomes import Mistakes, Model, Modelled, Stops, other_sizes

# --- evaluate_accuracy: models of the batches


def _counted(hits: Callable[[Array, Array], Array | Stops]) -> Model[LinearData]:
    """`hits(outputs, y)`, summed over all batches, over all examples; or the error at the first batch that has one."""

    def model(made: LinearData) -> Modelled:
        right = 0.0
        for X, y in made.batches:
            found = hits(scores(X, made.W, made.b), y)
            if isinstance(found, Stops):
                return found
            right += float(found.sum())
        return right / sum(made.lengths)

    return model


def _columns(outputs: Array, y: Array) -> Array | Stops:
    fits = len(y) in (1, outputs.shape[1])
    return outputs.argmax(axis=0) == y if fits else other_sizes(outputs.shape[1], len(y))


def _figures(value: Callable[[Array, Array], float]) -> Model[LinearData]:
    """`value(right, lengths)`, of each batch."""
    return lambda made: float(value(np.array(made.right), np.array(made.lengths)))


def _running(right: Array, lengths: Array) -> float:
    average = 0.0
    for accuracy in right / lengths:
        average = (average + accuracy) / 2
    return average


def _running_from_first(right: Array, lengths: Array) -> float:
    average, *others = right / lengths
    for accuracy in others:
        average = (average + accuracy) / 2
    return float(average)


def _without_short(right: Array, lengths: Array) -> float:
    full = lengths == lengths[0]
    return float(right[full].sum() / lengths[full].sum())


EVALUATE: Mistakes[LinearData] = [
    (shared.COUNT, _figures(lambda right, n: right.sum())),
    (shared.PERCENTAGE, lambda made: 100 * made.fraction),
    (shared.ERROR_RATE, lambda made: 1 - made.fraction),
    *((shared.ROUNDED, lambda made, d=d: float(round(made.fraction, d))) for d in range(1, 5)),
    (shared.NEAREST_WHOLE, lambda made: float(round(made.fraction))),
    (common.MEAN_OF_BATCHES, _figures(lambda right, n: (right / n).mean())),
    (messages.FULL_BATCHES, _figures(lambda right, n: right.sum() / (n[0] * len(n)))),
    *((messages.FIRST_BATCHES, _figures(lambda right, n, k=k: right[:k].sum() / n[:k].sum())) for k in (9, 10, 11)),  # type: ignore[misc]
    (messages.SHORT_LEFT_OUT, _figures(_without_short)),
    (messages.SHORT_LEFT_OUT, _figures(lambda right, n: right[:-1].sum() / n[:-1].sum() if len(n) > 1 else 0.0)),
    (messages.ONE_BATCH, _figures(lambda right, n: right[0] / n[0])),
    (messages.ONE_BATCH, _figures(lambda right, n: right[-1] / n[-1])),
    (messages.FRACTIONS_ADDED, _figures(lambda right, n: (right / n).sum() / n.sum())),
    (messages.FRACTIONS_NOT_AVERAGED, _figures(lambda right, n: (right / n).sum())),
    (messages.RUNNING_AVERAGE, _figures(_running)),
    (messages.RUNNING_AVERAGE, _figures(_running_from_first)),
    (messages.DIVIDED_BY_BATCHES, _figures(lambda right, n: right.sum() / len(n))),
    (messages.LAST_LENGTH, _figures(lambda right, n: right.sum() / n[-1])),
    (messages.LAST_RIGHT, _figures(lambda right, n: right[-1] / n.sum())),
    *((messages.FIXED_BATCH_SIZE.filled(divisor=c), _figures(lambda right, n, c=c: right.sum() / (c * len(n))))  # type: ignore[misc]
      for c in DIVISORS),
    *((shared.FIXED_DIVISOR.filled(divisor=c), _figures(lambda right, n, c=c: right.sum() / c)) for c in DIVISORS),  # type: ignore[misc]
    (shared.WHOLE_OR_NOTHING, lambda made: float(made.fraction == 1)),
    (shared.NEVER_RIGHT, _counted(lambda o, y: o.max(axis=1) == y)),
    (shared.ALWAYS_ZERO, lambda made: 0.0),
    *((shared.ROUNDED_SCORES, _counted(lambda o, y, c=c: c(o).argmax(axis=1) == y)) for c in COARSER),  # type: ignore[misc]
    (shared.ARGMAX_COLUMNS, _counted(_columns)),
    (shared.ARGMAX_EVERYTHING, _counted(lambda o, y: o.argmax() == y)),
    (shared.ARGMIN, _counted(lambda o, y: o.argmin(axis=1) == y)),
    (shared.LABELS_FROM_ONE, _counted(lambda o, y: o.argmax(axis=1) + 1 == y)),
    (shared.EVERY_PAIR, _counted(lambda o, y: o.argmax(axis=1)[:, None] == y)),
]  # fmt: skip

_MANY = (5, 4, 5, 3, 4, 5, 2, 4, 3, 5, 1, 2, 0, 1), (5,) * 13 + (3,)
_SOME = (2, 3, 1), (7, 4, 6)
_SQUARE, _ALL = ((2, 3), (4, 4)), ((3, 3, 2), (3, 3, 2))
_LARGEST_IS_LABEL = LinearData(
    [(np.ones((n, 1, 2, 2), np.float32), np.array(labels)) for n, labels in ((3, [2, 1, 2]), (2, [0, 2]))],
    np.zeros((4, 3), np.float32),
    np.array([-1, 2, 0], np.float32),
    (1, 0),
)
DATA_PROBES = [
    *(
        linear_data(np.random.default_rng(seed), *figures, q)
        for seed, (figures, q) in enumerate([(_MANY, 5), (_SOME, 3), (_SQUARE, 4), (_ALL, 4)])
    ),
    linear_data(np.random.default_rng(4), (6, 3), (8, 6), 5, lead=CLOSE),
    _LARGEST_IS_LABEL,
]
