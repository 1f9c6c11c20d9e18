"""How a run of train_ch3 is judged: the parameters it ends with, and the figures it prints."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lessoncheck import messages as engine_messages
from lessoncheck.cell_execution import StudentError
from lessoncheck.failures import CheckFailed
from lessoncheck.misconceptions import Misconception, broken_rule
from lessoncheck.student import Reply, Student, error_kind
from softmax_lesson.epoch_lines import EpochLine, parse_epoch_lines

from . import oracles
from .judging import Tolerance, ask, optimizers_used, plain_array, show, with_some_helpers
from .messages import common
from .messages import train_ch3 as messages
from .training_mistakes import Figure, agree, explain_course, explain_error, explain_parameters, same
from .training_oracle import Trained, TrainingCase, train

CLOSE = Tolerance(rtol=1e-4, atol=1e-4)  # some dozens of float32 steps away from float64
RIGHT_HELPERS: Mapping[str, Callable[..., Any]] = {"sgd": oracles.sgd, "accuracy": oracles.accuracy}
OPTIMIZER_OF_ITS_OWN = "optimizer of its own"
# the helpers that are replaced by right ones when a run with the student's own is not right
CHOICES = ("sgd", "evaluate_accuracy"), ("sgd", "evaluate_accuracy", "accuracy")


def call(student: Student, case: TrainingCase, right: tuple[str, ...], **how: bool) -> Reply:
    """Train with the helpers named in `right` replaced by right ones; CheckFailed when the student's code raises."""
    lengths = [len(y) for _, y in case.train]
    given = f"{case.num_epochs} epoch(s) of mini-batches of length {lengths}, batch_size={case.batch_size}"

    def reply_to(**more: bool) -> Reply:
        arguments = {**case.arguments, "right": list(right), **how, **more}
        return ask(student, "train_ch3", given, helpers=RIGHT_HELPERS, **arguments)

    reply = reply_to()
    error = _error(reply)
    if error is None:
        return reply
    if used := optimizers_used(reply.optimizers, "train_ch3"):  # to stop with an error is no way around that rule
        raise used.failed()
    message, details = engine_messages.raised(error)
    if not error.written:
        raise CheckFailed(message, stopped="not written")
    details = "\n".join(filter(None, (details, common.FOR_INPUT.format(given=given))))
    known = explain_error(error.type, error.message, error.code, course_of(reply))
    if known is None and how.get("with_optimizer"):
        known = _explain_use_of_optimizer(reply_to(everything=True))
    if known is None:
        raise CheckFailed(message, details=details, stopped=error_kind(error))
    raise CheckFailed(
        known.sentence,
        hint=known.hint,
        details=f"{message}\n{details}",
        stopped=error_kind(error),
        misconception=known.id,
    )


def judge(
    student: Student, case: TrainingCase, look: Callable[[TrainingCase, Reply], None], run: str = "", **how: bool
) -> None:
    """Train, and let `look` judge what came of it: with the student's helpers or with right ones.

    Either way without a ready-made optimiser; one in the student's sgd is no matter of train_ch3. A `run` that has a
    name is made once, for all checks that look at it.
    """

    def trained(right: tuple[str, ...]) -> Reply:
        if not run:
            return call(student, case, right, **how)
        name = f"{run} {right}"
        if name not in student.remembered:
            student.remembered[name] = call(student, case, right, **how)
        reply: Reply = student.remembered[name]
        return reply

    def attempt(right: tuple[str, ...]) -> None:
        reply = trained(right)
        look(case, reply)
        if used := optimizers_used(reply.optimizers, "train_ch3"):
            if "sgd" in right:
                student.remembered[OPTIMIZER_OF_ITS_OWN] = used
            raise used.failed()

    with_some_helpers(attempt, *CHOICES)


def judge_parameters(case: TrainingCase, reply: Reply, *, with_optimizer: bool = False) -> None:
    """The parameters that training ends with."""
    right = _right(case, with_optimizer)
    for which, found, wanted in (("W", _found(reply)[0], right.W), ("b", _found(reply)[1], right.b)):
        if found is not None and CLOSE.close(found, wanted):
            continue
        rule = messages.TRAIN_OPTIMIZER_WRONG if with_optimizer else messages.TRAIN_WRONG
        message = rule.format(epochs=case.num_epochs, batches=len(case.train), which=which)
        diagnosis = explain(case, reply, with_optimizer=with_optimizer) or broken_rule(message)
        start = case.W if which == "W" else case.b
        figures = f"{which} before = {show(start)}\n{which} after = {show(found)}\nmust be {show(wanted)}"
        raise diagnosis.failed(figures)


def explain(case: TrainingCase, reply: Reply, *, with_optimizer: bool = False) -> Misconception | None:
    """The well-known mistake that ends with these parameters, if there is exactly one; None if they are right."""
    if arrived(reply, _right(case, with_optimizer)):
        return None
    W, b = _found(reply)
    unchanged = W is not None and b is not None and CLOSE.close(W, case.W) and CLOSE.close(b, case.b)
    passes = reply.values.get("passes")
    models = explain_parameters(case, passes=passes if isinstance(passes, int) else 0, with_optimizer=with_optimizer)
    known = [mistake for mistake, trained in models if arrived(reply, trained)]
    if any(call[1:] == [case.batch_size] for call in calls_of_sgd(reply) if isinstance(call, list)):
        known = [mistake for mistake in known if mistake != messages.TRAIN_NOT_DIVIDED]  # then it was multiplied before
    known += filter(None, [explain_course(course_of(reply), broken_off=False, unchanged=unchanged)])
    if not with_optimizer:
        known += filter(None, [_explain_arguments(case, reply)])
    if unchanged and not known:
        same = messages.TRAIN_UNCHANGED
        # without an update, one mini-batch does not tell why
        return same if re.search("[so]", course_of(reply)) else broken_rule(same.sentence, same.hint)
    return only_one_id(known)


def only_one_id(known: Iterable[Misconception]) -> Misconception | None:
    """The diagnosis, if all that fit are the same one (they may be filled in differently)."""
    found = {mistake.id: mistake for mistake in known}
    return next(iter(found.values())) if len(found) == 1 else None


def calls_of_sgd(reply: Reply) -> list[Any]:
    """[lr, batch_size] of each call of sgd."""
    calls = reply.values.get("sgd_calls")
    return calls if isinstance(calls, list) else []


def course_of(reply: Reply) -> str:
    """What happened in which order; see stand_ins.Course."""
    course = reply.values.get("course")
    return course if isinstance(course, str) else ""


def lines_of(case: TrainingCase, reply: Reply) -> list[EpochLine]:
    """The printed lines, one for each epoch."""
    lines = parse_epoch_lines(reply.printed)
    if len(lines) == case.num_epochs:
        return lines
    details = reply.printed.strip()[:400] or messages.PRINTED_NOTHING
    known = explain(case, reply)
    if known is None and arrived(reply, train(case)):
        if not reply.printed.strip():
            known = messages.PRINTS_NOTHING
        elif len(lines) == 1 and lines[0].epoch in (case.num_epochs, case.num_epochs - 1):
            known = messages.ONLY_LAST_LINE
        elif len(lines) == case.num_epochs * len(case.train):
            known = messages.LINE_PER_BATCH
    message = messages.LINES_COUNT.format(found=len(lines), epochs=case.num_epochs)
    hint = messages.LINES_HINT.format(wanted=messages.WANTED_LINE)
    raise (known or broken_rule(message, hint)).failed(details)


def judge_figure(case: TrainingCase, reply: Reply, figure: Figure) -> None:
    """One printed figure, epoch by epoch, as exactly as its digits allow."""
    right, lines = train(case), lines_of(case, reply)
    found, wanted = [figure.found(line) for line in lines], [figure.right(epoch) for epoch in right.epochs]
    wrong = (k for k, values in enumerate(zip(found, wanted, strict=True)) if not agree(*values, figure.rtol))
    first = next(wrong, None)
    if first is None:
        return
    message = messages.FIGURE.format(epoch=first + 1, what=figure.what, found=found[first], right=wanted[first])
    printed = reply.printed.strip()[:400]
    if not arrived(reply, right):
        raise CheckFailed(message, hint=messages.FIGURE_FOLLOWS, details=printed)
    known = _exchanged(lines, right) or only_one_id(
        wrong.known for wrong in figure.mistakes(case, right) if same(found, wrong.values, figure.rtol, wrong.scale)
    )
    if known is None:
        raise CheckFailed(message, hint=figure.rule, details=printed)
    raise known.failed(f"{message}\n{printed}")


def arrived(reply: Reply, trained: Trained) -> bool:
    """Whether the parameters are those that this training ends with."""
    pairs = zip(_found(reply), (trained.W, trained.b), strict=True)
    return all(found is not None and CLOSE.close(found, wanted) for found, wanted in pairs)


def _exchanged(lines: list[EpochLine], right: Trained) -> Misconception | None:
    """Whether each line has the test accuracy where the training accuracy belongs, and the other way round."""
    pairs = [(line.train_acc, epoch.test_acc) for line, epoch in zip(lines, right.epochs, strict=True)]
    pairs += [(line.test_acc, epoch.train_acc) for line, epoch in zip(lines, right.epochs, strict=True)]
    return messages.ACCURACIES_EXCHANGED if all(agree(*pair, 0) for pair in pairs) else None


def _explain_arguments(case: TrainingCase, reply: Reply) -> Misconception | None:
    """Whether every call of sgd had one and the same wrong lr, or one and the same wrong batch_size."""
    kinds = {tuple(call) for call in calls_of_sgd(reply) if isinstance(call, list)}
    if len(kinds) != 1 or len(pair := kinds.pop()) != 2:
        return None
    lr, size = pair
    if not isinstance(lr, int | float) or not isinstance(size, int | float):
        return None
    if abs(size - case.batch_size) < 1e-9 and abs(abs(lr) - case.lr) > 1e-9:
        return messages.TRAIN_OTHER_LR.filled(found=lr, right=case.lr)
    if abs(lr - case.batch_size) < 1e-9 and abs(size - case.lr) < 1e-9:
        return messages.TRAIN_SGD_ORDER
    lengths = {len(y) for _, y in case.train}
    if abs(lr - case.lr) < 1e-9 and size not in {case.batch_size, case.num_epochs, 1, *lengths}:
        return messages.TRAIN_OTHER_SIZE.filled(found=size, right=case.batch_size)
    return None


def _explain_use_of_optimizer(reply: Reply) -> Misconception | None:
    """For a train_ch3 that fails without params and lr, but not with them beside the optimizer."""
    course = course_of(reply).lower()
    if _error(reply) is not None or "s" not in course:
        return None
    return messages.TRAIN_SGD_AS_WELL if "o" in course else messages.TRAIN_NO_OPTIMIZER


def _right(case: TrainingCase, with_optimizer: bool) -> Trained:
    return train(case, divide_by="length" if with_optimizer else "batch_size")


def _found(reply: Reply) -> tuple[oracles.Array | None, oracles.Array | None]:
    return plain_array(reply, "W"), plain_array(reply, "b")


def _error(reply: Reply) -> StudentError | None:
    plain = reply.values.get("error")
    if not isinstance(plain, dict):
        return None
    kind, message, cell, code = (str(plain.get(key, "")) for key in ("type", "message", "cell", "code"))
    line = plain.get("line")
    return StudentError(kind, message, cell, line if isinstance(line, int) else 0, code)
