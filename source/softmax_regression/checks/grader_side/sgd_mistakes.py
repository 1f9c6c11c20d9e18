"""Models of well-known ways to get sgd wrong: the parameters that each of them arrives at.

A mistake is named only if it alone explains what came of the failing input and of all `PROBES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from lessoncheck.misconceptions import Misconception, only_one

from .judging import FLOAT32
from .messages import sgd as messages
from .oracles import Array

Step = Callable[[Array, Array, int], Array]  # p, p.grad and the place in params -> p after one step
NOTEBOOK_NAMES = "X|y|W|b|net|train_iter|test_iter|data_iter|num_inputs|num_outputs|num_epochs|loss|optimizer|trainer"


@dataclass(frozen=True)
class Case:
    """What sgd is called with: parameters, the gradients of one or more steps, lr and batch_size."""

    params: list[Array]
    steps: list[list[Array]]
    lr: float
    batch_size: int
    container: str = "list"

    def stepped(self, step: Step) -> list[Array]:
        """The parameters after all steps, each taken by `step`; each in its own dtype."""
        params = self.params
        with np.errstate(all="ignore"):
            for grads in self.steps:
                pairs = enumerate(zip(params, grads, strict=True))
                params = [np.asarray(step(p, g.astype(np.float64), k)).astype(p.dtype) for k, (p, g) in pairs]
        return params

    def scaled(self, factor: float) -> list[Array]:
        """The parameters after all steps of p - factor * p.grad."""
        return self.stepped(lambda p, g, k: p - factor * g)

    @property
    def right(self) -> list[Array]:
        """What sgd must arrive at."""
        return self.scaled(self.lr / self.batch_size)


def same(found: Sequence[Array], right: Sequence[Array]) -> bool:
    """Whether all parameters agree."""
    return len(found) == len(right) and all(FLOAT32.close(a, b) for a, b in zip(found, right, strict=True))


def explain(made: Case, found: list[Array], call: Callable[[Case], list[Array] | None]) -> Misconception | None:
    """The only mistake that fits what was found for `made` and what comes of the probes; `call` may come to None."""
    fitting = _fitting(made, found)
    for probe in PROBES if fitting else ():
        came = call(probe)
        fitting &= set() if came is None else _fitting(probe, came)
    return only_one(fitting)


def from_error(error: str) -> Misconception | None:
    """What Python's and torch's own words leave no doubt about."""
    return next((known for sign, known in _ERRORS if sign in error), None)


_ERRORS = [
    ("leaf Variable that requires grad", messages.SGD_IN_AUTOGRAD),
    ("'tuple' object does not support item assignment", messages.SGD_REPLACED),
    ("values to unpack (expected", messages.SGD_TWO_PARAMS),
    ("'int' object is not subscriptable", messages.SGD_DICTIONARY),
    ("'float' object is not subscriptable", messages.SGD_DICTIONARY),
]


def _fitting(made: Case, found: list[Array]) -> set[Misconception]:
    if same(found, made.right):
        return set()
    return {known for known, params in _models(made, found) if same(found, params) and not same(params, made.right)}


def _models(made: Case, found: list[Array]) -> Iterable[tuple[Misconception, list[Array]]]:
    lr, n, many = made.lr, made.batch_size, len(made.params)
    rate = lr / n

    def only(chosen: Callable[[int, Array], bool]) -> list[Array]:
        return made.stepped(lambda p, g, k: p - rate * g if chosen(k, p) else p)

    def one_number(reduce: Callable[[Array], Array], factor: float) -> list[Array]:
        return made.stepped(lambda p, g, k: p - factor * reduce(g))

    yield messages.SGD_UNCHANGED, made.params
    yield messages.SGD_FIRST_ONLY, only(lambda k, p: k == 0)
    yield messages.SGD_FIRST_TWO, only(lambda k, p: k < 2)
    yield messages.SGD_LAST_ONLY, only(lambda k, p: k == many - 1)
    yield messages.SGD_MATRICES_ONLY, only(lambda k, p: p.ndim > 1)
    yield messages.SGD_UPHILL, made.scaled(-rate)
    yield messages.SGD_NOT_DIVIDED, made.scaled(lr)
    yield messages.SGD_NO_LR, made.scaled(1 / n)
    yield messages.SGD_TWICE, made.scaled(rate / n)
    yield messages.SGD_MULTIPLIED, made.scaled(lr * n)
    yield messages.SGD_LR_DIVIDES, made.scaled(1 / (lr * n))
    yield messages.SGD_SWAPPED, made.scaled(n / lr)
    yield messages.SGD_STEPS_TWICE, made.scaled(2 * rate)
    yield messages.SGD_BY_PARAMS, made.scaled(lr / many)
    yield messages.SGD_BY_LENGTH, made.stepped(lambda p, g, k: p - lr * g / (len(p) if p.ndim else 1))
    yield messages.SGD_BY_LENGTH, made.stepped(lambda p, g, k: p - lr * g / p.size)
    yield messages.SGD_LR_SHRINKS, made.stepped(lambda p, g, k: p - lr / float(n) ** (k + 1) * g)
    for whole in (np.floor, np.round, np.trunc):
        yield messages.SGD_FLOOR, made.stepped(lambda p, g, k, w=whole: p - w(lr * g / n))  # type: ignore[misc]
        yield messages.SGD_FLOOR, made.stepped(lambda p, g, k, w=whole: p - lr * w(g / n))  # type: ignore[misc]
    for what, reduce in (("mean", np.mean), ("sum", np.sum)):
        for factor in (lr, rate):
            yield messages.SGD_ONE_NUMBER.filled(what=what), one_number(reduce, factor)
    for factor in (lr, rate):
        yield messages.SGD_SIGN, made.stepped(lambda p, g, k, f=factor: p - f * np.sign(g))  # type: ignore[misc]
        yield messages.SGD_NO_GRAD_USED, made.stepped(lambda p, g, k, f=factor: p - f * p)  # type: ignore[misc]
        yield messages.SGD_ONLY_STEP, made.stepped(lambda p, g, k, f=factor: f * g)  # type: ignore[misc]
        yield messages.SGD_ONLY_STEP, made.stepped(lambda p, g, k, f=factor: -f * g)  # type: ignore[misc]
    used = _factor(made, found)
    if used is not None and 1e-9 < used < 1e9:
        divisor = round(lr / used)
        if divisor > 1 and abs(lr / used - divisor) < 0.01:
            yield messages.SGD_DIVISOR.filled(divisor=divisor), made.scaled(lr / divisor)
        step = float(f"{used:.3g}")
        yield messages.SGD_STEP.filled(step=step), made.scaled(step)


def _factor(made: Case, found: list[Array]) -> float | None:
    """The f for which found is nearest to p - f * p.grad, where there was one step."""
    if len(made.steps) != 1 or len(found) != len(made.params):
        return None
    moved = [p.astype(np.float64) - a for p, a in zip(made.params, found, strict=True) if p.shape == a.shape]
    if len(moved) != len(found):
        return None
    grads = np.concatenate([g.astype(np.float64).ravel() for g in made.steps[0]])
    return float(np.concatenate([m.ravel() for m in moved]) @ grads / (grads @ grads))


def _probe(seed: int, lr: float, batch_size: int, *shapes: tuple[int, ...]) -> Case:
    rng = np.random.default_rng(seed)
    params, grads = ([rng.normal(size=shape).astype(np.float32) for shape in shapes] for _ in range(2))
    return Case(params, [grads], lr, batch_size)


PROBES = [
    _probe(1, 0.85, 6, (4, 3), (3,), (3, 5), (5,), (2, 2, 2)),
    _probe(2, 1.7, 9, (5, 2), (2,), (3,)),
    _probe(3, 0.37, 8, (3, 7), (7,), (4,)),
    _probe(4, 17.0, 2, (9, 5), (5,), (5, 3), (3,)),  # long steps, which rounding does not make 0
]
