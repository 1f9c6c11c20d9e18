"""The checks of cross_entropy(y_hat, y)."""

from __future__ import annotations

from functools import partial

import numpy as np

from checks.grader_side import oracles
from checks.grader_side.cross_entropy_mistakes import LESSON, MOST_EPSILON, explain, explain_by_size, explain_small
from checks.grader_side.judging import (
    ask,
    ask_for_gradient,
    library,
    must_be_from_scratch,
    must_be_unchanged,
    plain_array,
    returned_tensor,
    show,
    stopped,
    works,
)
from checks.grader_side.messages import common
from checks.grader_side.messages import cross_entropy as messages
from checks.grader_side.oracles import Array, Batch
from lessoncheck.failures import CheckFailed
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.misconceptions import Misconception, broken_rule
from lessoncheck.student import Reply, Student

NAME = "cross_entropy(y_hat, y)"
IMPOSSIBLE: Batch = (np.array([[0.0, 0.4, 0.6], [0.7, 0.3, 0.0]], dtype=np.float32), np.array([0, 2]))


def probabilities(rng: np.random.Generator, n: int, q: int) -> Batch:
    """Rows that sum to 1, with no element under 0.02 / q, and labels."""
    y_hat = rng.uniform(0.05, 1, size=(n, q))
    return (y_hat / y_hat.sum(axis=1, keepdims=True)).astype(np.float32), rng.integers(q, size=n)


def epsilon_band(p: Array) -> Array:
    """How far a loss may be from -log(p): what an epsilon does, and rounding."""
    result: Array = 1.05 * MOST_EPSILON / p + 1e-5
    return result


def answer(student: Student, y_hat: Array, y: Array) -> Array:
    """What cross_entropy gives for one more case."""
    reply = ask(student, "cross_entropy", f"y_hat of shape {y_hat.shape}", y_hat=y_hat, y=y)
    return returned_tensor(reply, "losses", NAME)


def right(y_hat: Array, y: Array, losses: Array) -> bool:
    """Whether these are the losses, as (n,) or (n, 1), but for what an epsilon does."""
    p = oracles.picked(y_hat, y)
    if losses.shape not in {p.shape, (*p.shape, 1)}:
        return False
    return bool((np.abs(losses.reshape(-1).astype(np.float64) + np.log(p)) <= epsilon_band(p)).all())


def more(student: Student, case: Batch) -> Array | None:
    """The same; None where the student's code fails."""
    return works(partial(answer, student, *case))


def by_size(student: Student, y_hat: Array) -> Misconception | None:
    """Why cross_entropy fails for y_hat, from what it does with other sizes."""

    def verdict(case: Batch) -> tuple[Array | None, bool]:
        losses = more(student, case)
        return losses, losses is not None and right(*case, losses)

    return explain_by_size(y_hat, verdict)


def per_example(student: Student, reply: Reply, y_hat: Array, y: Array) -> Array:
    """The losses as (n,); CheckFailed for another shape than (n,) and (n, 1)."""
    losses = returned_tensor(reply, "losses", NAME)
    n = len(y)
    if losses.shape in {(n,), (n, 1)}:
        return losses.reshape(n)
    diagnosis = library(reply.operators, "cross_entropy") or explain(y_hat, y, losses, partial(more, student))
    if n == 1 and losses.shape == () and right(y_hat, y, losses.reshape(1)):
        several = more(student, LESSON)
        diagnosis = messages.LOSS_SQUEEZED if several is not None and right(*LESSON, several) else diagnosis
    rule = broken_rule(messages.LOSS_SHAPE.format(found=losses.shape, n=n))
    raise (diagnosis or rule).failed(f"y_hat = {show(y_hat)}\ny = {show(y)}\n{NAME} = {show(losses)}")


def judge_values(student: Student, y_hat: Array, y: Array) -> None:
    given = f"y_hat of shape {y_hat.shape}"
    try:
        reply = ask(student, "cross_entropy", given, y_hat=y_hat, y=y)
    except CheckFailed as failed:
        if stopped(failed) and (diagnosis := by_size(student, y_hat)):
            raise diagnosis.failed(f"{failed.message}\n{failed.details}") from None
        raise
    losses = per_example(student, reply, y_hat, y)
    if right(y_hat, y, losses):
        return
    p = oracles.picked(y_hat, y)
    wrong = np.flatnonzero(~(np.abs(losses + np.log(p)) <= epsilon_band(p)))
    diagnosis = (
        library(reply.operators, "cross_entropy")
        or explain(y_hat, y, losses, partial(more, student))
        or by_size(student, y_hat)
    )
    figures = f"y_hat = {show(y_hat)}\ny = {show(y)}\nlosses = {show(losses)}\nmust be {show(-np.log(p))}"
    raise (diagnosis or broken_rule(messages.LOSS_WRONG.format(row=wrong[0]))).failed(figures)


@check_for("cross_entropy", "the loss of an example is -log of the probability given to its label", weight=3)
def test_values(student: Student, inputs: Inputs) -> None:
    public = LESSON, probabilities(inputs.rng, 5, 3), probabilities(inputs.rng, 3, 3)
    for y_hat, y in inputs.several(*public, draw=lambda rng: probabilities(rng, int(rng.integers(2, 12)), 3)):
        judge_values(student, y_hat, y)


@check_for("cross_entropy", "there is one loss for each example, shape (n,) or (n, 1), not their mean or sum", weight=2)
def test_one_loss_per_example(student: Student, inputs: Inputs) -> None:
    public = LESSON, probabilities(inputs.rng, 7, 4)
    for y_hat, y in inputs.several(*public, draw=lambda rng: probabilities(rng, int(rng.integers(2, 20)), 5)):
        per_example(student, ask(student, "cross_entropy", f"y_hat of shape {y_hat.shape}", y_hat=y_hat, y=y), y_hat, y)


@check_for("cross_entropy", "any number of classes will do")
def test_any_number_of_classes(student: Student, inputs: Inputs) -> None:
    public = [probabilities(inputs.rng, 4, q) for q in (2, 7, 10, 13)]
    for y_hat, y in inputs.several(*public, draw=lambda rng: probabilities(rng, 6, int(rng.integers(2, 30)))):
        judge_values(student, y_hat, y)


@check_for("cross_entropy", "it also works for a single example")
def test_single_example(student: Student, inputs: Inputs) -> None:
    public = (LESSON[0][:1], LESSON[1][:1]), probabilities(inputs.rng, 1, 10)
    for y_hat, y in inputs.several(*public, draw=lambda rng: probabilities(rng, 1, int(rng.integers(2, 12)))):
        judge_values(student, y_hat, y)


@check_for("cross_entropy", "a label that was thought impossible costs a great deal")
def test_impossible_label(student: Student, inputs: Inputs) -> None:
    y_hat, y = IMPOSSIBLE
    reply = ask(student, "cross_entropy", "a probability of 0", y_hat=y_hat, y=y)
    losses = per_example(student, reply, y_hat, y)
    small = losses[~(losses >= 0.98 * -np.log(MOST_EPSILON))]  # NaN is not large either
    if len(small):
        elsewhere = more(student, LESSON)
        diagnosis = None if elsewhere is None else explain_small(LESSON, elsewhere, losses)
        rule = broken_rule(messages.LOSS_SMALL.format(found=small[0]), messages.LOSS_SMALL_HINT)
        figures = f"y_hat = {show(y_hat)}\ny = {show(y)}\nlosses = {show(losses)}"
        raise (diagnosis or rule).failed(figures)


@check_for("cross_entropy", "gradients flow back to y_hat, and they are right", weight=2)
def test_gradients(student: Student, inputs: Inputs) -> None:
    public = LESSON, probabilities(inputs.rng, 4, 4)
    for y_hat, y in inputs.several(*public, draw=lambda rng: probabilities(rng, 5, int(rng.integers(2, 12)))):
        cotangent = inputs.rng.uniform(0.5, 2, size=len(y)).astype(np.float32)
        given = f"a y_hat of shape {y_hat.shape} that takes gradients"
        reply = ask_for_gradient(student, "cross_entropy", "losses", given, cotangent, y_hat=y_hat, y=y)
        losses = per_example(student, reply, y_hat, y)
        judge_gradient(y_hat, y, losses, cotangent, plain_array(reply, "y_hat_grad"))


def judge_gradient(y_hat: Array, y: Array, losses: Array, cotangent: Array, found: Array | None) -> None:
    value_right = right(y_hat, y, losses)
    if found is None:
        known = common.NO_GRADIENT.filled(name="cross_entropy", argument="y_hat")
        raise (known if value_right else broken_rule(known.sentence, known.hint)).failed()
    p, rows = oracles.picked(y_hat, y), np.arange(len(y))
    must_be, allowed = np.zeros(y_hat.shape), np.full(y_hat.shape, 1e-4)
    must_be[rows, y] = -cotangent / p
    allowed[rows, y] += 1.1 * MOST_EPSILON * cotangent / p**2
    if found.shape == must_be.shape and (np.abs(found - must_be) <= allowed).all():
        return
    if not value_right:
        raise CheckFailed(common.GRADIENT_OF_WRONG_VALUE.format(name="cross_entropy"))
    figures = f"y_hat = {show(y_hat)}\ny = {show(y)}\nloss = (c * losses).sum() for c = {show(cotangent)}\n"
    figures += f"gradient in y_hat = {show(found)}\nmust be {show(must_be)}"
    raise common.WRONG_GRADIENT.filled(name="cross_entropy", argument="y_hat").failed(figures)


@check_for("cross_entropy", "y_hat and y stay as they were")
def test_arguments_unchanged(student: Student, inputs: Inputs) -> None:
    for y_hat, y in inputs.several(LESSON, IMPOSSIBLE, draw=lambda rng: probabilities(rng, 5, 4)):
        reply = ask(student, "cross_entropy", f"y_hat of shape {y_hat.shape}", y_hat=y_hat, y=y)
        per_example(student, reply, y_hat, y)
        must_be_unchanged(reply, "cross_entropy", y_hat=y_hat, y=y)


@check_for("cross_entropy", "it is written from scratch, without torch's own losses or log-softmax", gate=True)
def test_from_scratch(student: Student, inputs: Inputs) -> None:
    examples = LESSON, probabilities(inputs.rng, 4, 4), probabilities(inputs.rng, 1, 10)
    calls = [partial(ask, student, "cross_entropy", "probabilities", y_hat=y_hat, y=y) for y_hat, y in examples]
    must_be_from_scratch(student, calls, lambda: library(student.operators, "cross_entropy"))
