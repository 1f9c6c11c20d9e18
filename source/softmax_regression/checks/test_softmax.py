"""The checks of softmax(X)."""

from __future__ import annotations

from functools import partial

import numpy as np

from checks.near import check_texts as texts
from checks.near import oracles
from checks.near.judging import (
    FLOAT32,
    FLOAT64,
    Tolerance,
    ask,
    must_be_from_scratch,
    must_be_unchanged,
    plain_array,
    recognise,
    replies,
    returned_tensor,
    show,
)
from checks.near.oracles import Array
from lessoncheck.failures import CheckFailed
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.misconceptions import Misconception, broken_rule
from lessoncheck.student import Student

LARGE = Tolerance(rtol=1e-3, atol=1e-5)  # at 1000, neighbouring float32 numbers are 6e-5 apart


def float32(*rows: list[float]) -> Array:
    return np.array(rows, dtype=np.float32)


def logits(rng: np.random.Generator, n: int, q: int) -> Array:
    return rng.normal(0, 2, size=(n, q)).astype(np.float32)


def explain(X: Array, Y: Array, close: Tolerance = FLOAT32) -> Misconception | None:
    """The well-known mistake that gives Y for X, if there is one."""
    X = X.astype(np.float64)
    with np.errstate(all="ignore"):
        powers, shifted = np.exp(X), np.exp(X - X.max(axis=1, keepdims=True))
        mistakes = [
            (texts.SOFTMAX_ALONG_COLUMNS, powers / powers.sum(axis=0)),
            (texts.SOFTMAX_WHOLE, powers / powers.sum()),
            (texts.SOFTMAX_NOT_DIVIDED, powers),
            (texts.SOFTMAX_NO_EXP, X / X.sum(axis=1, keepdims=True)),
            (texts.SOFTMAX_LOG, np.log(oracles.softmax(X))),
        ]
        if X.shape[0] == X.shape[1]:
            mistakes += [(texts.SOFTMAX_KEEPDIM, P / P.sum(axis=1)) for P in (powers, shifted)]
        return recognise(Y, oracles.softmax(X), mistakes, close)


def judge_values(student: Student, X: Array, close: Tolerance = FLOAT32) -> None:
    given = f"X of shape {X.shape}"
    Y = returned_tensor(ask(student, "softmax", given, X=X), "Y", "softmax(X)")
    if Y.shape != X.shape:
        raise CheckFailed(texts.WRONG_SHAPE.format(name="softmax(X)", found=Y.shape, given=given, right=X.shape))
    right = oracles.softmax(X)
    wrong = close.first_wrong(Y, right)
    if wrong is None:
        return
    diagnosis = explain(X, Y, close) or broken_rule(texts.SOFTMAX_WRONG.format(row=wrong[0]))
    figures = f"X = {show(X)}\nsoftmax(X) = {show(Y)}\nmust be {show(right)}\n{close}"
    raise diagnosis.failed(figures)


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
        overflow = not np.isfinite(Y).all()
        message = texts.SOFTMAX_OVERFLOW if overflow else texts.SOFTMAX_LARGE
        hint = texts.SOFTMAX_OVERFLOW_HINT if overflow else ""
        figures = f"X = {show(X)}\nsoftmax(X) = {show(Y)}\nmust be {show(oracles.softmax(X))}"
        raise CheckFailed(message, hint=hint, details=figures)


@check_for("softmax", "the result has the shape and the dtype of X: float32 stays float32, float64 stays float64")
def test_dtype(student: Student, inputs: Inputs) -> None:
    public = logits(inputs.rng, 2, 3), logits(inputs.rng, 2, 3).astype(np.float64)

    def draw(rng: np.random.Generator) -> Array:
        X = logits(rng, 3, 5)
        return X if rng.random() < 0.5 else X.astype(np.float64)

    for X in inputs.several(*public, draw=draw):
        Y = returned_tensor(ask(student, "softmax", f"a {X.dtype} X", X=X), "Y", "softmax(X)")
        if Y.dtype != X.dtype:
            message = texts.SOFTMAX_DTYPE.format(found=Y.dtype, right=X.dtype)
            raise CheckFailed(message, hint=texts.SOFTMAX_DTYPE_HINT)
        if Y.shape != X.shape:
            message = texts.WRONG_SHAPE.format(name="softmax(X)", found=Y.shape, given=X.shape, right=X.shape)
            raise CheckFailed(message)
        if X.dtype == np.float64 and FLOAT32.close(Y, oracles.softmax(X)) and not FLOAT64.close(Y, oracles.softmax(X)):
            raise CheckFailed(texts.SOFTMAX_PRECISION, hint=texts.SOFTMAX_DTYPE_HINT)


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
        reply = ask(student, "softmax", f"an X of shape {X.shape} that takes gradients", X=X, cotangent=cotangent)
        Y = returned_tensor(reply, "Y", "softmax(X)")
        judge_gradient(X, Y, cotangent, plain_array(reply, "X_grad"))


def judge_gradient(X: Array, Y: Array, cotangent: Array, found: Array | None) -> None:
    right, close = oracles.softmax_gradient(X, cotangent), Tolerance(rtol=1e-3, atol=1e-5)
    if found is None and Y.shape == X.shape:
        message = texts.NO_GRADIENT.format(name="softmax", argument="X")
        raise CheckFailed(message, hint=texts.NO_GRADIENT_HINT)
    if found is None or not close.close(found, right):
        if not FLOAT32.close(Y, oracles.softmax(X)):
            raise CheckFailed(texts.GRADIENT_OF_WRONG_VALUE.format(name="softmax"))
        figures = f"X = {show(X)}\nloss = (c * softmax(X)).sum() for c = {show(cotangent)}\n"
        figures += f"gradient in X = {show(found)}\nmust be {show(right)}"
        message = texts.WRONG_GRADIENT.format(name="softmax", argument="X")
        raise CheckFailed(message, hint=texts.WRONG_GRADIENT_HINT, details=figures)


@check_for("softmax", "it is written from scratch, without torch's own softmax", gate=True)
def test_from_scratch(student: Student, inputs: Inputs) -> None:
    examples = float32([0, 1, 2], [1, 0, 0]), float32([0, 1], [2, 0]), logits(inputs.rng, 1, 10)
    for reply in replies(partial(ask, student, "softmax", f"X of shape {X.shape}", X=X) for X in examples):
        must_be_from_scratch(reply, "softmax")
