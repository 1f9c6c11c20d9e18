"""Calling cross_entropy, and judging what came of it."""

from __future__ import annotations

from functools import partial

import numpy as np

from lessoncheck.failures import CheckFailed
from lessoncheck.misconceptions import Misconception, broken_rule
from lessoncheck.plain_text import counted
from lessoncheck.student import Reply, Student

from . import oracles
from .cross_entropy_mistakes import LESSON, MOST_EPSILON, SQUARE, explain, explain_by_size, explain_exchanged
from .from_scratch import library
from .judging import ask, ask_for_gradient, names_in, plain_array, returned_tensor, show, stopped, works
from .messages import cross_entropy as messages
from .oracles import Array, Batch

NAME = "cross_entropy(y_hat, y)"


def asked(student: Student, y_hat: Array, y: Array, cotangent: Array | None = None, exchanged: bool = False) -> Reply:
    """What came of cross_entropy(y_hat, y); a call that stops because the arguments are exchanged says so."""
    given = f"y_hat of shape {y_hat.shape}"
    try:
        if cotangent is not None:
            return ask_for_gradient(student, "cross_entropy", "losses", given, cotangent, y_hat=y_hat, y=y)
        return ask(student, "cross_entropy", given, y_hat=y_hat, y=y, exchanged=exchanged)
    except CheckFailed as failed:
        if exchanged or not stopped(failed) or not (diagnosis := in_other_order(student)):
            raise
        further = diagnosis.failed(in_that_order(student, y_hat, y))
        further.stopped = failed.stopped
        raise further from None


def in_that_order(student: Student, y_hat: Array, y: Array) -> str:
    """What comes of cross_entropy(y, y_hat), in words."""
    try:
        losses = answer(student, y_hat, y, exchanged=True)
    except CheckFailed as failed:
        return f"{messages.LOSS_IN_THAT_ORDER} {failed.message}\n{failed.details}"
    return f"{messages.LOSS_IN_THAT_ORDER}\nlosses = {show(losses)}"


def in_either_order(student: Student, y_hat: Array, y: Array) -> Reply:
    """What came of cross_entropy(y_hat, y), or, where the arguments are exchanged, of cross_entropy(y, y_hat)."""
    try:
        return asked(student, y_hat, y)
    except CheckFailed as failed:
        if failed.misconception != messages.LOSS_EXCHANGED.id:
            raise
        return asked(student, y_hat, y, exchanged=True)


def answer(student: Student, y_hat: Array, y: Array, exchanged: bool = False) -> Array:
    """What cross_entropy gives for one more case."""
    return returned_tensor(asked(student, y_hat, y, exchanged=exchanged), "losses", NAME)


def in_other_order(student: Student) -> Misconception | None:
    """The diagnosis where cross_entropy takes (y, y_hat)."""
    names = names_in(student.call("parameters", name="cross_entropy"))
    losses = works(partial(answer, student, *LESSON, exchanged=True))
    return explain_exchanged(names, losses is not None and right(*LESSON, losses))


def epsilon_band(p: Array) -> Array:
    """How far a loss may be from -log(p): what an epsilon does, and rounding."""
    result: Array = 1.05 * MOST_EPSILON / p + 1e-5
    return result


def right(y_hat: Array, y: Array, losses: Array) -> bool:
    """Whether these are the losses, as (n,) or (n, 1), but for what an epsilon does."""
    p = oracles.picked(y_hat, y)
    if losses.shape not in {p.shape, (*p.shape, 1)}:
        return False
    return bool(near(p, losses.reshape(-1)).all())


def near(p: Array, losses: Array) -> Array:
    """Which of these losses are right."""
    with np.errstate(all="ignore"):
        result: Array = np.abs(losses.astype(np.float64) + np.log(p)) <= epsilon_band(p)
    return result


def more(student: Student, case: Batch) -> Array | None:
    """The same; None where the student's code fails."""
    return works(partial(answer, student, *case))


def is_right(student: Student) -> bool:
    """Whether cross_entropy gets a usual case right; if not, what it does elsewhere may have the same cause."""
    losses = more(student, SQUARE)
    return losses is not None and right(*SQUARE, losses)


def by_size(student: Student, y_hat: Array) -> Misconception | None:
    """Why cross_entropy fails for y_hat, from what it does with other sizes."""

    def verdict(case: Batch) -> tuple[Array | None, bool]:
        losses = more(student, case)
        return losses, losses is not None and right(*case, losses)

    return explain_by_size(y_hat, verdict)


def per_example(student: Student, reply: Reply, y_hat: Array, y: Array) -> Array:
    """The losses as (n,), in whatever shape n of them came back; CheckFailed for another number."""
    losses = returned_tensor(reply, "losses", NAME)
    if losses.size == len(y):
        return losses.reshape(-1)
    diagnosis = (
        library(reply.operators, "cross_entropy")
        or explain(y_hat, y, losses, partial(more, student))
        or by_size(student, y_hat)
        or in_other_order(student)
    )
    rule = broken_rule(messages.LOSS_SHAPE.format(found=losses.shape, examples=counted(len(y), "example"), n=len(y)))
    raise (diagnosis or rule).failed(f"y_hat = {show(y_hat)}\ny = {show(y)}\n{NAME} = {show(losses)}")


def judge_values(student: Student, y_hat: Array, y: Array) -> None:
    try:
        reply = asked(student, y_hat, y)
    except CheckFailed as failed:
        if stopped(failed) and not failed.misconception and (diagnosis := by_size(student, y_hat)):
            raise diagnosis.failed(f"{failed.message}\n{failed.details}") from None
        raise
    losses, p = per_example(student, reply, y_hat, y), oracles.picked(y_hat, y)
    if near(p, losses).all():
        return
    diagnosis = (
        library(reply.operators, "cross_entropy")
        or explain(y_hat, y, losses, partial(more, student))
        or by_size(student, y_hat)
        or in_other_order(student)
    )
    figures = f"y_hat = {show(y_hat)}\ny = {show(y)}\nlosses = {show(losses)}\nmust be {show(-np.log(p))}"
    first = int(np.flatnonzero(~near(p, losses))[0])
    raise (diagnosis or broken_rule(messages.LOSS_WRONG.format(row=first))).failed(figures)


def ones_gradient(student: Student, y_hat: Array, y: Array) -> Array | None:
    """The gradient of the sum of the losses in y_hat; None where there is none."""
    reply = works(partial(asked, student, y_hat, y, np.ones(len(y), dtype=np.float32)))
    return None if reply is None else plain_array(reply, "y_hat_grad")


def gradient_near(y_hat: Array, y: Array, cotangent: Array, found: Array) -> bool:
    """Whether this is the gradient of sum(cotangent * losses), but for an epsilon; labels have no probability 0."""
    p, must_be = oracles.picked(y_hat, y), oracles.cross_entropy_gradient(y_hat, y, cotangent)
    allowed = np.full(y_hat.shape, 1e-4)
    allowed[np.arange(len(y)), y] += 1.1 * MOST_EPSILON * cotangent / p**2
    return found.shape == must_be.shape and bool((np.abs(found - must_be) <= allowed).all())
