"""The checks of accuracy(y_hat, y). What is right is known because the inputs are made that way."""

from __future__ import annotations

import numpy as np

from checks.near import check_texts as texts
from checks.near.judging import ask, must_be_float, must_be_unchanged, recognise_number, returned_number, show
from checks.near.oracles import Array, predictions
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.misconceptions import Misconception, broken_rule
from lessoncheck.student import Student

NAME = "accuracy(y_hat, y)"
Case = tuple[Array, Array, int]  # y_hat, y, and how many predictions are right
LESSON: Case = (np.array([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]], dtype=np.float32), np.array([0, 2]), 1)


def case(rng: np.random.Generator, n: int, q: int, right: int) -> Case:
    return *predictions(rng, n, q, right), right


def some_case(rng: np.random.Generator) -> Case:
    n, q = int(rng.integers(3, 40)), int(rng.integers(2, 14))
    return case(rng, n, q, int(rng.integers(1, n)))


def explain(y_hat: Array, y: Array, right: int, found: float) -> Misconception | None:
    """The well-known mistake that gives this number, if there is one."""
    n = len(y)
    mistakes = [
        (texts.COUNT, float(right)),
        (texts.PERCENTAGE, 100 * right / n),
        (texts.ERROR_RATE, 1 - right / n),
    ]
    known = recognise_number(found, right / n, mistakes)
    return known and known.filled(name=NAME, found=found, n=n)


def judge(student: Student, y_hat: Array, y: Array, right: int) -> None:
    n = len(y)
    found = returned_number(ask(student, "accuracy", f"y_hat of shape {y_hat.shape}", y_hat=y_hat, y=y), NAME)
    if abs(found - right / n) <= 1e-5:
        return
    rule = texts.FRACTION_WRONG.format(name=NAME, found=found, right=right, n=n, fraction=right / n)
    diagnosis = explain(y_hat, y, right, found) or broken_rule(rule)
    raise diagnosis.failed(f"y_hat = {show(y_hat)}\ny = {show(y)}")


@check_for("accuracy", "it is the fraction of rows whose largest element is in the label's column", weight=3)
def test_fraction(student: Student, inputs: Inputs) -> None:
    public = LESSON, case(inputs.rng, 8, 3, 6), case(inputs.rng, 30, 10, 21)
    for y_hat, y, right in inputs.several(*public, draw=some_case):
        judge(student, y_hat, y, right)


@check_for("accuracy", "any number of classes will do, also as many as there are examples")
def test_any_number_of_classes(student: Student, inputs: Inputs) -> None:
    public = [case(inputs.rng, 4, 4, 3), case(inputs.rng, 9, 2, 4), case(inputs.rng, 7, 13, 5)]
    for y_hat, y, right in inputs.several(*public, draw=lambda rng: case(rng, *2 * (int(rng.integers(3, 12)),), 2)):
        judge(student, y_hat, y, right)


@check_for("accuracy", "all right is 1, all wrong is 0, also for a single example")
def test_all_or_nothing(student: Student, inputs: Inputs) -> None:
    public = [case(inputs.rng, n, 3, right) for n, right in ((1, 1), (1, 0), (6, 6), (6, 0))]

    def draw(rng: np.random.Generator) -> Case:
        n = int(rng.integers(1, 12))
        return case(rng, n, 10, int(rng.choice([0, n])))

    for y_hat, y, right in inputs.several(*public, draw=draw):
        judge(student, y_hat, y, right)


@check_for("accuracy", "the result is a Python float, not a tensor and not a count")
def test_float(student: Student, inputs: Inputs) -> None:
    for y_hat, y, _ in inputs.several(LESSON, draw=some_case):
        must_be_float(ask(student, "accuracy", f"y_hat of shape {y_hat.shape}", y_hat=y_hat, y=y), NAME)


@check_for("accuracy", "y_hat and y stay as they were")
def test_arguments_unchanged(student: Student, inputs: Inputs) -> None:
    for y_hat, y, _ in inputs.several(LESSON, draw=some_case):
        reply = ask(student, "accuracy", f"y_hat of shape {y_hat.shape}", y_hat=y_hat, y=y)
        returned_number(reply, NAME)
        must_be_unchanged(reply, "accuracy", y_hat=y_hat, y=y)
