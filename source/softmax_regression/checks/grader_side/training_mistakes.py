"""What well-known mistakes in train_ch3 lead to: to which parameters, to which printed figures.

Numpy models of mistakes only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate, combinations

import numpy as np

from lessoncheck.misconceptions import Misconception
from softmax_lesson.epoch_lines import EpochLine

from .messages import common
from .messages import train_ch3 as messages
from .training_oracle import DivideBy, Epoch, Trained, TrainingCase, train, training_case

FIRST_FEW = range(8, 12)  # after so many mini-batches people stop when they try something out
FIXED_EPOCHS = (3, 5, 10)


def explain_parameters(
    case: TrainingCase, *, passes: int, with_optimizer: bool
) -> Iterator[tuple[Misconception, Trained]]:
    """The parameters that each mistake ends with; `passes` is how often train_iter was gone through."""
    as_asked: DivideBy = "length" if with_optimizer else "batch_size"
    trained = partial(train, divide_by=as_asked)
    batches = len(case.train)
    yield messages.TRAIN_BY_LENGTH, train(case, divide_by="length")
    yield messages.TRAIN_TWICE, train(case, divide_by="both")
    if not with_optimizer:
        yield messages.TRAIN_NOT_DIVIDED, train(case, divide_by="nothing")
    for divide_by in {as_asked, "length"}:
        yield messages.TRAIN_ACCUMULATED, train(case, keep=(1, 1), divide_by=divide_by)
        yield messages.TRAIN_CLEARS_SOME, train(case, keep=(0, 1), divide_by=divide_by)
        yield messages.TRAIN_CLEARS_SOME, train(case, keep=(1, 0), divide_by=divide_by)
        yield messages.TRAIN_CLEARS_PER_EPOCH, train(case, keep=(1, 1), anew=True, divide_by=divide_by)
    yield messages.TRAIN_UPHILL, trained(case, rates=(-1, -1))
    for rates in ((1, 0), (0, 1)):
        yield messages.TRAIN_UPDATES_SOME, trained(case, rates=rates)
    yield messages.TRAIN_OTHER_LR.filled(found=0.1, right=case.lr), trained(replace(case, lr=0.1))
    yield messages.TRAIN_ON_TEST, trained(replace(case, train=case.test))
    if case.num_epochs > 1:
        yield messages.TRAIN_ONE_EPOCH, trained(replace(case, num_epochs=1))
    for fixed in {*FIXED_EPOCHS, min(passes, 20)} - {0, 1, case.num_epochs}:
        if not with_optimizer or fixed != case.batch_size:
            ran = messages.TRAIN_FIXED_EPOCHS.filled(found=fixed, right=case.num_epochs)
            yield ran, trained(replace(case, num_epochs=fixed))
    if not with_optimizer and case.num_epochs != case.batch_size:
        exchanged = replace(case, num_epochs=case.batch_size, batch_size=case.num_epochs)
        yield messages.TRAIN_ARGUMENT_ORDER, trained(exchanged)
    if batches > 1:
        once = replace(case, train=case.train[:1]), replace(case, train=case.train[-1:])
        for part in (*once, replace(once[0], num_epochs=1)):
            yield messages.TRAIN_ONE_UPDATE, trained(part)
        for keep, anew in (((1, 1), True), ((1, 1), False)):
            yield messages.TRAIN_ONE_UPDATE, trained(case, keep=keep, anew=anew, each_epoch=True)
        yield messages.TRAIN_SKIPS_LAST, trained(replace(case, train=case.train[:-1]))
    for some in FIRST_FEW:
        if some < batches:
            yield messages.TRAIN_FIRST_BATCHES, trained(replace(case, train=case.train[:some]))


def explain_course(course: str, *, broken_off: bool, unchanged: bool) -> Misconception | None:
    """What the order in which things happened tells for certain; the letters are those of stand_ins.Course."""
    update = re.search("[sSoO]", course)
    before = course[: update.start()] if update else course
    predicted, backward = re.search("[nN]", before), re.search("[hpg]", before)
    if broken_off:
        if not course.endswith("S") or not predicted:
            return None
        if backward:
            return messages.TRAIN_CLEARED_TOO_LATE if "g" in before else _cut_off(course)
        return messages.TRAIN_UPDATE_FIRST
    if "b" in before and not predicted:
        return messages.TRAIN_IGNORES_NET
    if "b" in before and "l" not in course:
        return messages.TRAIN_IGNORES_LOSS
    if update is not None and (not backward or _always_too_early(course)):
        return messages.TRAIN_UPDATE_FIRST
    if update is None and unchanged and course.count("g") > 1:
        return messages.TRAIN_NO_UPDATE
    if update is not None and unchanged and not re.search("[so]", course):
        return messages.TRAIN_CLEARED_TOO_LATE if "g" in before else _cut_off(course)
    return None


def _cut_off(course: str) -> Misconception | None:
    """Whether backward came to the loss, but never to the prediction."""
    return messages.TRAIN_CUT_OFF if "h" in course and not re.search("[pg]", course) else None


def _always_too_early(course: str) -> bool:
    """Whether in each turn that has both the update stands before backward."""
    turns = re.split("[bt]", re.sub("[sSoO]", "u", re.sub("[hp]", "g", course)))
    both = [turn for turn in turns if "g" in turn and "u" in turn]
    return bool(both) and all(turn.index("u") < turn.index("g") for turn in both)


def explain_error(kind: str, message: str, code: str, course: str) -> Misconception | None:
    """What an error in the student's code tells for certain."""
    if kind == "TypeError" and "train_ch3() " in message and "argument" in message:
        return messages.TRAIN_SIGNATURE
    missing = re.fullmatch(r"name '(\w+)' is not defined", message)
    if kind == "NameError" and missing and missing[1] in messages.TRAIN_NOTEBOOK_NAMES:
        return messages.TRAIN_READS_GLOBALS.filled(name=missing[1])
    if kind == "TypeError" and message.startswith("sgd() ") and "argument" in message:
        return messages.TRAIN_SGD_SIGNATURE
    if "does not require grad" in message and re.search("[nN]", course):
        return messages.TRAIN_CUT_OFF if "n" in course else messages.TRAIN_NO_GRAD
    if "grad can be implicitly created only for scalar outputs" in message:
        return messages.TRAIN_VECTOR
    if "backward through the graph a second time" in message:
        return messages.TRAIN_BACKWARD_TWICE
    if re.search(r"'NoneType' object has no attribute '(zero_|data|detach_|fill_)'", message) and "grad" in code:
        return messages.TRAIN_NOTHING_TO_CLEAR
    if re.search(r"'NoneType' object has no attribute '(zero_grad|step)'", message):
        return messages.TRAIN_NEEDS_OPTIMIZER
    return explain_course(course, broken_off=True, unchanged=False)


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


LOSS = Figure("the loss", messages.LOSS_RULE, 2e-3, lambda line: line.loss, lambda epoch: epoch.loss, _losses)
TRAIN_ACC = Figure(
    "the training accuracy",
    messages.TRAIN_ACC_RULE,
    0,
    lambda line: line.train_acc,
    lambda epoch: epoch.train_acc,
    _train_accs,
)
TEST_ACC = Figure(
    "the test accuracy", messages.TEST_ACC_RULE, 0, lambda line: line.test_acc, lambda epoch: epoch.test_acc, _test_accs
)
FIGURES = (LOSS, TRAIN_ACC, TEST_ACC)


def agree(printed: float, value: float, rtol: float, scale: float = 1) -> bool:
    """Whether `printed` is `value` rounded to three decimals or more (a percentage: to one)."""
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
