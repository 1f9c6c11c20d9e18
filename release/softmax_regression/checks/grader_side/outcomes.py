"""What came of a call, and which of the well-known mistakes alone explains it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeVar

from lessoncheck.failures import CheckFailed
from lessoncheck.misconceptions import Misconception, only_one

from .messages import accuracy as messages

C = TypeVar("C")
PROBE_SECONDS = 5.0


@dataclass(frozen=True)
class Stops:
    """What is expected of a mistake that stops with an error: a pattern for the error's message."""

    pattern: str


Modelled = float | Literal["wrong"] | Stops  # "wrong": anything but the right number, or an error
Model = Callable[[C], Modelled]
Mistakes = Sequence[tuple[Misconception, Model[C]]]


@dataclass(frozen=True)
class Outcome:
    """What a call came to: a number, or the error that stopped the student's code ("" for anything else)."""

    number: float | None
    error: str = ""

    def fits(self, modelled: Modelled, right: float) -> bool:
        """Whether a mistake of which this is expected can be the one."""
        if isinstance(modelled, Stops):
            return bool(re.search(modelled.pattern, self.error))
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


def other_sizes(one: int, other: int) -> Stops:
    """What torch says when two tensors of one dimension are compared that are not equally long."""
    sizes = rf"tensor a \((?:{one}|{other})\) must match the size of tensor b \((?:{one}|{other})\)"
    return Stops(rf"{sizes} at non-singleton dimension 0")


def from_error(error: str) -> Misconception | None:
    """What torch's own words leave no doubt about."""
    if "call numpy() on Tensor that requires grad" in error:
        return messages.NUMPY_WITH_GRADIENTS
    if "mean()" in error and (found := re.search(r"Got: (\w+)", error)):
        return messages.BOOLEAN_MEAN if found[1] == "Bool" else messages.INTEGER_MEAN
    return None


@contextmanager
def float_follows_value(judge_value: Callable[[], None]) -> Iterator[None]:
    """Where the number itself is wrong, a result that is no float gets the name of that mistake, or none."""
    try:
        yield
    except CheckFailed as failed:
        try:
            judge_value()
        except CheckFailed as value:
            failed.misconception, failed.keeps = value.misconception, value.keeps
        raise


def _number(modelled: Modelled) -> float:
    return modelled if isinstance(modelled, float) else float("nan")
