"""Models of well-known ways to get accuracy and evaluate_accuracy wrong: the number that each of them gives.

A fraction of few examples can come from many mistakes. So one is named only if it alone gives what came back for
the failing input and for all `PROBES`, inputs made so that no two mistakes agree on all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np

from lessoncheck.failures import CheckFailed
from lessoncheck.misconceptions import Misconception, only_one

from .messages import accuracy as messages
from .messages import common
from .oracles import Array, LinearData, linear_data, predictions, scores

C = TypeVar("C")
Case = tuple[Array, Array, int]  # y_hat, y, and how many predictions are right
Modelled = float | Literal["wrong"] | None  # a number; "wrong": anything but the right one; None: an error
Model = Callable[[C], Modelled]
Mistakes = Sequence[tuple[Misconception, Model[C]]]

PROBE_SECONDS = 5.0
DIVISORS = (2, 10, 32, 64, 100, 128, 256, 784, 1000, 2000, 10000, 60000)


@dataclass(frozen=True)
class Outcome:
    """What a call came to: a number, or the error that stopped the student's code ("" for anything else)."""

    number: float | None
    error: str = ""

    def fits(self, modelled: Modelled, right: float) -> bool:
        """Whether a mistake of which this is expected can be the one."""
        if modelled is None:
            return bool(self.error)
        if self.number is None:
            return bool(self.error) and modelled == "wrong"
        expected = right if modelled == "wrong" else modelled
        near = abs(self.number - expected) <= 2e-6 + 1e-5 * abs(expected)
        return near != (modelled == "wrong")


def stopped(failed: CheckFailed) -> Outcome:
    """The outcome of a call that failed; only with a line of the student's was it an error in their code."""
    return Outcome(None, failed.message if failed.details else "")


def named(
    mistakes: Mistakes[C], case: C, came: Outcome, probes: Iterable[C], right: Model[C], call: Callable[[C], Outcome]
) -> Misconception | None:
    """The only mistake that fits what came of `case`, and what comes of the probes."""
    left = [(known, model) for known, model in mistakes if came.fits(model(case), _number(right(case)))]
    for probe in probes if left else ():
        probed = call(probe)
        left = [(known, model) for known, model in left if probed.fits(model(probe), _number(right(probe)))]
        if not left:
            break
    return only_one(known for known, _ in left)


def from_error(error: str) -> Misconception | None:
    """What torch's own words leave no doubt about."""
    return messages.BOOLEAN_MEAN if "mean()" in error and "dtype" in error else None


@contextmanager
def float_follows_value(judge_value: Callable[[], None]) -> Iterator[None]:
    """Where the number itself is wrong, a result that is no float gets the name of that mistake, or none."""
    try:
        yield
    except CheckFailed as failed:
        try:
            judge_value()
        except CheckFailed as value:
            failed.misconception = value.misconception
        raise


def _number(modelled: Modelled) -> float:
    return modelled if isinstance(modelled, float) else float("nan")


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
            return None
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


def _one_hot(case: Case) -> float:
    n, q = case[0].shape
    return float(1 - 2 * (n - case[2]) / (n * q))


ACCURACY: Mistakes[Case] = [
    (messages.COUNT, _per_count(lambda case: 1)),
    (messages.PERCENTAGE, lambda case: 100 * fraction(case)),
    (messages.ERROR_RATE, lambda case: 1 - fraction(case)),
    *((messages.ROUNDED, lambda case, d=d: float(round(fraction(case), d))) for d in range(5)),
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
    (messages.NEVER_RIGHT, lambda case: 0.0),
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


PROBES = [_probe(seed, *shape) for seed, shape in enumerate(
    [(11, 11, 4), (17, 4, 7), (5, 3, 5), (12, 10, 5), (23, 10, 16), (19, 3, 11)]
)]  # fmt: skip


# --- evaluate_accuracy: models of the batches


def _counted(hits: Callable[[Array, Array], Array | None]) -> Model[LinearData]:
    """`hits(outputs, y)`, summed over all batches, over all examples."""

    def model(made: LinearData) -> Modelled:
        found = [hits(scores(X, made.W, made.b), y) for X, y in made.batches]
        if any(batch is None for batch in found):
            return None
        return float(sum(batch.sum() for batch in found if batch is not None) / sum(made.lengths))

    return model


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
    (messages.COUNT, _figures(lambda right, n: right.sum())),
    (messages.PERCENTAGE, lambda made: 100 * made.fraction),
    (messages.ERROR_RATE, lambda made: 1 - made.fraction),
    *((messages.ROUNDED, lambda made, d=d: float(round(made.fraction, d))) for d in range(5)),
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
    *((messages.FIXED_DIVISOR.filled(divisor=c), _figures(lambda right, n, c=c: right.sum() / c)) for c in DIVISORS),  # type: ignore[misc]
    (messages.WHOLE_OR_NOTHING, lambda made: float(made.fraction == 1)),
    (messages.NEVER_RIGHT, lambda made: 0.0),
    (messages.ARGMAX_COLUMNS, _counted(lambda o, y: o.argmax(axis=0) == y if len(y) in (1, o.shape[1]) else None)),
    (messages.ARGMAX_EVERYTHING, _counted(lambda o, y: o.argmax() == y)),
    (messages.ARGMIN, _counted(lambda o, y: o.argmin(axis=1) == y)),
    (messages.LABELS_FROM_ONE, _counted(lambda o, y: o.argmax(axis=1) + 1 == y)),
    (messages.EVERY_PAIR, _counted(lambda o, y: o.argmax(axis=1)[:, None] == y)),
]  # fmt: skip

_MANY = (5, 4, 5, 3, 4, 5, 2, 4, 3, 5, 1, 2, 0, 1), (5,) * 13 + (3,)
_SOME = (2, 3, 1), (7, 7, 4)
_SQUARE, _ALL = ((2, 3), (4, 4)), ((3, 3, 2), (3, 3, 2))
DATA_PROBES = [
    linear_data(np.random.default_rng(seed), *figures, q)
    for seed, (figures, q) in enumerate([(_MANY, 5), (_SOME, 3), (_SQUARE, 4), (_ALL, 4)])
]
