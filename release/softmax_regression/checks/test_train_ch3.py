"""The checks of train_ch3: its course is compared, on random data, with softmax regression trained in numpy.

train_ch3 calls sgd, evaluate_accuracy and perhaps accuracy, which have items of their own. So each check
accepts the student's helpers or right ones. What is printed is compared with the course that was taken, so that a
mistake in the updates is not charged a second time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from checks.grader_side.from_scratch import LOOP, must_be_explained, optimizers_used
from checks.grader_side.judging import (
    must_leave_nothing_behind,
    same_kinds,
    told,
    with_some_helpers,
)
from checks.grader_side.messages import common
from checks.grader_side.messages import train_ch3 as messages
from checks.grader_side.training_figures import LOSS, TEST_ACC, TRAIN_ACC, Figure, clear_case
from checks.grader_side.training_judge import (
    explain,
    judge_all_figures,
    judge_figure,
    judge_lines,
    judge_parameters,
)
from checks.grader_side.training_oracle import TrainingCase, training_case
from checks.grader_side.training_run import CHOICES, OPTIMIZER_OF_ITS_OWN, Run, call, judge
from lessoncheck.failures import CheckFailed
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.misconceptions import Misconception
from lessoncheck.plain_text import counted
from lessoncheck.student import Student

FAR = np.float32(24)
MANY = 12  # parameters
Kind = Callable[[np.random.Generator], tuple[TrainingCase, dict[str, Any]]]  # a case, and how the driver uses it


def of(lengths: list[int], num_epochs: int, q: int = 3, **how: Any) -> Kind:
    """Mini-batches of these lengths."""
    return lambda rng: (training_case(rng, lengths, q, num_epochs), how)


def long(rng: np.random.Generator) -> tuple[TrainingCase, dict[str, Any]]:
    """Clearly more than ten batches, a short last one, and any number of classes."""
    batches = int(rng.integers(12, 16))
    return training_case(rng, [5] * batches + [2], int(rng.integers(2, 13)), 3), {}


def far(rng: np.random.Generator) -> tuple[TrainingCase, dict[str, Any]]:
    """Of scores far from 0, which only a Module gives: probabilities would be 0 and 1."""
    case = training_case(rng, [6] * 4, 3, 3)
    return replace(case, W=FAR * case.W, b=FAR * case.b), {"parts": 1, "module": True}


def printed(num_epochs: int, **how: Any) -> Kind:
    """No two batches are equally long, neither for training nor for testing, and each mistake in a figure shows.

    There are not as many epochs as batches, nor as examples in the last of them: they would be taken for each other.
    """
    return lambda rng: (clear_case(rng, [8, 5, 3, 7], int(rng.integers(3, 6)), num_epochs, (9, 4, 6)), how)


@check_for("train_ch3", "the parameters follow mini-batch gradient descent, step by step", weight=4)
def test_parameters(student: Student, inputs: Inputs) -> None:
    kinds = (
        of([6] * 3, 3),
        of([6] * 3, 12, losses="column", parts=3, container="tuple"),
        far,
        of([6], 1, q=MANY - 1, parts=MANY),
    )
    for case, how in same_kinds(inputs, *kinds):
        judge(student, case, judge_parameters, **how)


@check_for("train_ch3", "a short last batch, more than ten batches and any number of classes change nothing", weight=3)
def test_short_last_batch(student: Student, inputs: Inputs) -> None:
    def look(run: Run) -> None:
        judge_parameters(run)
        if (passes := run.course.count("e")) < run.case.num_epochs:
            raise messages.TRAIN_PASSES.filled(
                passes=counted(passes, "time"), epochs=counted(run.case.num_epochs, "epoch")
            ).failed()

    for case, how in same_kinds(inputs, of([6, 6, 2], 3), long):
        judge(student, case, look, **how)


@check_for("train_ch3", "one line is printed for each of the num_epochs epochs, numbered from 1", weight=2, side=True)
def test_one_line_per_epoch(student: Student, inputs: Inputs) -> None:
    for case, how in same_kinds(inputs, of([6] * 3, 7)):
        judge(student, case, judge_lines, **how)


@check_for("train_ch3", "the loss printed is the mean over the epoch's examples", weight=2)
def test_printed_loss(student: Student, inputs: Inputs) -> None:
    judge_printed(student, inputs, LOSS)


@check_for("train_ch3", "the training accuracy printed is counted before each update", weight=2)
def test_printed_train_acc(student: Student, inputs: Inputs) -> None:
    judge_printed(student, inputs, TRAIN_ACC)


@check_for("train_ch3", "the test accuracy printed is measured on test_iter, after the epoch", weight=2)
def test_printed_test_acc(student: Student, inputs: Inputs) -> None:
    judge_printed(student, inputs, TEST_ACC)


def judge_printed(student: Student, inputs: Inputs, figure: Figure) -> None:
    inputs = inputs.shared("figures")  # three checks look at the same runs, each at its own figure
    kinds = printed(5), printed(3, losses="column")
    for k, (case, how) in enumerate(same_kinds(inputs, *kinds)):
        judge(student, case, lambda run: judge_figure(run, figure), f"figures {k}", **how)


@check_for("train_ch3", "with optimizer=... the optimizer updates, and all else is as without", weight=4)
def test_optimizer(student: Student, inputs: Inputs) -> None:
    def look(run: Run) -> None:
        judge_parameters(run)
        judge_all_figures(run)

    kinds = (
        printed(3, losses="mean", module=True),
        printed(3, losses="rows", parts=3, module=True),
        printed(5, losses="column", parts=1),
    )
    for case, how in same_kinds(inputs, *kinds):
        judge(student, case, look, with_optimizer=True, **how)


@check_for("train_ch3", "it takes params and lr by name, and nothing of the notebook but your functions", weight=2)
def test_arguments_only(student: Student, inputs: Inputs) -> None:
    for case, how in same_kinds(inputs, of([6] * 3, 3)):
        try:
            judge(student, case, judge_parameters, by_name=True, bare=True, **how)
        except CheckFailed as failed:
            failed.hint = failed.hint or common.READS_GLOBALS.hint
            raise


@check_for("train_ch3", "each mini-batch ends with one call of your sgd(params, lr, batch_size)", side=True)
def test_calls_sgd(student: Student, inputs: Inputs) -> None:
    for case, how in same_kinds(inputs, of([6, 6, 2], 3)):
        judge(student, case, judge_calls, **how)


def judge_calls(run: Run) -> None:
    case, calls, known = run.case, run.calls_of_sgd, explain(run)
    steps = sum(len(epoch.lengths) for epoch in (run.trained or run.right).epochs)
    if len(calls) != steps:
        message = messages.TRAIN_SGD_CALLS.format(found=counted(len(calls), "time"), right=counted(steps, "mini-batch"))
        if not calls and not run.reply.optimizers and run.arrived:
            known = messages.TRAIN_WITHOUT_SGD
        raise wrong_calls(message, known)
    for found_lr, found_size in calls:
        for what, found, right in (("lr", found_lr, case.lr), ("batch_size", found_size, case.batch_size)):
            if found is None or abs(found - right) > 1e-9:
                message = messages.TRAIN_SGD_ARGUMENT.format(what=what, found=found, right=right)
                raise wrong_calls(message, known)


def wrong_calls(message: str, known: Misconception | None) -> CheckFailed:
    return known.failed(message) if known else CheckFailed(message, hint=messages.TRAIN_SGD_HINT)


@check_for("train_ch3", "net trains in training mode; parameters and torch's settings stay as they were", side=True)
def test_leaves_nothing_behind(student: Student, inputs: Inputs) -> None:
    student.left_behind.clear()  # what the student's own helpers leave behind is told in their own items
    case, _ = of([6] * 3, 3)(inputs.rng)
    for way in (False, True):
        run = call(student, case, CHOICES[-1], with_optimizer=way, module=True)
        if not told(run.reply, "require_grad"):
            raise messages.TRAIN_NO_REQUIRES_GRAD.failed()
        if not told(run.reply, "in_training_mode"):
            raise messages.TRAIN_EVALUATION_MODE.failed()
    must_leave_nothing_behind(student, "train_ch3")


@check_for("train_ch3", "it builds no optimizer of torch.optim by itself", gate=True)
def test_from_scratch(student: Student, inputs: Inputs) -> None:
    case, _ = of([6] * 2, 1)(inputs.rng)

    def attempt(right: tuple[str, ...]) -> None:
        stopped = []
        for way in (False, True):
            try:
                run = call(student, case, right, with_optimizer=way, module=way)
                if used := optimizers_used(run.reply.optimizers, "train_ch3"):
                    raise used.failed()
            except CheckFailed as failed:
                if failed.misconception == common.OPTIMIZER.id:
                    raise
                stopped.append(failed)
        if len(stopped) == 2:
            raise stopped[-1]

    with_some_helpers(student, attempt, *CHOICES)
    if used := student.remembered.get(OPTIMIZER_OF_ITS_OWN):  # in the call of another check
        raise used.failed()
    must_be_explained(student, "train_ch3", LOOP)
