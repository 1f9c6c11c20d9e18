"""How a run of train_ch3 is judged: the parameters it ends with, and the lines it prints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np

from lessoncheck.failures import CheckFailed
from lessoncheck.misconceptions import Misconception, broken_rule
from lessoncheck.plain_text import counted
from softmax_lesson.epoch_lines import EpochLine, lacking

from .judging import show
from .messages import train_ch3 as messages
from .training_figures import FIGURES, LOSS, Figure, agree, same
from .training_mistakes import explain_course, explain_parameters
from .training_oracle import Trained, TrainingCase, training_case
from .training_run import CLOSE, Run

FEW = 3  # with fewer epochs than this, or fewer batches in an epoch, different mistakes look alike


@cache
def probe() -> TrainingCase:
    """What a mistake must explain as well before it is named: more epochs and batches than any coincidence has.

    Its steps are short, so that what goes uphill stays within what float32 tells apart.
    """
    return replace(training_case(np.random.default_rng(13), [7] * 12 + [3], 3, 4), lr=0.05)


def judge_parameters(run: Run) -> None:
    """The parameters that training ends with."""
    for which, found, wanted, start in (("W", run.W, run.right.W, run.case.W), ("b", run.b, run.right.b, run.case.b)):
        if found is not None and CLOSE.close(found, wanted):
            continue
        rule = messages.TRAIN_OPTIMIZER_WRONG if run.with_optimizer else messages.TRAIN_WRONG
        message = rule.format(
            epochs=counted(run.case.num_epochs, "epoch"),
            batches=counted(len(run.case.train), "mini-batch"),
            which=which,
        )
        figures = f"{which} before = {show(start)}\n{which} after = {show(found)}\nmust be {show(wanted)}"
        raise (explain(run) or broken_rule(message)).failed(figures)


def explain(run: Run) -> Misconception | None:
    """The well-known mistake that ends with these parameters, on the probe too; None if they are right."""
    if run.arrived or (again := run.again(probe())) is None:
        return None
    there = {mistake.id for mistake in _fitting(again)}
    known = [mistake for mistake in _fitting(run) if mistake.id in there]
    if run.unchanged and again.unchanged and not known:
        same = messages.TRAIN_UNCHANGED
        # without an update, one mini-batch does not tell why
        return same if re.search("[so]", run.course) else broken_rule(same.sentence, same.hint)
    return only_one_id(known)


def _fitting(run: Run) -> list[Misconception]:
    known = [mistake for mistake, trained in explain_parameters(run) if run.ended_at(trained.W, trained.b)]
    if any(size == run.case.batch_size for _, size in run.calls_of_sgd):
        known = [mistake for mistake in known if mistake != messages.TRAIN_NOT_DIVIDED]  # then it was multiplied before
    known += filter(None, [explain_course(run.course, broken_off=False, unchanged=run.unchanged)])
    if not run.with_optimizer:
        known += filter(None, [_explain_arguments(run)])
    return known


def only_one_id(known: Iterable[Misconception]) -> Misconception | None:
    """The diagnosis, if all that fit are the same one (they may be filled in differently)."""
    found = {mistake.id: mistake for mistake in known}
    return next(iter(found.values())) if len(found) == 1 else None


def judge_lines(run: Run) -> list[EpochLine]:
    """One line for each epoch that was trained, numbered from 1."""
    lines, epochs = _lines(run)
    found, wanted = [line.epoch for line in lines], list(range(1, epochs + 1))
    if found == [number - 1 for number in wanted] and epochs >= FEW:
        raise messages.LINES_FROM_ZERO.failed(run.printed)
    if found != wanted:
        message = messages.LINES_NUMBERS.format(found=found, right=wanted)
        raise CheckFailed(message, hint=messages.LINES_NUMBERS_HINT, details=run.printed)
    return lines


def _lines(run: Run) -> tuple[list[EpochLine], int]:
    """The printed lines, as many as epochs were trained."""
    epochs = len(run.trained.epochs) if run.trained else run.case.num_epochs
    if len(run.lines) == epochs:
        return run.lines, epochs
    message = messages.LINES_COUNT.format(found=counted(len(run.lines), "line"), epochs=counted(epochs, "epoch"))
    rule = broken_rule(message, messages.LINES_HINT.format(wanted=messages.WANTED_LINE))
    raise (_explain_lines(run, epochs) or rule).failed(run.printed or messages.PRINTED_NOTHING)


def _explain_lines(run: Run, epochs: int) -> Misconception | None:
    if not run.reply.printed.strip():
        return messages.PRINTS_NOTHING if run.trained else None
    texts = [line for line in run.reply.printed.splitlines() if len(lacking(line)) < 3]
    absent = {name for text in texts for name in lacking(text)}
    if len(texts) == epochs and len(absent) == 1:
        return messages.FIGURE_MISSING.filled(what=messages.FIGURE_NAMES[absent.pop()])
    if not run.arrived or epochs < FEW:
        return None
    lines, batches = run.lines, len(run.case.train)
    if len(lines) == 1 and lines[0].epoch in (epochs, epochs - 1):
        return messages.ONLY_LAST_LINE
    if len(lines) == 2 * epochs and lines[::2] == lines[1::2]:
        return messages.LINES_TWICE
    first = lines[:batches]
    if batches >= FEW and len(lines) == epochs * batches and all(one != other for one, other in pairwise(first)):
        return messages.LINE_PER_BATCH
    return None


def judge_figure(run: Run, figure: Figure) -> None:
    """One printed figure, epoch by epoch, as exactly as its digits allow: what the course that was taken gives."""
    lines, _ = _lines(run)
    trained = run.trained or run.right
    found = [figure.found(line) for line in lines]
    wanted = [figure.right(epoch) for epoch in trained.epochs]
    if figure is LOSS and run.loss_is_a_mean:  # their sum over the number of examples, or the mean it was meant to be
        of_means = [epoch.loss_of_means for epoch in trained.epochs]
        if same(found, wanted, figure.rtol):
            return
        wanted = of_means
    wrong = (k for k, values in enumerate(zip(found, wanted, strict=True)) if not agree(*values, figure.rtol))
    first = next(wrong, None)
    if first is None:
        if figure.what == messages.TEST_ACC and _tests_every_batch(run):
            raise messages.TESTS_EVERY_BATCH.failed()
        return
    right = f"{wanted[first]:.{figure.digits}f}"
    message = messages.FIGURE.format(epoch=first + 1, what=figure.what, found=found[first], right=right)
    if not run.arrived:
        raise CheckFailed(message, hint=figure.rule, details=run.printed)
    known = _explain_figure(run, figure, found, wanted)
    if known is None:
        raise CheckFailed(message, hint=figure.rule, details=run.printed)
    raise known.failed(f"{message}\n{run.printed}")


def _explain_figure(run: Run, figure: Figure, found: list[float], wanted: list[float]) -> Misconception | None:
    if len(found) < FEW or (figure is LOSS and run.loss_is_a_mean):
        return None
    if all(abs(a - b) <= 0.00501 and round(a, 2) == a for a, b in zip(found, wanted, strict=True)):
        return messages.TOO_FEW_DIGITS.filled(what=figure.what, digits=figure.digits)
    mistakes = figure.mistakes(run.case, run.right)
    return _exchanged(run.lines, run.right) or only_one_id(
        wrong.known for wrong in mistakes if same(found, wrong.values, figure.rtol, wrong.scale)
    )


def judge_all_figures(run: Run) -> None:
    """All that is printed."""
    judge_lines(run)
    for figure in FIGURES:
        judge_figure(run, figure)


def _tests_every_batch(run: Run) -> bool:
    """Whether each of an epoch's mini-batches was followed by a pass through test_iter."""
    turns = [turn.split("b")[1:] for turn in run.course.split("e")[1:] if "l" in turn]
    return any(len(batches) >= FEW and all("v" in events for events in batches) for batches in turns)


def _exchanged(lines: list[EpochLine], right: Trained) -> Misconception | None:
    """Whether each line has the test accuracy where the training accuracy belongs, and the other way round."""
    pairs = [(line.train_acc, epoch.test_acc) for line, epoch in zip(lines, right.epochs, strict=True)]
    pairs += [(line.test_acc, epoch.train_acc) for line, epoch in zip(lines, right.epochs, strict=True)]
    return messages.ACCURACIES_EXCHANGED if all(agree(*pair, 0) for pair in pairs) else None


def _explain_arguments(run: Run) -> Misconception | None:
    """Whether every call of sgd had one and the same wrong lr, or one and the same wrong batch_size."""
    case = run.case
    kinds = set(run.calls_of_sgd)
    lr, size = kinds.pop() if len(kinds) == 1 else (None, None)
    if lr is None or size is None:
        return None
    if abs(size - case.batch_size) < 1e-9 and abs(abs(lr) - case.lr) > 1e-9:
        return messages.TRAIN_OTHER_LR.filled(found=lr, right=case.lr)
    if abs(lr - case.batch_size) < 1e-9 and abs(size - case.lr) < 1e-9:
        return messages.TRAIN_SGD_ORDER
    lengths = {len(y) for _, y in case.train}
    if abs(lr - case.lr) < 1e-9 and size not in {case.batch_size, case.num_epochs, 1, *lengths}:
        return messages.TRAIN_OTHER_SIZE.filled(found=size, right=case.batch_size)
    return None
