"""The checks of softmax(X)."""

from __future__ import annotations

from functools import partial

import numpy as np

from checks.grader_side import oracles
from checks.grader_side.judging import (
    FLOAT32,
    FLOAT64,
    Tolerance,
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
from checks.grader_side.messages import softmax as messages
from checks.grader_side.oracles import Array
from checks.grader_side.softmax_mistakes import LARGE, explain, explain_by_size, explain_large, explain_precision
from lessoncheck.failures import CheckFailed
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.misconceptions import broken_rule
from lessoncheck.student import Student


def float32(*rows: list[float]) -> Array:
    return np.array(rows, dtype=np.float32)


def logits(rng: np.random.Generator, n: int, q: int) -> Array:
    return rng.normal(0, 2, size=(n, q)).astype(np.float32)


def answer(student: Student, X: Array) -> Array:
    """What softmax gives for one more X."""
    return returned_tensor(ask(student, "softmax", f"X of shape {X.shape}", X=X), "Y", "softmax(X)")


def is_right(student: Student) -> bool:
    """Whether softmax gets a moderate X right; if not, what it does elsewhere may have the same cause."""
    X = float32([0, 1, 2], [1, 0, 0])
    Y = works(partial(answer, student, X))
    return Y is not None and FLOAT32.close(Y, oracles.softmax(X))


def judge_values(student: Student, X: Array, close: Tolerance = FLOAT32) -> None:
    given, right = f"X of shape {X.shape}", oracles.softmax(X)

    def more(other: Array) -> Array | None:
        return works(partial(answer, student, other))

    try:
        reply = ask(student, "softmax", given, X=X)
    except CheckFailed as failed:
        if stopped(failed) and (diagnosis := explain_by_size(X, more)):
            raise diagnosis.failed(f"{failed.message}\n{failed.details}") from None
        raise
    Y = returned_tensor(reply, "Y", "softmax(X)")
    if close.close(Y, right):
        return
    diagnosis = library(reply.operators, "softmax") or explain(X, Y, more, close)
    if Y.shape != X.shape:
        rule = common.WRONG_SHAPE.format(name="softmax(X)", found=Y.shape, given=given, right=X.shape)
        diagnosis = diagnosis or explain_by_size(X, more)
    else:
        rule = messages.SOFTMAX_WRONG.format(row=(close.first_wrong(Y, right) or (0,))[0])
    figures = f"X = {show(X)}\nsoftmax(X) = {show(Y)}\nmust be {show(right)}\n{close}"
    raise (diagnosis or broken_rule(rule)).failed(figures)


@check_for("softmax", "each row of the result is the softmax of that row of X", weight=3)
def test_rows(student: Student, inputs: Inputs) -> None:
    public = float32([0, 1, 2], [1, 0, 0]), logits(inputs.rng, 5, 2), logits(inputs.rng, 3, 10)

    def draw(rng: np.random.Generator) -> Array:
        n, q = rng.choice(np.arange(2, 14), size=2, replace=False)
        return logits(rng, int(n), int(q))

    for X in inputs.several(*public, draw=draw):
        judge_values(student, X)


@check_for("softmax", "it is also right when X has as many rows as columns")
def test_square(student: Student, inputs: Inputs) -> None:
    public = float32([0, 1], [2, 0]), logits(inputs.rng, 4, 4)
    for X in inputs.several(*public, draw=lambda rng: logits(rng, *2 * (int(rng.integers(2, 12)),))):
        judge_values(student, X)


@check_for("softmax", "it also works for a single row and for a single column")
def test_one_row_or_column(student: Student, inputs: Inputs) -> None:
    public = float32([0, 1, 2]), float32([3], [-1]), float32([5])

    def draw(rng: np.random.Generator) -> Array:
        long = int(rng.integers(2, 12))
        return logits(rng, *((1, long) if rng.random() < 0.5 else (long, 1)))

    for X in inputs.several(*public, draw=draw):
        judge_values(student, X)


@check_for("softmax", "it stays finite and right for large outputs such as [1000, 0]", weight=2)
def test_large_outputs(student: Student, inputs: Inputs) -> None:
    public = (
        float32([100, 101, 102]), float32([1000, 0]), float32([-1000, -1001, -1003]),
        float32([1000, 999], [-1000, -999], [0, 1]),
    )  # fmt: skip

    def draw(rng: np.random.Generator) -> Array:
        n, q = (int(size) for size in rng.integers(2, 8, size=2))
        shift: Array = rng.choice(np.array([-900, -200, 150, 900], dtype=np.float32), size=(n, 1))
        return logits(rng, n, q) + shift

    for X in inputs.several(*public, draw=draw):
        Y = returned_tensor(ask(student, "softmax", f"X = {show(X)}", X=X), "Y", "softmax(X)")
        if LARGE.close(Y, oracles.softmax(X)):
            continue
        diagnosis = explain_large(X, Y) if Y.shape == X.shape and is_right(student) else None
        overflow = broken_rule(messages.SOFTMAX_OVERFLOW.sentence, messages.SOFTMAX_OVERFLOW.hint)
        rule = broken_rule(messages.SOFTMAX_LARGE) if np.isfinite(Y).all() else overflow
        figures = f"X = {show(X)}\nsoftmax(X) = {show(Y)}\nmust be {show(oracles.softmax(X))}"
        raise (diagnosis or rule).failed(figures)


@check_for("softmax", "the result has the shape and the dtype of X: float32 stays float32, float64 stays float64")
def test_dtype(student: Student, inputs: Inputs) -> None:
    public = logits(inputs.rng, 2, 3), logits(inputs.rng, 2, 3).astype(np.float64)

    def draw(rng: np.random.Generator) -> Array:
        X = logits(rng, 3, 5)
        return X if rng.random() < 0.5 else X.astype(np.float64)

    for X in inputs.several(*public, draw=draw):
        Y = returned_tensor(ask(student, "softmax", f"a {X.dtype} X", X=X), "Y", "softmax(X)")
        if Y.dtype != X.dtype:
            known = messages.SOFTMAX_DTYPE.filled(found=Y.dtype, right=X.dtype)
            raise (known if is_right(student) else broken_rule(known.sentence, known.hint)).failed()
        if Y.shape != X.shape:
            message = common.WRONG_SHAPE.format(name="softmax(X)", found=Y.shape, given=X.shape, right=X.shape)
            raise CheckFailed(message)
        if X.dtype == np.float64 and FLOAT32.close(Y, oracles.softmax(X)) and not FLOAT64.close(Y, oracles.softmax(X)):
            raise (explain_precision(X, Y) or broken_rule(messages.SOFTMAX_INEXACT)).failed()


@check_for("softmax", "X itself stays as it was")
def test_argument_unchanged(student: Student, inputs: Inputs) -> None:
    for X in inputs.several(float32([0, 1, 2], [1, 0, 0]), draw=lambda rng: logits(rng, 3, 4)):
        reply = ask(student, "softmax", f"X of shape {X.shape}", X=X)
        returned_tensor(reply, "Y", "softmax(X)")
        must_be_unchanged(reply, "softmax", X=X)


@check_for("softmax", "gradients flow back to X, and they are right", weight=2)
def test_gradients(student: Student, inputs: Inputs) -> None:
    public = float32([0, 1, 2], [1, 0, 0]), logits(inputs.rng, 3, 3)
    for X in inputs.several(*public, draw=lambda rng: logits(rng, int(rng.integers(1, 8)), int(rng.integers(2, 12)))):
        cotangent = inputs.rng.normal(size=X.shape).astype(np.float32)
        given = f"an X of shape {X.shape} that takes gradients"
        reply = ask_for_gradient(student, "softmax", "Y", given, cotangent, X=X)
        Y = returned_tensor(reply, "Y", "softmax(X)")
        judge_gradient(X, Y, cotangent, plain_array(reply, "X_grad"))


def judge_gradient(X: Array, Y: Array, cotangent: Array, found: Array | None) -> None:
    right, close = oracles.softmax_gradient(X, cotangent), Tolerance(rtol=1e-3, atol=1e-5)
    if found is None and Y.shape == X.shape:
        known = common.NO_GRADIENT.filled(name="softmax", argument="X")
        value_right = FLOAT32.close(Y, oracles.softmax(X))
        raise (known if value_right else broken_rule(known.sentence, known.hint)).failed()
    if found is None or not close.close(found, right):
        if not FLOAT32.close(Y, oracles.softmax(X)):
            raise CheckFailed(common.GRADIENT_OF_WRONG_VALUE.format(name="softmax"))
        figures = f"X = {show(X)}\nloss = (c * softmax(X)).sum() for c = {show(cotangent)}\n"
        figures += f"gradient in X = {show(found)}\nmust be {show(right)}"
        raise common.WRONG_GRADIENT.filled(name="softmax", argument="X").failed(figures)


@check_for("softmax", "it is written from scratch, without torch's own softmax", gate=True)
def test_from_scratch(student: Student, inputs: Inputs) -> None:
    examples = float32([0, 1, 2], [1, 0, 0]), float32([0, 1], [2, 0]), logits(inputs.rng, 1, 10)
    calls = [partial(ask, student, "softmax", f"X of shape {X.shape}", X=X) for X in examples]
    must_be_from_scratch(student, calls, lambda: library(student.operators, "softmax"))
