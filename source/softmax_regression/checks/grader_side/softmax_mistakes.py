"""The well-known mistakes in softmax(X): what each gives, so that it can be named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product

import numpy as np

from lessoncheck.misconceptions import Misconception, only_one

from .judging import FLOAT32, Tolerance
from .messages import softmax as messages
from .oracles import Array, softmax

SQUARE = np.array([[0, 1, 2], [1, 0, -0.5], [0.5, 2, 0]], dtype=np.float32)
LARGER_SQUARE = np.sin(np.arange(25, dtype=np.float32)).reshape(5, 5)
TEN_CLASSES = np.linspace(-2, 2, 40, dtype=np.float32).reshape(4, 10) ** 3 / 3
LESSON_BATCH = np.sin(np.arange(2560, dtype=np.float32)).reshape(256, 10)
LARGE = Tolerance(rtol=1e-3, atol=1e-5)  # at 1000, neighbouring float32 numbers are 6e-5 apart


Answer = Callable[[Array], Array | None]  # what softmax gives for one more X; None where it fails


def explain(X: Array, Y: Array, answer: Answer, close: Tolerance = FLOAT32) -> Misconception | None:
    """The mistake that gives Y for a moderate X, if exactly one does, and gives what comes back for other X, too.

    One X alone can deceive: mistakes may give the same for it, above all for a single row or column.
    """
    square = answer(SQUARE)
    if square is None:
        return None
    found = _fitting(X, Y, close) & _fitting(SQUARE, square, FLOAT32)
    if found and (given := answer(TEN_CLASSES)) is not None:
        found &= _fitting(TEN_CLASSES, given, FLOAT32)
    return only_one(found) or (_squeezed(X, Y, close) if FLOAT32.close(square, softmax(SQUARE)) else None)


def _fitting(X: Array, Y: Array, close: Tolerance) -> set[Misconception]:
    right = softmax(X)
    with np.errstate(all="ignore"):
        known = _mistakes(X.astype(np.float64), right)
        found = {mistake for mistake, value in known if close.close(Y, value) and not close.close(value, right)}
        return found or _epsilon(X, Y, right)


def _squeezed(X: Array, Y: Array, close: Tolerance) -> Misconception | None:
    fits = Y.shape == np.squeeze(X).shape != X.shape and close.close(Y.reshape(X.shape), softmax(X))
    return messages.SOFTMAX_SQUEEZED.filled(found=Y.shape, right=X.shape) if fits else None


def _mistakes(X: Array, right: Array) -> Iterator[tuple[Misconception, Array]]:
    raw, shifted = np.exp(X), X - X.max(axis=1, keepdims=True)
    rows, whole, columns = np.exp(shifted), np.exp(X - X.max()), np.exp(X - X.max(axis=0))
    for powers in (raw, rows, whole, columns):
        yield messages.SOFTMAX_ALONG_COLUMNS, powers / powers.sum(axis=0)
        yield messages.SOFTMAX_WHOLE, powers / powers.sum()
        yield messages.SOFTMAX_NOT_DIVIDED, powers
        yield messages.SOFTMAX_EXP_OF_SUM, powers / np.exp(X.sum(axis=1, keepdims=True))
        yield messages.SOFTMAX_EXP_OF_SUM, powers / np.exp(shifted.sum(axis=1, keepdims=True))
        yield messages.SOFTMAX_SUM_WITHOUT_EXP, powers / X.sum(axis=1, keepdims=True)
        if X.shape[0] == X.shape[1]:
            yield messages.SOFTMAX_KEEPDIM, powers / powers.sum(axis=1)
    for above, below in product((raw, rows, whole), repeat=2):
        if above is not below:
            yield messages.SOFTMAX_HALF_SHIFTED, above / below.sum(axis=1, keepdims=True)
    yield messages.SOFTMAX_MEAN, right * X.shape[1]
    yield messages.SOFTMAX_COLUMN_MAXIMUM, softmax(X - X.max(axis=0))
    yield messages.SOFTMAX_NO_EXP, X / X.sum(axis=1, keepdims=True)
    yield messages.SOFTMAX_NO_EXP, shifted / shifted.sum(axis=1, keepdims=True)
    yield messages.SOFTMAX_LOG, np.log(right)
    yield messages.SOFTMAX_SIGN, softmax(-X)
    yield messages.SOFTMAX_SIGMOID, 1 / (1 + np.exp(-X))
    yield messages.SOFTMAX_BASE, softmax(X * np.log(2))
    yield messages.SOFTMAX_BASE, softmax(X * np.log(10))
    yield messages.SOFTMAX_TWICE, softmax(right)
    yield messages.SOFTMAX_FIRST_ROW, right[0]
    yield messages.SOFTMAX_TRANSPOSED, right.T
    yield messages.SOFTMAX_HARD, (shifted == 0).astype(np.float64)
    yield from ((messages.SOFTMAX_ROUNDED, right.round(digits)) for digits in (1, 2, 3, 4))


def _epsilon(X: Array, Y: Array, right: Array) -> set[Misconception]:
    """Whether every row is the right one but for the same small number in its denominator."""
    if Y.shape != X.shape or len(X) < 2:
        return set()
    shares = Y.astype(np.float64) / right
    share = shares.mean(axis=1)
    if not np.allclose(shares, share[:, np.newaxis], rtol=1e-4) or not (share < 1).all():
        return set()
    raw = np.exp(X.astype(np.float64))
    sums = raw.sum(axis=1), (raw / raw.max(axis=1, keepdims=True)).sum(axis=1), (raw / raw.max()).sum(axis=1)
    added = [total * (1 / share - 1) for total in sums]
    return {messages.SOFTMAX_EPSILON} if any(np.ptp(a) <= 0.05 * a.mean() for a in added) else set()


def explain_by_size(X: Array, answer: Answer) -> Misconception | None:
    """Why softmax fails for X, or gives another shape, from what it does with other sizes."""
    cases: tuple[Array, ...] = (SQUARE, LARGER_SQUARE, TEN_CLASSES, LESSON_BATCH)
    answers = [answer(case) for case in cases]
    three, five, ten, batch = (
        given is not None and FLOAT32.close(given, softmax(case)) for case, given in zip(cases, answers, strict=True)
    )
    if answers[0] is not None and (known := explain(SQUARE, answers[0], answer)):
        return known
    if three and five and not ten and not batch and X.shape[0] != X.shape[1]:
        return messages.SOFTMAX_SQUARE_ONLY
    if not three and not five and (ten or batch) and X.shape[1] != 10:
        return messages.SOFTMAX_FIXED_SIZE.filled(right="(n, 10)" if ten else LESSON_BATCH.shape)
    return None


def explain_large(X: Array, Y: Array) -> Misconception | None:
    """The mistake that shows in Y for a large X only; softmax is right for moderate ones."""
    with np.errstate(all="ignore"):
        raw, whole = np.exp(X), np.exp(X - X.max())
        plain, shifted = raw / raw.sum(axis=1, keepdims=True), whole / whole.sum(axis=1, keepdims=True)
    if not np.isfinite(Y).all():
        return (
            messages.SOFTMAX_OVERFLOW
            if _agree(Y, plain) or not _agree(Y, shifted)
            else messages.SOFTMAX_MAX_OF_EVERYTHING
        )
    return only_one(_finite_mistakes(X, Y, plain))


def _finite_mistakes(X: Array, Y: Array, plain: Array) -> Iterable[Misconception]:
    wrong = ~np.isclose(Y, softmax(X), rtol=1e-3, atol=1e-5).all(axis=1)
    if np.allclose(Y[wrong], 1 / X.shape[1], atol=1e-5):
        yield messages.SOFTMAX_CLAMPED
    if _agree(Y, np.nan_to_num(plain, nan=0)):
        yield messages.SOFTMAX_NAN_REPLACED


def _agree(Y: Array, model: Array) -> bool:
    return np.allclose(Y, model, rtol=1e-3, atol=1e-5, equal_nan=True)


def explain_precision(X: Array, Y: Array) -> Misconception | None:
    """Why Y, for a float64 X, is right to float32's digits only."""
    if (Y.astype(np.float32) == Y).all():
        return messages.SOFTMAX_PRECISION
    return only_one(_epsilon(X, Y, softmax(X)))
