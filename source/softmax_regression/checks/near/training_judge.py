"""How a run of train_ch3 is judged: the parameters it ends with, and the figures it prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from lessoncheck.failures import CheckFailed
from lessoncheck.misconceptions import Misconception, broken_rule
from lessoncheck.student import Reply, Student
from softmax_lesson.epoch_lines import EpochLine, parse_epoch_lines

from . import check_texts as texts
from . import oracles
from .judging import Tolerance, ask, certain, plain_array, recognise, show, with_some_helpers
from .training_oracle import Epoch, Trained, TrainingCase, train

CLOSE = Tolerance(rtol=1e-4, atol=1e-4)  # some dozens of float32 steps away from float64
RIGHT_HELPERS: Mapping[str, Callable[..., Any]] = {"sgd": oracles.sgd, "accuracy": oracles.accuracy}
# the helpers that are replaced by right ones when a run with the student's own is not right
CHOICES = ("sgd", "evaluate_accuracy"), ("sgd", "evaluate_accuracy", "accuracy")


def call(student: Student, case: TrainingCase, right: tuple[str, ...], **how: bool) -> Reply:
    """Train with the helpers named in `right` replaced by right ones."""
    lengths = [len(y) for _, y in case.train]
    given = f"{case.num_epochs} epoch(s) of mini-batches of length {lengths}, batch_size={case.batch_size}"
    try:
        return ask(student, "train_ch3", given, helpers=RIGHT_HELPERS, right=list(right), **case.arguments, **how)
    except CheckFailed as failed:
        if "positional argument" not in failed.message and "unexpected keyword" not in failed.message:
            raise
        raise CheckFailed(failed.message, hint=texts.TRAIN_SIX_ARGUMENTS, details=failed.details) from None


def judge(student: Student, case: TrainingCase, look: Callable[[TrainingCase, Reply], None], **how: bool) -> None:
    """Train, and let `look` judge what came of it: with the student's helpers or with right ones."""
    with_some_helpers(lambda right: look(case, call(student, case, right, **how)), *CHOICES)


def judge_parameters(case: TrainingCase, reply: Reply, *, with_optimizer: bool = False) -> None:
    """The parameters that training ends with."""
    right = train(case, divide_by="length" if with_optimizer else "batch_size")
    W, b = plain_array(reply, "W"), plain_array(reply, "b")
    for which, found, wanted in (("W", W, right.W), ("b", b, right.b)):
        if found is not None and CLOSE.close(found, wanted):
            continue
        rule = texts.TRAIN_OPTIMIZER_WRONG if with_optimizer else texts.TRAIN_WRONG
        message = rule.format(epochs=case.num_epochs, batches=len(case.train), which=which)
        diagnosis = explain(case, W, with_optimizer=with_optimizer) or broken_rule(message)
        start = case.W if which == "W" else case.b
        figures = f"{which} before = {show(start)}\n{which} after = {show(found)}\nmust be {show(wanted)}"
        raise diagnosis.failed(figures)


def explain(case: TrainingCase, W: oracles.Array | None, *, with_optimizer: bool = False) -> Misconception | None:
    """The well-known mistake that ends with these weights, if there is one."""
    if W is None:
        return None
    right = train(case, divide_by="length" if with_optimizer else "batch_size").W
    mistakes = [
        (texts.TRAIN_UNCHANGED, case.W.astype(np.float64)),
        (texts.TRAIN_ONE_EPOCH, train(replace(case, num_epochs=1)).W),
        (texts.TRAIN_BY_LENGTH, train(case, divide_by="length").W),
        (texts.TRAIN_TWICE, train(case, divide_by="both").W),
        (texts.TRAIN_NOT_DIVIDED, train(case, divide_by="nothing").W),
        (texts.TRAIN_ACCUMULATED, train(case, keep_gradients=True).W),
        (texts.TRAIN_ACCUMULATED, train(case, keep_gradients=True, divide_by="length").W),
        (texts.TRAIN_UPHILL, train(case, uphill=True).W),
    ]
    return recognise(W, right, mistakes, CLOSE)


def lines_of(case: TrainingCase, reply: Reply) -> list[EpochLine]:
    """The printed lines, one for each epoch."""
    lines = parse_epoch_lines(reply.printed)
    if len(lines) != case.num_epochs:
        message = texts.LINES_COUNT.format(found=len(lines), epochs=case.num_epochs)
        hint = texts.LINES_HINT.format(wanted=texts.WANTED_LINE)
        raise CheckFailed(message, hint=hint, details=reply.printed.strip()[:400] or texts.PRINTED_NOTHING)
    return lines


@dataclass(frozen=True)
class Figure:
    """One of the printed figures, its rule, and the values that well-known mistakes print instead."""

    what: str
    rule: str
    rtol: float
    found: Callable[[EpochLine], float]
    right: Callable[[Epoch], float]
    mistakes: Callable[[Epoch, float], Sequence[tuple[str, float]]]


LOSS = Figure(
    "the loss",
    texts.LOSS_RULE,
    2e-3,
    lambda line: line.loss,
    lambda epoch: epoch.loss,
    lambda epoch, _: [
        (texts.LOSS_TOTAL, sum(epoch.losses)),
        (texts.LOSS_PER_BATCH, sum(epoch.losses) / len(epoch.losses)),
        (texts.LOSS_MEAN_OF_MEANS, float(np.mean(np.array(epoch.losses) / epoch.lengths))),
        (texts.LOSS_TOO_SMALL, float(np.sum(np.array(epoch.losses) / epoch.lengths)) / sum(epoch.lengths)),
        (texts.LOSS_LAST_BATCH, epoch.losses[-1] / epoch.lengths[-1]),
    ],
)
TRAIN_ACC = Figure(
    "the training accuracy",
    texts.TRAIN_ACC_RULE,
    0,
    lambda line: line.train_acc,
    lambda epoch: epoch.train_acc,
    lambda epoch, _: [
        (texts.TRAIN_ACC_AFTERWARDS, epoch.train_acc_afterwards),
        (texts.TRAIN_ACC_UPDATED, sum(epoch.right_updated) / sum(epoch.lengths)),
        (texts.TRAIN_ACC_COUNT, float(sum(epoch.right))),
        (texts.MEAN_OF_BATCHES.sentence, float(np.mean(np.array(epoch.right) / epoch.lengths))),
    ],
)
TEST_ACC = Figure(
    "the test accuracy",
    texts.TEST_ACC_RULE,
    0,
    lambda line: line.test_acc,
    lambda epoch: epoch.test_acc,
    lambda epoch, before: [
        (texts.TEST_ACC_BEFORE, before),
        (texts.TEST_ACC_TRAIN, epoch.train_acc_afterwards),
        (texts.TEST_ACC_TRAIN, epoch.train_acc),
    ],
)


def judge_figure(case: TrainingCase, reply: Reply, figure: Figure) -> None:
    """One printed figure, epoch by epoch, as exactly as its digits allow."""
    before = train(replace(case, lr=0.0, num_epochs=1)).epochs[0].test_acc
    right = train(case)
    for number, (line, epoch) in enumerate(zip(lines_of(case, reply), right.epochs, strict=True), 1):
        found, wanted = figure.found(line), figure.right(epoch)
        if agree(found, wanted, figure.rtol):
            before = epoch.test_acc
            continue
        mistakes = figure.mistakes(epoch, before)
        named = certain(sentence for sentence, value in mistakes if agree(found, value, figure.rtol))
        hint = (named or figure.rule) if arrived(reply, right) else texts.FIGURE_FOLLOWS
        message = texts.FIGURE.format(epoch=number, what=figure.what, found=found, right=wanted)
        raise CheckFailed(message, hint=hint, details=reply.printed.strip()[:400])


def arrived(reply: Reply, right: Trained) -> bool:
    """Whether the parameters are those that training ends with."""
    pairs = (plain_array(reply, "W"), right.W), (plain_array(reply, "b"), right.b)
    return all(found is not None and CLOSE.close(found, wanted) for found, wanted in pairs)


def agree(printed: float, value: float, rtol: float) -> bool:
    """Whether `printed` is `value` rounded to three decimals or more."""
    return abs(printed - value) <= 6e-4 + rtol * abs(value)
