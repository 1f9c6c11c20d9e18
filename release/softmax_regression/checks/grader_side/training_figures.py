"""The figures that train_ch3 prints for an epoch, and what well-known mistakes print instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, combinations

import numpy as np

from lessoncheck.misconceptions import Misconception
from softmax_lesson.epoch_lines import EpochLine

from .messages import common
from .messages import train_ch3 as messages
from .training_oracle import Epoch, Trained, TrainingCase, train, training_case


@dataclass(frozen=True)
class Wrong:
    """A printed figure as a mistake prints it: its values, epoch by epoch."""

    known: Misconception
    values: Sequence[float]
    scale: float = 1  # a percentage has fewer decimals


@dataclass(frozen=True)
class Figure:
    """One of the printed figures, its rule, and the values that well-known mistakes print instead."""

    what: str
    rule: str
    digits: int
    rtol: float
    found: Callable[[EpochLine], float]
    right: Callable[[Epoch], float]
    mistakes: Callable[[TrainingCase, Trained], Iterator[Wrong]]


def _losses(case: TrainingCase, trained: Trained) -> Iterator[Wrong]:
    n, batches = sum(len(y) for _, y in case.train), len(case.train)
    epochs = trained.epochs
    totals = [sum(epoch.losses) for epoch in epochs]
    means = [np.array(epoch.losses) / epoch.lengths for epoch in epochs]
    yield Wrong(messages.LOSS_TOTAL, totals)
    yield Wrong(messages.LOSS_PER_BATCH, [total / batches for total in totals])
    yield Wrong(messages.LOSS_MEAN_OF_MEANS, [float(np.mean(each)) for each in means])
    yield Wrong(messages.LOSS_TOO_SMALL, [float(np.sum(each)) / n for each in means])
    yield Wrong(messages.LOSS_UPDATED, [sum(epoch.losses_updated) / n for epoch in epochs])
    yield Wrong(messages.LAST_BATCH_ONLY, [float(each[-1]) for each in means])
    yield Wrong(messages.LAST_BATCH_ONLY, [epoch.losses[-1] for epoch in epochs])
    yield Wrong(messages.LAST_BATCH_ONLY, [epoch.losses[-1] / n for epoch in epochs])
    yield Wrong(messages.FIGURES_FULL_BATCHES, [total / (batches * case.batch_size) for total in totals])
    yield Wrong(messages.FIGURES_LAST_LENGTH, [total / len(case.train[-1][1]) for total in totals])
    yield from _not_reset(totals, n)


def _train_accs(case: TrainingCase, trained: Trained) -> Iterator[Wrong]:
    n, batches = sum(len(y) for _, y in case.train), len(case.train)
    epochs = trained.epochs
    hits = [float(sum(epoch.right)) for epoch in epochs]
    fractions = [np.array(epoch.right) / epoch.lengths for epoch in epochs]
    yield Wrong(messages.TRAIN_ACC_AFTERWARDS, [epoch.train_acc_afterwards for epoch in epochs])
    yield Wrong(messages.TRAIN_ACC_UPDATED, [sum(epoch.right_updated) / n for epoch in epochs])
    yield Wrong(messages.TRAIN_ACC_COUNT, hits)
    yield Wrong(messages.TRAIN_ACC_OF_TEST, [epoch.test_acc for epoch in epochs])
    yield Wrong(common.MEAN_OF_BATCHES, [float(np.mean(each)) for each in fractions])
    yield Wrong(messages.TRAIN_ACC_SUM, [float(np.sum(each)) for each in fractions])
    yield Wrong(messages.TRAIN_ACC_TOO_SMALL, [float(np.sum(each)) / n for each in fractions])
    yield Wrong(messages.TRAIN_ACC_PER_BATCH, [each / batches for each in hits])
    yield Wrong(messages.LAST_BATCH_ONLY, [float(each[-1]) for each in fractions])
    yield Wrong(messages.LAST_BATCH_ONLY, [epoch.right[-1] / n for epoch in epochs])
    yield Wrong(messages.FIGURES_FULL_BATCHES, [each / (batches * case.batch_size) for each in hits])
    yield Wrong(messages.FIGURES_LAST_LENGTH, [each / len(case.train[-1][1]) for each in hits])
    yield Wrong(messages.PRINTED_PERCENTAGE, [100 * each / n for each in hits], 100)
    yield from _not_reset(hits, n)


def _test_accs(case: TrainingCase, trained: Trained) -> Iterator[Wrong]:
    epochs = trained.epochs
    accs = [epoch.test_acc for epoch in epochs]
    n = sum(len(y) for _, y in case.test)
    before = train(replace(case, lr=0.0, num_epochs=1)).epochs[0].test_acc
    yield Wrong(messages.TEST_ACC_BEFORE, [before, *accs[:-1]])
    yield Wrong(messages.TEST_ACC_OF_TRAIN, [epoch.train_acc_afterwards for epoch in epochs])
    yield Wrong(messages.TEST_ACC_OF_TRAIN, [epoch.train_acc for epoch in epochs])
    yield Wrong(common.MEAN_OF_BATCHES, [float(np.mean(epoch.test_accs)) for epoch in epochs])
    yield Wrong(messages.TEST_ACC_COUNT, [acc * n for acc in accs])
    yield Wrong(messages.PRINTED_PERCENTAGE, [100 * acc for acc in accs], 100)


def _not_reset(sums: Sequence[float], n: int) -> Iterator[Wrong]:
    """The sum, the number of examples, or both go on from epoch to epoch."""
    running = list(accumulate(sums))
    numbers = range(1, len(sums) + 1)
    yield Wrong(messages.SUMS_NOT_RESET, [total / (k * n) for k, total in zip(numbers, running, strict=True)])
    yield Wrong(messages.SUMS_NOT_RESET, [total / n for total in running])
    yield Wrong(messages.SUMS_NOT_RESET, [total / (k * n) for k, total in zip(numbers, sums, strict=True)])


LOSS = Figure(
    *(messages.LOSS, messages.LOSS_RULE, 4, 2e-3),
    found=lambda line: line.loss,
    right=lambda epoch: epoch.loss,
    mistakes=_losses,
)
TRAIN_ACC = Figure(
    *(messages.TRAIN_ACC, messages.TRAIN_ACC_RULE, 3, 0),
    found=lambda line: line.train_acc,
    right=lambda epoch: epoch.train_acc,
    mistakes=_train_accs,
)
TEST_ACC = Figure(
    *(messages.TEST_ACC, messages.TEST_ACC_RULE, 3, 0),
    found=lambda line: line.test_acc,
    right=lambda epoch: epoch.test_acc,
    mistakes=_test_accs,
)
FIGURES = (LOSS, TRAIN_ACC, TEST_ACC)


def agree(printed: float, value: float, rtol: float, scale: float = 1) -> bool:
    """Whether `printed` is `value` rounded to three decimals or more (a percentage: to one); both may be endless."""
    if not np.isfinite(value):
        return not np.isfinite(printed)
    return abs(printed - value) <= 6e-4 * scale + rtol * abs(value)


def same(printed: Sequence[float], values: Sequence[float], rtol: float, scale: float = 1) -> bool:
    """Whether all epochs agree."""
    return all(agree(a, b, rtol, scale) for a, b in zip(printed, values, strict=True))


def clear_case(
    rng: np.random.Generator,
    lengths: Sequence[int],
    q: int,
    num_epochs: int,
    test_lengths: Sequence[int] = (17, 6),
) -> TrainingCase:
    """A random case in which, if it can be had, each mistake in a figure shows and looks like no other."""
    return training_case(rng, lengths, q, num_epochs, test_lengths, telling=_telling)


def _telling(case: TrainingCase, trained: Trained) -> bool:
    if len({epoch.right[-1] for epoch in trained.epochs}) == 1:
        return False  # a figure that stays as it is would be taken for that of the last batch
    for figure in FIGURES:
        right = [figure.right(epoch) for epoch in trained.epochs]
        mistakes = list(figure.mistakes(case, trained))
        # some are no mistakes here at all, such as a mean of means over equally long batches
        shown = [wrong for wrong in mistakes if not np.allclose(wrong.values, right, atol=1e-9)]
        if any(_alike(wrong.values, right, figure.rtol) for wrong in shown):
            return False
        for one, other in combinations(shown, 2):
            if one.known != other.known and _alike(one.values, other.values, figure.rtol):
                return False
    return True


def _alike(some: Sequence[float], others: Sequence[float], rtol: float) -> bool:
    """Whether the printed digits could not tell them apart."""
    return all(abs(a - b) <= 2e-3 + 3 * rtol * abs(b) for a, b in zip(some, others, strict=True))
