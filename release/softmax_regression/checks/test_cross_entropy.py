"""The checks of cross_entropy(y_hat, y)."""

from __future__ import annotations

from functools import partial

import numpy as np

from checks.grader_side import oracles
from checks.grader_side.cross_entropy_judge import (
    NAME,
    answer,
    asked,
    gradient_near,
    in_either_order,
    is_right,
    judge_values,
    more,
    near,
    ones_gradient,
    per_example,
)
from checks.grader_side.cross_entropy_mistakes import (
    LESSON,
    LESSON_BATCH,
    MOST_EPSILON,
    SQUARE,
    explain,
    explain_small,
)
from checks.grader_side.from_scratch import library, must_be_from_scratch
from checks.grader_side.judging import (
    in_turn,
    must_be_unchanged,
    must_leave_nothing_behind,
    plain_array,
    returned_tensor,
    show,
)
from checks.grader_side.messages import common
from checks.grader_side.messages import cross_entropy as messages
from checks.grader_side.oracles import Array, Batch
from lessoncheck.failures import CheckFailed
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.misconceptions import Misconception, broken_rule
from lessoncheck.plain_text import counted
from lessoncheck.student import Student

# the labels of the first two rows were thought impossible; in the second batch other classes were
IMPOSSIBLE: Batch = (np.array([[0, 0.4, 0.6], [0.7, 0.3, 0], [0.2, 0.5, 0.3]], dtype=np.float32), np.array([0, 2, 1]))
ELSEWHERE: Batch = (np.array([[0, 0.4, 0.6], [0.7, 0.3, 0], [0.2, 0.5, 0.3]], dtype=np.float32), np.array([1, 1, 0]))


def probabilities(rng: np.random.Generator, n: int, q: int) -> Batch:
    """Rows that sum to 1, with no element under 0.02 / q, and labels."""
    y_hat = rng.uniform(0.05, 1, size=(n, q))
    return (y_hat / y_hat.sum(axis=1, keepdims=True)).astype(np.float32), rng.integers(q, size=n)


def square(rng: np.random.Generator) -> Batch:
    n = int(rng.integers(3, 12))
    return probabilities(rng, n, n)


def wide(rng: np.random.Generator) -> Batch:
    """More classes than examples."""
    n = int(rng.integers(3, 7))
    return probabilities(rng, n, n + int(rng.integers(1, 15)))


def high(rng: np.random.Generator) -> Batch:
    """More examples than classes."""
    q = int(rng.integers(3, 7))
    return probabilities(rng, q + int(rng.integers(1, 15)), q)


def single(rng: np.random.Generator) -> Batch:
    return probabilities(rng, 1, int(rng.integers(2, 12)))


def with_zeros(rng: np.random.Generator, *, at_labels: bool) -> Batch:
    """In each row but the last a probability is 0: the label's, or another."""
    y_hat, y = high(rng)
    n, q = y_hat.shape
    y_hat[np.arange(n - 1), y[:-1] if at_labels else (y[:-1] + rng.integers(1, q, size=n - 1)) % q] = 0
    return (y_hat / y_hat.sum(axis=1, keepdims=True)).astype(np.float32), y


@check_for("cross_entropy", "the loss of an example is -log of the probability given to its label")
def test_values(student: Student, inputs: Inputs) -> None:
    public = [LESSON, high(inputs.rng), square(inputs.rng), wide(inputs.rng)]
    public += [probabilities(inputs.rng, *shape) for shape in ((6, 2), (4, 10), (300, 40))]
    for y_hat, y in inputs.several(*public, draw=in_turn(high, square, wide), extra=6):
        judge_values(student, y_hat, y)


@check_for("cross_entropy", "a probability of 0 costs much at the label, and nothing at another class")
def test_probability_0(student: Student, inputs: Inputs) -> None:
    at_labels, elsewhere = partial(with_zeros, at_labels=True), partial(with_zeros, at_labels=False)
    for y_hat, y in inputs.several(IMPOSSIBLE, ELSEWHERE, elsewhere(inputs.rng), draw=in_turn(at_labels, elsewhere)):
        losses, p = per_example(student, asked(student, y_hat, y), y_hat, y), oracles.picked(y_hat, y)
        wrong = ~np.where(p > 0, near(p, losses), losses >= 0.98 * -np.log(MOST_EPSILON))  # NaN is not large either
        if wrong.any():
            figures = f"y_hat = {show(y_hat)}\ny = {show(y)}\nlosses = {show(losses)}"
            raise why_wrong_at_0(student, p, losses, wrong).failed(figures)
        judge_gradient_at_0(student, y_hat, y)


def why_wrong_at_0(student: Student, p: Array, losses: Array, wrong: Array) -> Misconception:
    if known := library(student.operators, "cross_entropy"):
        return known
    if not is_right(student):
        return broken_rule(messages.LOSS_AT_0_FOLLOWS)
    if (p[wrong] > 0).all() and np.isnan(losses[wrong]).all():
        return messages.LOSS_NAN
    if (p[wrong] == 0).all():
        rule = broken_rule(messages.LOSS_SMALL.format(found=losses[wrong][0]), messages.LOSS_SMALL_HINT)
        return explain_small(losses[wrong]) or rule
    return broken_rule(messages.LOSS_WRONG.format(row=int(np.flatnonzero(wrong)[0])))


def judge_gradient_at_0(student: Student, y_hat: Array, y: Array) -> None:
    """CheckFailed for a gradient that is wrong where a class other than the label has probability 0, and only there."""
    usual, labels = ones_gradient(student, *SQUARE), y_hat[np.arange(len(y)), y]
    found = ones_gradient(student, y_hat, y)
    if usual is None or not gradient_near(*SQUARE, np.ones(len(SQUARE[1])), usual):
        return  # the next check judges that
    rows = labels > 0  # at 0 it is as large as somebody's epsilon makes it
    if found is None or not gradient_near(y_hat[rows], y[rows], np.ones(rows.sum()), found[rows]):
        figures = f"y_hat = {show(y_hat)}\ny = {show(y)}\nloss = losses.sum()\ngradient in y_hat = {show(found)}"
        nan = found is not None and np.isnan(found[rows]).any()
        rule = messages.LOSS_NAN_GRADIENT if nan else broken_rule(messages.LOSS_GRADIENT_AT_0)
        raise (library(student.operators, "cross_entropy") or rule).failed(figures)


@check_for("cross_entropy", "gradients flow back to y_hat, and they are right")
def test_gradients(student: Student, inputs: Inputs) -> None:
    public = SQUARE, square(inputs.rng), high(inputs.rng), LESSON
    for y_hat, y in inputs.several(*public, draw=in_turn(wide, square, high), extra=3):
        cotangent = inputs.rng.uniform(0.5, 2, size=len(y)).astype(np.float32)
        reply = asked(student, y_hat, y, cotangent)
        losses = per_example(student, reply, y_hat, y)
        if not near(oracles.picked(y_hat, y), losses).all():
            raise CheckFailed(common.GRADIENT_OF_WRONG_VALUE.format(name="cross_entropy"))
        found, names = plain_array(reply, "y_hat_grad"), {"name": "cross_entropy", "argument": "y_hat"}
        if found is None:
            raise common.NO_GRADIENT.filled(**names).failed()
        if not gradient_near(y_hat, y, cotangent, found):
            figures = f"y_hat = {show(y_hat)}\ny = {show(y)}\nloss = (c * losses).sum() for c = {show(cotangent)}\n"
            figures += f"gradient in y_hat = {show(found)}\n"
            figures += f"must be {show(oracles.cross_entropy_gradient(y_hat, y, cotangent))}"
            raise common.WRONG_GRADIENT.filled(**names).failed(figures)


@check_for("cross_entropy", "there is one loss for each example, (n,) or (n, 1), also for just one", side=True)
def test_one_loss_per_example(student: Student, inputs: Inputs) -> None:
    public = LESSON, (LESSON[0][:1], LESSON[1][:1]), high(inputs.rng), probabilities(inputs.rng, 1, 10)
    for y_hat, y in inputs.several(*public, draw=in_turn(high, single)):
        losses, n = answer(student, y_hat, y), len(y)
        if losses.shape in {(n,), (n, 1)}:
            continue
        diagnosis = explain(y_hat, y, losses, partial(more, student))
        if n == 1 and losses.shape == () and is_right(student):
            diagnosis = messages.LOSS_SQUEEZED
        rule = broken_rule(messages.LOSS_SHAPE.format(found=losses.shape, examples=counted(n, "example"), n=n))
        raise (diagnosis or rule).failed(f"y_hat = {show(y_hat)}\ny = {show(y)}\n{NAME} = {show(losses)}")


@check_for("cross_entropy", "it keeps the dtype of y_hat, and leaves all else as it was", side=True)
def test_nothing_else(student: Student, inputs: Inputs) -> None:
    def float64(rng: np.random.Generator) -> Batch:
        y_hat, y = wide(rng)
        return y_hat.astype(np.float64), y

    for y_hat, y in inputs.several(LESSON, IMPOSSIBLE, float64(inputs.rng), draw=in_turn(wide, float64)):
        reply = asked(student, y_hat, y)
        must_be_unchanged(reply, "cross_entropy", named=is_right(student), y_hat=y_hat, y=y)
        losses = returned_tensor(reply, "losses", NAME)
        if losses.dtype != y_hat.dtype:
            known = messages.LOSS_DTYPE.filled(found=losses.dtype, right=y_hat.dtype)
            # one that is cut off from autograd made a tensor of its own, whose dtype is the smaller fault
            own = is_right(student) and ones_gradient(student, *SQUARE) is not None
            raise (known if own else broken_rule(known.sentence, known.hint)).failed()
    must_leave_nothing_behind(student, "cross_entropy")


@check_for("cross_entropy", "it is written from scratch, without torch's own losses or log-softmax", gate=True)
def test_from_scratch(student: Student, inputs: Inputs) -> None:
    examples = LESSON, probabilities(inputs.rng, 4, 4), probabilities(inputs.rng, 1, 10), LESSON_BATCH
    calls = [partial(in_either_order, student, y_hat, y) for y_hat, y in examples]
    must_be_from_scratch(student, "cross_entropy", calls, lambda: library(student.operators, "cross_entropy"))
