"""The well-known mistakes in cross_entropy(y_hat, y): what each gives, so that it can be named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from lessoncheck.misconceptions import Misconception, only_one

from .judging import Tolerance
from .messages import cross_entropy as messages
from .oracles import Array, Batch, picked, softmax

LESSON: Batch = (np.array([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]], dtype=np.float32), np.array([0, 2]))
MOST_EPSILON = 1e-4  # what may be added to a probability, or cut off from it, to keep the logarithm finite
LABELS = frozenset({"y", "label", "labels", "target", "targets", "y_true", "truth"})  # what parameters for y are called
CLOSE = Tolerance(rtol=1e-3, atol=1e-3)


def made(n: int, q: int) -> Batch:
    """Probabilities and labels, always the same.

    Mistakes must not agree by chance: the last class has the largest probability everywhere and is nowhere the label,
    and the first label is not 0.
    """
    y_hat = 1.1 + np.sin(1.7 * np.arange(n * q, dtype=np.float64)).reshape(n, q) + 2.5 * (np.arange(q) == q - 1)
    return (y_hat / y_hat.sum(axis=1, keepdims=True)).astype(np.float32), (np.arange(n) + 1) % 2


SQUARE, LARGER_SQUARE, TEN_CLASSES, LESSON_BATCH = made(3, 3), made(5, 5), made(7, 10), made(256, 10)
Verdict = Callable[[Batch], tuple[Array | None, bool]]  # what cross_entropy gives (None: it fails), and if it is right


def explain(y_hat: Array, y: Array, losses: Array, more: Callable[[Batch], Array | None]) -> Misconception | None:
    """The mistake that gives these losses, if exactly one does, and gives what comes back for other cases, too.

    `more` tells that, None where cross_entropy fails. One case alone can deceive: for two classes, for instance, the
    logarithm to base 2 is also that to the number of classes.
    """
    square = more(SQUARE)
    if square is None:
        return None
    found = {known for known in _fitting(y_hat, y, losses) if known.id in _ids(_fitting(*SQUARE, square))}
    if found and (given := more(TEN_CLASSES)) is not None:
        found = {known for known in found if known.id in _ids(_fitting(*TEN_CLASSES, given))}
    return only_one(found)


def _ids(found: set[Misconception]) -> set[str]:
    return {known.id for known in found}


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
    """Whether the same number, too large a one, was added to all p, or small p, but not all, were raised to it."""
    with np.errstate(all="ignore"):
        used = np.exp(-losses.astype(np.float64))
    added, floor = used - p, used.min()
    constant = np.ptp(added) <= 0.02 * added.min() and added.min() > MOST_EPSILON
    cut_off = (
        (p < 0.99 * floor).any() and (p > 1.01 * floor).any() and np.allclose(used, np.maximum(p, floor), rtol=1e-3)
    )
    return messages.LOSS_EPSILON if constant or cut_off else None


def explain_by_size(y_hat: Array, verdict: Verdict) -> Misconception | None:
    """Why cross_entropy fails for y_hat, from what it does with other sizes."""
    (losses, three), (_, five), (_, ten), (_, batch) = map(verdict, (SQUARE, LARGER_SQUARE, TEN_CLASSES, LESSON_BATCH))
    if losses is not None and _fitting(*SQUARE, losses) == {messages.LOSS_ROWS_AND_COLUMNS}:
        return messages.LOSS_ROWS_AND_COLUMNS
    if three and five and not ten and not batch and y_hat.shape[0] != y_hat.shape[1]:
        return messages.LOSS_SQUARE_ONLY
    if not three and not five and (ten or batch) and y_hat.shape[1] != 10:
        return messages.LOSS_FIXED_SIZE.filled(right="(n, 10)" if ten else LESSON_BATCH[0].shape)
    return None


def explain_exchanged(names: Sequence[str], right: bool) -> Misconception | None:
    """Whether cross_entropy takes (y, y_hat): by what this order gives (`right`), or by its parameters' names."""
    known = messages.LOSS_EXCHANGED.filled(names=", ".join(names) or "y, y_hat")
    if right:
        return known
    named = len(names) >= 2 and names[0].lower() in LABELS and names[1].lower() not in LABELS
    return replace(known, keeps=0.0) if named else None  # and something else is wrong, too


def explain_small(losses: Array) -> Misconception | None:
    """Why labels of probability 0 got these losses; those of other labels are right."""
    if not np.isfinite(losses).all():
        return None
    if not losses.any():
        return messages.LOSS_ZERO
    used = np.exp(-losses.astype(np.float64))
    return messages.LOSS_EPSILON if np.ptp(used) <= 0.01 * used.min() and MOST_EPSILON < used.min() < 0.1 else None
