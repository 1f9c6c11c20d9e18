"""The checks of accuracy(y_hat, y). What is right is known because the inputs are made that way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from checks.grader_side.accuracy_mistakes import ACCURACY, PROBES, Case, fraction
from checks.grader_side.cross_entropy_mistakes import LABELS
from checks.grader_side.judging import (
    ask,
    must_be_float,
    must_be_unchanged,
    must_leave_nothing_behind,
    names_in,
    returned_number,
    same_kinds,
    show,
    told,
)
from checks.grader_side.messages import accuracy as messages
from checks.grader_side.oracles import predictions, scored
from checks.grader_side.outcomes import PROBE_SECONDS, Outcome, float_follows_value, from_error, named, stopped
from lessoncheck.failures import CheckFailed
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.misconceptions import Misconception, broken_rule
from lessoncheck.student import Reply, Student

NAME = "accuracy(y_hat, y)"
LESSON: Case = (np.array([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]], dtype=np.float32), np.array([0, 2]), 1)
Make = Callable[[np.random.Generator], Case]


def probabilities(n: int, q: int, right: int) -> Make:
    return lambda rng: (*predictions(rng, n, q, right), right)


def scores(others: tuple[float, float], second: float, gap: float, dtype: type = np.float32) -> Make:
    """Nine rows of scores of which six are right: the highest is `gap` above the `second`."""
    return lambda rng: (*scored(rng, 9, 4, 6, others, second, gap, dtype), 6)


TABLES: list[Make] = [
    lambda _: LESSON, probabilities(8, 3, 6), probabilities(30, 10, 21), probabilities(7, 13, 5),
    probabilities(9, 2, 4), probabilities(5, 5, 3), probabilities(300, 20, 170),
]  # fmt: skip
ENDS = [probabilities(1, 12, 1), probabilities(1, 12, 0), probabilities(6, 12, 6), probabilities(6, 12, 0)]
SCORES = [
    scores((-9, -4), -3, 2),  # all negative
    scores((-9e5, 4e5), 5e5, 3e5),
    scores((-0.9, 0.1), 0.4, 2e-5),
    scores((-0.9, 0.1), 0.4, 1e-12, np.float64),
]


def call(student: Student, made: Case, *, with_gradients: bool = False, seconds: float = 10.0) -> Reply:
    """The student's accuracy of this input; an error that a well-known mistake explains is told with that name."""
    y_hat, y, _ = made
    given = f"y_hat of shape {y_hat.shape}" + ", which carries gradients" * with_gradients
    try:
        return ask(student, "accuracy", given, seconds=seconds, y_hat=y_hat, y=y, with_gradients=with_gradients)
    except CheckFailed as failed:
        known = explain(student, made, stopped(failed))
        if known is None:
            raise
        raise known.failed(f"{failed.message}\n{failed.details}") from None


def explain(student: Student, made: Case, came: Outcome) -> Misconception | None:
    """The well-known mistake that gives this outcome, if there is one and no other."""
    if came.number is None and not came.error:
        return None
    known = from_error(came.error) or named(ACCURACY, made, came, PROBES, fraction, partial(outcome, student))
    if came.error and known is None:
        known = exchanged(student)
    return known and known.filled(name=NAME, found=came.number, n=len(made[1]))


def exchanged(student: Student) -> Misconception | None:
    """The exchanged order, where the parameters' names do not speak against it and that order gives numbers.

    Where they say nothing, the numbers must be right ones as well. A share is kept only if they are.
    """
    reply = student.call("parameters", name="accuracy", seconds=PROBE_SECONDS)
    first, second = (str(name).lower() in LABELS for name in (*names_in(reply), "", "")[:2])
    if second and not first:
        return None
    came = [outcome(student, (case[1], case[0], case[2])) for case in PROBES[:2]]
    if all(found.fits(fraction(case), 0) for found, case in zip(came, PROBES, strict=False)):
        return messages.ACCURACY_SWAPPED
    numbers = all(found.number is not None for found in came)
    return replace(messages.ACCURACY_SWAPPED, keeps=0.0) if first and not second and numbers else None


def outcome(student: Student, case: Case) -> Outcome:
    """What comes of a probe."""
    try:
        return Outcome(returned_number(student.call("accuracy", seconds=PROBE_SECONDS, y_hat=case[0], y=case[1]), NAME))
    except CheckFailed as failed:
        return stopped(failed)


def judge_value(student: Student, made: Case, reply: Reply) -> None:
    y_hat, y, right = made
    found, n = returned_number(reply, NAME), len(y)
    if abs(found - right / n) <= 1e-5:
        return
    rule = messages.FRACTION_WRONG.format(name=NAME, found=found, right=right, n=n, fraction=right / n)
    diagnosis = explain(student, made, Outcome(found)) or broken_rule(rule)
    raise diagnosis.failed(f"y_hat = {show(y_hat)}\ny = {show(y)}\n{NAME} = {found:.6g}\nmust be {right / n:.6g}")


@check_for("accuracy", "it is the fraction of rows whose largest element is in the label's column")
def test_fraction(student: Student, inputs: Inputs) -> None:
    for made in same_kinds(inputs, *TABLES):
        judge_value(student, made, call(student, made))


@check_for("accuracy", "all right is 1, all wrong is 0, also for a single example")
def test_all_or_nothing(student: Student, inputs: Inputs) -> None:
    for made in same_kinds(inputs, *ENDS):
        judge_value(student, made, call(student, made))


@check_for("accuracy", "any scores will do: negative, large, close together, with gradients and without")
def test_any_scores(student: Student, inputs: Inputs) -> None:
    for made in same_kinds(inputs, *SCORES):
        for with_gradients in (False, True):
            judge_value(student, made, call(student, made, with_gradients=with_gradients))


@check_for("accuracy", "the result is a Python float, not a tensor and not a count", side=True)
def test_float(student: Student, inputs: Inputs) -> None:
    for made in same_kinds(inputs, *TABLES[:2]):
        reply = call(student, made)
        with float_follows_value(lambda made=made, reply=reply: judge_value(student, made, reply)):  # type: ignore[misc]
            must_be_float(reply, NAME)


@check_for("accuracy", "y_hat, y and torch's settings stay as they were", side=True)
def test_nothing_is_changed(student: Student, inputs: Inputs) -> None:
    student.left_behind.clear()
    for made in same_kinds(inputs, *TABLES[:2]):
        for with_gradients in (False, True):
            reply = call(student, made, with_gradients=with_gradients)
            returned_number(reply, NAME)
            must_be_unchanged(reply, "accuracy", y_hat=made[0], y=made[1])
            if not told(reply, "record_kept"):
                raise messages.CUT_OFF.filled(name="accuracy").failed()
    must_leave_nothing_behind(student, "accuracy")
