"""The checks of accuracy(y_hat, y). What is right is known because the inputs are made that way."""

from __future__ import annotations

import numpy as np

from checks.grader_side.accuracy_mistakes import (
    ACCURACY,
    PROBE_SECONDS,
    PROBES,
    Case,
    Outcome,
    float_follows_value,
    fraction,
    from_error,
    named,
    stopped,
)
from checks.grader_side.judging import ask, must_be_float, must_be_unchanged, returned_number, show
from checks.grader_side.messages import accuracy as messages
from checks.grader_side.oracles import predictions
from lessoncheck.failures import CheckFailed
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.misconceptions import Misconception, broken_rule
from lessoncheck.student import Reply, Student

NAME = "accuracy(y_hat, y)"
LESSON: Case = (np.array([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]], dtype=np.float32), np.array([0, 2]), 1)


def case(rng: np.random.Generator, n: int, q: int, right: int) -> Case:
    return *predictions(rng, n, q, right), right


def some_case(rng: np.random.Generator) -> Case:
    n, q = int(rng.integers(3, 40)), int(rng.integers(2, 14))
    return case(rng, n, q, int(rng.integers(1, n)))


def call(student: Student, made: Case, seconds: float = 10.0) -> Reply:
    """The student's accuracy of this input; an error that a well-known mistake explains is told with that name."""
    y_hat, y, _ = made
    try:
        return ask(student, "accuracy", f"y_hat of shape {y_hat.shape}", seconds=seconds, y_hat=y_hat, y=y)
    except CheckFailed as failed:
        known = explain(student, made, stopped(failed))
        if known is None:
            raise
        raise known.failed(f"{failed.message}\n{failed.details}") from None


def explain(student: Student, made: Case, came: Outcome) -> Misconception | None:
    """The well-known mistake that gives this outcome, if there is one and no other."""
    if came.number is None and not came.error:
        return None

    def probe(case: Case, exchanged: bool = False) -> Outcome:
        first, second = (case[1], case[0]) if exchanged else case[:2]
        try:
            reply = student.call("accuracy", seconds=PROBE_SECONDS, y_hat=first, y=second)
        except CheckFailed as failed:
            return stopped(failed)
        try:
            return Outcome(returned_number(reply, NAME))
        except CheckFailed:
            return Outcome(None)

    known = from_error(came.error) or named(ACCURACY, made, came, PROBES, fraction, probe)
    if came.error and known is None and all(probe(case, True).fits(fraction(case), 0) for case in PROBES[:2]):
        known = messages.ACCURACY_SWAPPED
    return known and known.filled(name=NAME, found=came.number, n=len(made[1]))


def judge_value(student: Student, made: Case, reply: Reply) -> None:
    y_hat, y, right = made
    found, n = returned_number(reply, NAME), len(y)
    if abs(found - right / n) <= 1e-5:
        return
    rule = messages.FRACTION_WRONG.format(name=NAME, found=found, right=right, n=n, fraction=right / n)
    diagnosis = explain(student, made, Outcome(found)) or broken_rule(rule)
    raise diagnosis.failed(f"y_hat = {show(y_hat)}\ny = {show(y)}\n{NAME} = {found:.6g}\nmust be {right / n:.6g}")


@check_for("accuracy", "it is the fraction of rows whose largest element is in the label's column", weight=3)
def test_fraction(student: Student, inputs: Inputs) -> None:
    public = LESSON, case(inputs.rng, 8, 3, 6), case(inputs.rng, 30, 10, 21)
    for made in inputs.several(*public, draw=some_case):
        judge_value(student, made, call(student, made))


@check_for("accuracy", "any number of classes will do, also as many as there are examples")
def test_any_number_of_classes(student: Student, inputs: Inputs) -> None:
    public = [case(inputs.rng, 4, 4, 3), case(inputs.rng, 9, 2, 4), case(inputs.rng, 7, 13, 5)]
    for made in inputs.several(*public, draw=lambda rng: case(rng, *2 * (int(rng.integers(3, 12)),), 2)):
        judge_value(student, made, call(student, made))


@check_for("accuracy", "all right is 1, all wrong is 0, also for a single example")
def test_all_or_nothing(student: Student, inputs: Inputs) -> None:
    public = [case(inputs.rng, n, 3, right) for n, right in ((1, 1), (1, 0), (6, 6), (6, 0))]

    def draw(rng: np.random.Generator) -> Case:
        n = int(rng.integers(1, 12))
        return case(rng, n, 10, int(rng.choice([0, n])))

    for made in inputs.several(*public, draw=draw):
        judge_value(student, made, call(student, made))


@check_for("accuracy", "the result is a Python float, not a tensor and not a count")
def test_float(student: Student, inputs: Inputs) -> None:
    for made in inputs.several(LESSON, draw=some_case):
        reply = call(student, made)
        with float_follows_value(lambda made=made, reply=reply: judge_value(student, made, reply)):  # type: ignore[misc]
            must_be_float(reply, NAME)


@check_for("accuracy", "y_hat and y stay as they were")
def test_arguments_unchanged(student: Student, inputs: Inputs) -> None:
    for made in inputs.several(LESSON, draw=some_case):
        reply = call(student, made)
        returned_number(reply, NAME)
        must_be_unchanged(reply, "accuracy", y_hat=made[0], y=made[1])
