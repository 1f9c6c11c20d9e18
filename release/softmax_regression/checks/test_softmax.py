"""The checks of softmax(X)."""

from __future__ import annotations

from functools import partial

import numpy as np

from checks.grader_side import oracles
from checks.grader_side.from_scratch import library, must_be_from_scratch
from checks.grader_side.judging import (
    FLOAT32,
    FLOAT64,
    Tolerance,
    ask,
    ask_for_gradient,
    broken_off,
    in_turn,
    must_be_unchanged,
    must_leave_nothing_behind,
    plain_array,
    returned_tensor,
    show,
    stopped,
    works,
)
from checks.grader_side.messages import common
from checks.grader_side.messages import softmax as messages
from checks.grader_side.oracles import Array
from checks.grader_side.softmax_mistakes import (
    LARGE,
    LESSON_BATCH,
    explain,
    explain_by_size,
    explain_large,
    explain_precision,
)
from lessoncheck.failures import CheckFailed
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.misconceptions import broken_rule
from lessoncheck.student import Student


def float32(*rows: list[float]) -> Array:
    return np.array(rows, dtype=np.float32)


MODERATE = float32([0.1, 1.2, 2.3], [1.4, 0.5, -0.6])
GRADIENT = Tolerance(rtol=1e-3, atol=1e-5)
LARGE_GRADIENT = Tolerance(rtol=1e-2, atol=1e-3)  # a difference of numbers that are as exact as LARGE


def logits(rng: np.random.Generator, n: int, q: int) -> Array:
    return rng.normal(0, 2, size=(n, q)).astype(np.float32)


def square(rng: np.random.Generator) -> Array:
    n = int(rng.integers(2, 12))
    return logits(rng, n, n)


def wide(rng: np.random.Generator) -> Array:
    """More columns than rows, and at least two of these."""
    n = int(rng.integers(2, 7))
    return logits(rng, n, n + int(rng.integers(1, 20)))


def high(rng: np.random.Generator) -> Array:
    """More rows than columns, and at least two of these."""
    q = int(rng.integers(2, 7))
    return logits(rng, q + int(rng.integers(1, 20)), q)


def large(rng: np.random.Generator) -> Array:
    """Rows near 0, far above and below it, and with a gap; neither the first nor the last has the largest element."""
    q = int(rng.integers(3, 8))
    shifts = np.repeat(np.array([[0], [900], [-900], [150], [0], [0], [-200]], dtype=np.float32), q, axis=1)
    shifts[4, -1], shifts[5, 1] = 9000, -9000
    return logits(rng, *shifts.shape) + shifts


def answer(student: Student, X: Array) -> Array:
    """What softmax gives for one more X."""
    return returned_tensor(ask(student, "softmax", f"X of shape {X.shape}", X=X), "Y", "softmax(X)")


def is_right(student: Student) -> bool:
    """Whether softmax gets a moderate X right; if not, what it does elsewhere may have the same cause."""
    Y = works(partial(answer, student, MODERATE))
    return Y is not None and FLOAT32.close(Y, oracles.softmax(MODERATE))


def gradient(student: Student, X: Array, cotangent: Array) -> Array | None:
    """The gradient of sum(cotangent * softmax(X)) in X; None where there is none."""
    reply = works(partial(ask, student, "softmax", f"X of shape {X.shape}", cotangent=cotangent, X=X))
    return None if reply is None else plain_array(reply, "X_grad")


def judge_values(student: Student, X: Array, close: Tolerance = FLOAT32) -> None:
    given, right = f"X of shape {X.shape}", oracles.softmax(X)

    def more(other: Array) -> Array | None:
        return works(partial(answer, student, other))

    try:
        reply = ask(student, "softmax", given, X=X)
    except CheckFailed as failed:
        if stopped(failed) and (diagnosis := explain_by_size(X, more)):
            raise broken_off(failed, diagnosis) from None
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


@check_for("softmax", "each row of the result is the softmax of that row of X")
def test_rows(student: Student, inputs: Inputs) -> None:
    public = MODERATE, high(inputs.rng), wide(inputs.rng), logits(inputs.rng, 3, 10), float32([0.5, 1.2], [2.1, 0.3])
    for X in inputs.several(
        *public, square(inputs.rng), logits(inputs.rng, 300, 40), draw=in_turn(high, wide, square), extra=6
    ):
        judge_values(student, X)


@check_for("softmax", "it also works for a single row and for a single column")
def test_one_row_or_column(student: Student, inputs: Inputs) -> None:
    public = float32([0.1, 1.2, 2.3]), float32([3], [-1]), float32([5]), logits(inputs.rng, 1, 24)

    def row(rng: np.random.Generator) -> Array:
        return logits(rng, 1, int(rng.integers(2, 24)))

    def column(rng: np.random.Generator) -> Array:
        return logits(rng, int(rng.integers(2, 12)), 1)

    for X in inputs.several(*public, draw=in_turn(row, column)):
        judge_values(student, X)


@check_for("softmax", "it stays finite and right for large outputs such as [1000, 0], with its gradient")
def test_large_outputs(student: Student, inputs: Inputs) -> None:
    public = (
        float32([100, 101, 102]), float32([1000, 0]), float32([0, 0, 1000]), float32([-1000, -1001, -1003]),
        float32([10000, 0]), float32([0, 1], [1000, 999], [-1000, -999]), float32([1000, 999]).astype(np.float64),
        large(inputs.rng),
    )  # fmt: skip
    for X in inputs.several(*public, draw=large):
        Y = returned_tensor(ask(student, "softmax", partial(_given, X), X=X), "Y", "softmax(X)")
        if Y.shape == np.squeeze(X).shape:
            Y = Y.reshape(X.shape)  # the check before this one is about that
        if LARGE.close(Y, oracles.softmax(X)):
            judge_large_gradient(student, X)
            continue
        diagnosis = explain_large(X, Y) if Y.shape == X.shape and is_right(student) else None
        overflow = broken_rule(messages.SOFTMAX_OVERFLOW.sentence, messages.SOFTMAX_OVERFLOW.hint)
        rule = broken_rule(messages.SOFTMAX_LARGE) if np.isfinite(Y).all() else overflow
        figures = f"X = {show(X)}\nsoftmax(X) = {show(Y)}\nmust be {show(oracles.softmax(X))}"
        raise (diagnosis or rule).failed(figures)


def _given(X: Array) -> str:
    return f"X = {show(X)}"


def judge_large_gradient(student: Student, X: Array) -> None:
    """CheckFailed for a gradient that is wrong here and right for a moderate X; the next check judges that one."""
    cotangent = np.linspace(1, -1, X.size, dtype=X.dtype).reshape(X.shape)
    found, right = gradient(student, X, cotangent), oracles.softmax_gradient(X, cotangent)
    if found is not None and LARGE_GRADIENT.close(found, right):
        return
    usual = gradient(student, MODERATE, np.eye(*MODERATE.shape, dtype=np.float32))
    if usual is None or not GRADIENT.close(usual, oracles.softmax_gradient(MODERATE, np.eye(*MODERATE.shape))):
        return
    figures = f"X = {show(X)}\nloss = (c * softmax(X)).sum() for c = {show(cotangent)}\n"
    figures += f"gradient in X = {show(found)}\nmust be {show(right)}"
    finite = found is not None and np.isfinite(found).all()
    raise (broken_rule(messages.SOFTMAX_GRADIENT) if finite else messages.SOFTMAX_GRADIENT_LARGE).failed(figures)


@check_for("softmax", "gradients flow back to X, and they are right")
def test_gradients(student: Student, inputs: Inputs) -> None:
    public = MODERATE, square(inputs.rng), high(inputs.rng)
    for X in inputs.several(*public, draw=in_turn(high, wide, square), extra=3):
        cotangent = inputs.rng.normal(size=X.shape).astype(np.float32)
        given = f"an X of shape {X.shape} that takes gradients"
        reply = ask_for_gradient(student, "softmax", "Y", given, cotangent, X=X)
        Y = returned_tensor(reply, "Y", "softmax(X)")
        judge_gradient(X, Y, cotangent, plain_array(reply, "X_grad"))


def judge_gradient(X: Array, Y: Array, cotangent: Array, found: Array | None) -> None:
    right, value_right = oracles.softmax_gradient(X, cotangent), FLOAT32.close(Y, oracles.softmax(X))
    if not value_right:
        raise CheckFailed(common.GRADIENT_OF_WRONG_VALUE.format(name="softmax"))
    if found is None:
        raise common.NO_GRADIENT.filled(name="softmax", argument="X").failed()
    if not GRADIENT.close(found, right):
        figures = f"X = {show(X)}\nloss = (c * softmax(X)).sum() for c = {show(cotangent)}\n"
        figures += f"gradient in X = {show(found)}\nmust be {show(right)}"
        raise common.WRONG_GRADIENT.filled(name="softmax", argument="X").failed(figures)


@check_for("softmax", "it keeps the dtype of X, and leaves X and all else as it was", side=True)
def test_nothing_else(student: Student, inputs: Inputs) -> None:
    public = MODERATE, logits(inputs.rng, 2, 3).astype(np.float64)
    for X in inputs.several(*public, draw=in_turn(wide, lambda rng: wide(rng).astype(np.float64))):
        reply = ask(student, "softmax", f"a {X.dtype} X", X=X)
        must_be_unchanged(reply, "softmax", named=is_right(student), X=X)
        judge_dtype(student, X, returned_tensor(reply, "Y", "softmax(X)"))
    must_leave_nothing_behind(student, "softmax")


def judge_dtype(student: Student, X: Array, Y: Array) -> None:
    if Y.dtype != X.dtype:
        known = messages.SOFTMAX_DTYPE.filled(found=Y.dtype, right=X.dtype)
        # one that is cut off from autograd made a tensor of its own, whose dtype is the smaller fault
        own = is_right(student) and gradient(student, MODERATE, MODERATE) is not None
        raise (known if own else broken_rule(known.sentence, known.hint)).failed()
    right = oracles.softmax(X)
    if X.dtype == np.float64 and FLOAT32.close(Y, right) and not FLOAT64.close(Y, right):
        raise (explain_precision(X, Y) or broken_rule(messages.SOFTMAX_INEXACT)).failed()


@check_for("softmax", "it is written from scratch, without torch's own softmax", gate=True)
def test_from_scratch(student: Student, inputs: Inputs) -> None:
    examples = MODERATE, square(inputs.rng), logits(inputs.rng, 1, 10), LESSON_BATCH
    calls = [partial(ask, student, "softmax", f"X of shape {X.shape}", X=X) for X in examples]
    must_be_from_scratch(student, "softmax", calls, lambda: library(student.operators, "softmax"))
