"""The checks of train_ch3: its course is compared, on random data, with softmax regression trained in numpy.

train_ch3 calls sgd, evaluate_accuracy and perhaps accuracy, which have items of their own. So each check
accepts the student's helpers or right ones; what is shown is what went wrong with the right ones.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from checks.grader_side.judging import must_not_reach_inside, optimizers_used, with_some_helpers
from checks.grader_side.messages import common
from checks.grader_side.messages import train_ch3 as messages
from checks.grader_side.training_judge import (
    CHOICES,
    OPTIMIZER_OF_ITS_OWN,
    arrived,
    call,
    calls_of_sgd,
    explain,
    judge,
    judge_figure,
    judge_parameters,
    lines_of,
)
from checks.grader_side.training_mistakes import LOSS, TEST_ACC, TRAIN_ACC, Figure, clear_case
from checks.grader_side.training_oracle import TrainingCase, train
from lessoncheck.failures import CheckFailed
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.misconceptions import Misconception
from lessoncheck.student import Reply, Student


def small(rng: np.random.Generator, batches: int = 3, num_epochs: int = 2) -> TrainingCase:
    return clear_case(rng, [6] * batches, 3, num_epochs)


def printed_case(rng: np.random.Generator) -> TrainingCase:
    """A short last batch, and not five epochs."""
    return clear_case(rng, [8, 8, 3], int(rng.integers(3, 6)), int(rng.choice([2, 3, 4])), (9, 4))


def long_case(rng: np.random.Generator) -> TrainingCase:
    """Clearly more than ten batches, a short last one, and any number of classes."""
    batches = int(rng.integers(12, 16))
    return clear_case(rng, [5] * batches + [2], int(rng.integers(2, 13)), int(rng.integers(2, 4)))


@check_for("train_ch3", "the parameters follow mini-batch gradient descent, step by step", weight=4)
def test_parameters(student: Student, inputs: Inputs) -> None:
    public = small(inputs.rng, 1, 1), small(inputs.rng, 3, 2), small(inputs.rng, 3, 3)
    for k, case in enumerate(inputs.several(*public, draw=lambda rng: small(rng, 4, 3))):
        judge(student, case, judge_parameters, column=k % 2 == 1)


@check_for("train_ch3", "a short last batch, more than ten batches and any number of classes change nothing", weight=3)
def test_short_last_batch(student: Student, inputs: Inputs) -> None:
    def look(case: TrainingCase, reply: Reply) -> None:
        judge_parameters(case, reply)
        passes = reply.values.get("passes")
        if not isinstance(passes, int) or passes < case.num_epochs:
            raise messages.TRAIN_PASSES.filled(passes=passes, epochs=case.num_epochs).failed()

    public = clear_case(inputs.rng, [6, 6, 2], 3, 2), long_case(inputs.rng)
    for case in inputs.several(*public, draw=long_case, extra=3):
        judge(student, case, look)


@check_for("train_ch3", "one line is printed for each of the num_epochs epochs, numbered from 1", weight=2)
def test_one_line_per_epoch(student: Student, inputs: Inputs) -> None:
    def look(case: TrainingCase, reply: Reply) -> None:
        found, right = [line.epoch for line in lines_of(case, reply)], list(range(1, case.num_epochs + 1))
        if found == [number - 1 for number in right]:
            raise messages.LINES_FROM_ZERO.failed(reply.printed.strip()[:400])
        if found != right:
            message = messages.LINES_NUMBERS.format(found=found, right=right)
            raise CheckFailed(message, hint=messages.LINES_NUMBERS_HINT)

    public = small(inputs.rng, 2, 1), small(inputs.rng, 2, 7)
    for case in inputs.several(*public, draw=printed_case, extra=2):
        judge(student, case, look)


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
    def look(case: TrainingCase, reply: Reply) -> None:
        judge_figure(case, reply, figure)

    inputs = inputs.shared("figures")  # three checks look at the same runs, each at its own figure
    public = small(inputs.rng), printed_case(inputs.rng)
    for k, case in enumerate(inputs.several(*public, draw=printed_case, extra=3)):
        judge(student, case, look, run=f"figures {k}", column=k % 2 == 1)


@check_for("train_ch3", "with optimizer=... the optimiser updates the parameters instead of sgd", weight=3)
def test_optimizer(student: Student, inputs: Inputs) -> None:
    public = small(inputs.rng), clear_case(inputs.rng, [6, 6, 2], 4, 2)
    look = partial(judge_parameters, with_optimizer=True)
    for case in inputs.several(*public, draw=printed_case, extra=2):
        judge(student, case, look, with_optimizer=True)


@check_for(
    "train_ch3", "it takes params and lr by name, and uses nothing of the notebook but its own functions", weight=2
)
def test_arguments_only(student: Student, inputs: Inputs) -> None:
    for case in inputs.several(small(inputs.rng), draw=small, extra=2):
        try:
            judge(student, case, judge_parameters, by_name=True, bare=True)
        except CheckFailed as failed:
            failed.hint = failed.hint or common.READS_GLOBALS.hint
            raise


@check_for("train_ch3", "each mini-batch ends with one call of your sgd(params, lr, batch_size)")
def test_calls_sgd(student: Student, inputs: Inputs) -> None:
    def look(case: TrainingCase, reply: Reply) -> None:
        calls, steps, known = calls_of_sgd(reply), case.num_epochs * len(case.train), explain(case, reply)
        if len(calls) != steps:
            message = messages.TRAIN_SGD_CALLS.format(found=len(calls), right=steps)
            if not calls and not reply.optimizers and arrived(reply, train(case)):
                known = messages.TRAIN_WITHOUT_SGD
            raise wrong_calls(message, known)
        for found_lr, found_size in calls:
            for what, found, right in (("lr", found_lr, case.lr), ("batch_size", found_size, case.batch_size)):
                if not isinstance(found, int | float) or abs(found - right) > 1e-9:
                    message = messages.TRAIN_SGD_ARGUMENT.format(what=what, found=found, right=right)
                    raise wrong_calls(message, known)

    public = clear_case(inputs.rng, [6, 6, 2], 3, 2)
    for case in inputs.several(public, draw=printed_case, extra=1):
        judge(student, case, look)


def wrong_calls(message: str, known: Misconception | None) -> CheckFailed:
    return known.failed(message) if known else CheckFailed(message, hint=messages.TRAIN_SGD_HINT)


@check_for("train_ch3", "it builds no optimiser of torch.optim by itself", gate=True)
def test_from_scratch(student: Student, inputs: Inputs) -> None:
    case = small(inputs.rng, 2, 1)

    def attempt(right: tuple[str, ...]) -> None:
        stopped = []
        for way in (False, True):
            try:
                if used := optimizers_used(call(student, case, right, with_optimizer=way).optimizers, "train_ch3"):
                    raise used.failed()
            except CheckFailed as failed:
                if failed.misconception == common.OPTIMIZER.id:
                    raise
                stopped.append(failed)
        if len(stopped) == 2:
            raise stopped[-1]

    with_some_helpers(attempt, *CHOICES)
    if used := student.remembered.get(OPTIMIZER_OF_ITS_OWN):  # in the call of another check
        raise used.failed()
    must_not_reach_inside(student)
