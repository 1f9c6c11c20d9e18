"""The well-known mistakes in cross_entropy(y_hat, y): what each gives, so that it can be named."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from lessoncheck.misconceptions import Misconception, only_one

from .judging import Tolerance
from .messages import cross_entropy as messages
from .oracles import Array, Batch, picked, softmax

LESSON: Batch = (np.array([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]], dtype=np.float32), np.array([0, 2]))
MOST_EPSILON = 1e-4  # what may be added to a probability, or cut off from it, to keep the logarithm finite
CLOSE = Tolerance(rtol=1e-3, atol=1e-3)


def made(n: int, q: int) -> Batch:
    """Some probabilities and labels, always the same."""
    y_hat = 1.1 + np.sin(1.7 * np.arange(n * q, dtype=np.float64)).reshape(n, q)
    return (y_hat / y_hat.sum(axis=1, keepdims=True)).astype(np.float32), (np.arange(n) * np.arange(n)) % q


SQUARE, TEN_CLASSES, LESSON_BATCH = made(3, 3), made(4, 10), made(256, 10)
Verdict = Callable[[Batch], tuple[Array | None, bool]]  # what cross_entropy gives (None: it fails), and if it is right


def explain(y_hat: Array, y: Array, losses: Array, more: Callable[[Batch], Array | None]) -> Misconception | None:
    """The mistake that gives these losses, if exactly one does, and gives what comes back for other cases, too.

    `more` tells that, None where cross_entropy fails. One case alone can deceive: for two classes, for instance, the
    logarithm to base 2 is also that to the number of classes.
    """
    found = _fitting(y_hat, y, losses)
    for case in (SQUARE, TEN_CLASSES):
        if found and (given := more(case)) is not None:
            there = {known.id for known in _fitting(*case, given)}
            found = {known for known in found if known.id in there}
    return only_one(found)


def _fitting(y_hat: Array, y: Array, losses: Array) -> set[Misconception]:
    n, found, p = len(y), losses, picked(y_hat, y)
    if found.size == 1 < n:
        found = losses.reshape(())
    elif found.size == n:
        found = losses.reshape(n)
    if n > 1 and losses.shape == (1, n) and CLOSE.close(found, -np.log(p)):
        return {messages.LOSS_ONE_ROW}
    with np.errstate(all="ignore"):
        close = [known for known in _mistakes(y_hat.astype(np.float64), y, p) if CLOSE.close(found, known[1])]
    known = {mistake for mistake, value in close if not CLOSE.close(value, -np.log(p))}
    if not known and n > 1 and found.shape == p.shape and (diagnosis := _epsilon(p, found)):
        return {diagnosis}
    return known


def _mistakes(y_hat: Array, y: Array, p: Array) -> Iterator[tuple[Misconception, Array]]:
    losses, logs, (n, q) = -np.log(p), np.log(y_hat), y_hat.shape
    label = np.arange(q) == y[:, np.newaxis]
    for sign in (1, -1):
        yield messages.LOSS_MEAN, sign * losses.mean()
        yield messages.LOSS_SUM, sign * losses.sum()
        yield messages.LOSS_FIRST_ONLY, sign * losses[0]
        yield messages.LOSS_NO_LOG, sign * p
        yield messages.LOSS_ALL_PAIRS.filled(found=(n, n)), sign * logs[:, y]
        yield messages.LOSS_ALL_CLASSES, sign * logs
        yield messages.LOSS_ALL_CLASSES, sign * logs.sum(axis=1)
        yield messages.LOSS_ALL_CLASSES, sign * logs.mean(axis=1)
        yield messages.LOSS_NOT_SUMMED, sign * logs * label
    yield messages.LOSS_SIGN, -losses
    yield messages.LOSS_LOG10, -np.log10(p)
    yield messages.LOSS_LOG2, -np.log2(p)
    yield messages.LOSS_SOFTMAX_AGAIN, -np.log(picked(softmax(y_hat), y))
    yield messages.LOSS_ONE_MINUS_P, 1 - p
    yield messages.LOSS_INVERSE, 1 / p
    yield messages.LOSS_WEIGHTED, p * losses
    yield messages.LOSS_ENTROPY, -(y_hat * logs).sum(axis=1)
    yield messages.LOSS_OVER_CLASSES, losses / q
    yield messages.LOSS_OVER_EXAMPLES, losses / n
    yield messages.LOSS_REST, -np.log(1 - p)
    binary = -np.where(label, logs, np.log(1 - y_hat))
    squares = (y_hat - label) ** 2
    for mistake, terms in ((messages.LOSS_BINARY, binary), (messages.LOSS_SQUARED, squares)):
        yield from ((mistake, value) for value in (terms, terms.sum(axis=1), terms.mean(axis=1), terms.sum(axis=1) / 2))
        yield from ((mistake, value) for value in (terms.sum(), terms.mean(), terms.sum() / n))
    if (y != y_hat.argmax(axis=1)).any():
        yield messages.LOSS_OF_PREDICTION, -logs.max(axis=1)
    for shift in (-1, 1):
        yield messages.LOSS_LABEL_SHIFTED, -np.log(picked(y_hat, (y + shift) % q))
    if y.max() < n <= q and not (y == np.arange(n)).all():
        yield messages.LOSS_ROWS_AND_COLUMNS, -logs[y, np.arange(n)]


def _epsilon(p: Array, losses: Array) -> Misconception | None:
    """Whether the same number, too large a one, was added to all p, or small p were raised to it."""
    with np.errstate(all="ignore"):
        used = np.exp(-losses.astype(np.float64))
    added, raised = used - p, used > 1.01 * p
    constant = np.ptp(added) <= 0.02 * added.min() and added.min() > MOST_EPSILON
    floor = used.min()
    cut_off = raised.sum() > 1 and floor > MOST_EPSILON and np.allclose(used, np.maximum(p, floor), rtol=1e-3)
    return messages.LOSS_EPSILON if constant or cut_off else None


def explain_by_size(y_hat: Array, verdict: Verdict) -> Misconception | None:
    """Why cross_entropy fails for y_hat, from what it does with other sizes."""
    (losses, square), (_, ten), (_, batch) = (verdict(case) for case in (SQUARE, TEN_CLASSES, LESSON_BATCH))
    if losses is not None and _fitting(*SQUARE, losses) == {messages.LOSS_ROWS_AND_COLUMNS}:
        return messages.LOSS_ROWS_AND_COLUMNS
    if square and not ten and not batch and y_hat.shape[0] != y_hat.shape[1]:
        return messages.LOSS_SQUARE_ONLY
    if not square and (ten or batch) and y_hat.shape[1] != 10:
        return messages.LOSS_FIXED_SIZE.filled(right="(n, 10)" if ten else LESSON_BATCH[0].shape)
    return None


def explain_small(case: Batch, elsewhere: Array, losses: Array) -> Misconception | None:
    """Why impossible labels got these losses, where `elsewhere` is what cross_entropy gives for a usual case."""
    p = picked(*case)
    if elsewhere.size != p.size or not np.isfinite(losses).all():
        return None
    usual, used = elsewhere.reshape(-1), np.exp(-losses.astype(np.float64))
    if not np.allclose(usual, -np.log(p), atol=2e-3):
        return _epsilon(p, usual)
    if not losses.any():
        return messages.LOSS_ZERO
    return messages.LOSS_EPSILON if np.ptp(used) <= 0.01 * used.min() and MOST_EPSILON < used.min() < p.min() else None
