"""One run of a student's train_ch3, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from lessoncheck import messages as engine_messages
from lessoncheck.failures import CheckFailed
from lessoncheck.misconceptions import Misconception
from lessoncheck.plain_text import counted
from lessoncheck.student import Reply, Student, error_kind
from lessoncheck.student_error import StudentError
from softmax_lesson.epoch_lines import EpochLine, parse_epoch_lines

from . import oracles
from .from_scratch import optimizers_used
from .judging import Tolerance, ask, names_in, plain_array, with_some_helpers, works
from .messages import common
from .messages import train_ch3 as messages
from .training_mistakes import explain_error
from .training_oracle import DivideBy, Point, Trained, TrainingCase, figures_along, train

CLOSE = Tolerance(rtol=1e-4, atol=1e-4)  # some dozens of float32 steps away from float64
RIGHT_HELPERS: Mapping[str, Callable[..., Any]] = {"sgd": oracles.sgd, "accuracy": oracles.accuracy}
OPTIMIZER_OF_ITS_OWN = "optimizer of its own"
# the helpers that are replaced by right ones when a run with the student's own is not right
CHOICES = ("sgd", "evaluate_accuracy"), ("sgd", "evaluate_accuracy", "accuracy")


@dataclass(eq=False)
class Run:
    """What came of training on `case` in the way that `how` says; `again` trains on another case in the same way."""

    case: TrainingCase
    reply: Reply
    how: Mapping[str, Any]
    again: Callable[[TrainingCase], Run | None] = lambda case: None

    @property
    def with_optimizer(self) -> bool:
        """Whether an optimizer was handed over."""
        return bool(self.how.get("with_optimizer"))

    @property
    def loss_is_a_mean(self) -> bool:
        """Whether the loss that was handed over gives one number, the mean over the mini-batch."""
        return self.how.get("losses") == "mean"

    @property
    def divide_by(self) -> DivideBy:
        """What the gradient of the summed loss must have been divided by."""
        return "length" if self.loss_is_a_mean else "batch_size"

    @property
    def course(self) -> str:
        """What happened in which order; see training_course.Course."""
        course = self.reply.values.get("course")
        return course if isinstance(course, str) else ""

    @property
    def calls_of_sgd(self) -> list[tuple[float | None, float | None]]:
        """lr and batch_size in each call of sgd; None for what is not a number."""
        calls = self.reply.values.get("sgd_calls")
        return [_two_numbers(call) for call in calls] if isinstance(calls, list) else []

    @property
    def W(self) -> oracles.Array | None:
        """Where W ended."""
        return plain_array(self.reply, "W")

    @property
    def b(self) -> oracles.Array | None:
        """Where b ended."""
        return plain_array(self.reply, "b")

    @cached_property
    def lines(self) -> list[EpochLine]:
        """The lines that were printed in the wanted form."""
        return parse_epoch_lines(self.reply.printed)

    @property
    def printed(self) -> str:
        """The beginning of what was printed."""
        return self.reply.printed.strip()[:400]

    @property
    def unchanged(self) -> bool:
        """Whether the parameters are where they began."""
        return self.ended_at(self.case.W, self.case.b)

    @cached_property
    def right(self) -> Trained:
        """Where training must end."""
        return train(self.case, divide_by=self.divide_by)

    @cached_property
    def arrived(self) -> bool:
        """Whether it ended there."""
        return self.ended_at(self.right.W, self.right.b)

    @cached_property
    def trained(self) -> Trained | None:
        """The course that was taken: the right one, or a wrong one of their own; None when it cannot be told."""
        if self.arrived:
            return self.right
        path = self._path()
        if not path or self.W is None or self.b is None:
            return None
        if (self.W.shape, self.b.shape) != (self.case.W.shape, self.case.b.shape):
            return None
        W, b = self.W.astype(np.float64), self.b.astype(np.float64)
        with np.errstate(all="ignore"):
            return Trained(W, b, figures_along(path, W, b, self.case.test))

    def ended_at(self, W: oracles.Array, b: oracles.Array) -> bool:
        """Whether the parameters are these."""
        pairs = ((self.W, W), (self.b, b))
        return all(found is not None and CLOSE.close(found, wanted) for found, wanted in pairs)

    def _path(self) -> list[list[Point]] | None:
        """The mini-batches that were predicted for, with the parameters then, in each pass that called the loss."""
        points = plain_array(self.reply, "path")
        if points is None or points.shape != (self.course.count("b"), self.case.W.size + self.case.b.size):
            return None
        rows, path = iter(points.astype(np.float64)), []
        for turn in self.course.split("e")[1:]:
            batches = turn.split("b")[1:]
            if len(batches) > len(self.case.train):  # two passes at a time
                return None
            reached = [(batch, next(rows), events) for batch, events in zip(self.case.train, batches, strict=False)]
            used = [(batch, *self._parameters(row)) for batch, row, events in reached if _predicted(events)]
            if "l" in turn and used:
                path.append(used)
        return path

    def _parameters(self, row: oracles.Array) -> tuple[oracles.Array, oracles.Array]:
        size = self.case.W.size
        return row[:size].reshape(self.case.W.shape), row[size:]


def _two_numbers(call: Any) -> tuple[float | None, float | None]:
    lr, size = call if isinstance(call, list) and len(call) == 2 else (None, None)
    return lr if isinstance(lr, int | float) else None, size if isinstance(size, int | float) else None


def _predicted(events: str) -> bool:
    """Whether net was called for this mini-batch, and not only later, for test_iter's."""
    return re.search("[nN]", re.split("[vt]", events)[0]) is not None


def call(student: Student, case: TrainingCase, right: tuple[str, ...], **how: Any) -> Run:
    """Train with the helpers named in `right` replaced by right ones; CheckFailed when the student's code raises."""
    lengths = [len(y) for _, y in case.train]
    given = f"{counted(case.num_epochs, 'epoch')} of mini-batches of length {lengths}, batch_size={case.batch_size}"
    arguments = {**case.arguments, "right": list(right), **how}
    if how.get("with_optimizer") and how.get("losses") != "mean":
        arguments["lr"] = case.lr / case.batch_size  # as in notebook 04, where the losses are summed

    def reply_to(**more: bool) -> Run:
        reply = ask(student, "train_ch3", given, helpers=RIGHT_HELPERS, **arguments, **more)
        return Run(case, reply, how, lambda other: works(lambda: call(student, other, right, **how)))

    run = reply_to()
    error = _error(run.reply)
    if error is None:
        return run
    if used := optimizers_used(run.reply.optimizers, "train_ch3"):  # to stop with an error is no way around that rule
        raise used.failed()
    message, line = engine_messages.raised(error)
    if not error.written:
        raise CheckFailed(message, stopped="not written")
    details = "\n".join(filter(None, (line, common.FOR_INPUT.format(given=given))))
    known = _explain_use_of_optimizer(reply_to(everything=True)) if run.with_optimizer else None
    names = names_in(run.reply, "parameters")
    known = known or explain_error(error, run.course, names, with_optimizer=run.with_optimizer)
    failed = known.failed(f"{message}\n{details}") if known else CheckFailed(message, details=details)
    failed.stopped, failed.line = error_kind(error), line
    raise failed


def judge(student: Student, case: TrainingCase, look: Callable[[Run], object], name: str = "", **how: Any) -> None:
    """Train, and let `look` judge what came of it: with the student's helpers or with right ones.

    Either way without a ready-made optimiser; one in the student's sgd is no matter of train_ch3. A run that has a
    `name` is made once, for all checks that look at it.
    """

    def trained(right: tuple[str, ...]) -> Run:
        if not name:
            return call(student, case, right, **how)
        key = f"{name} {right}"
        if key not in student.remembered:
            student.remembered[key] = call(student, case, right, **how)
        run: Run = student.remembered[key]
        return run

    def attempt(right: tuple[str, ...]) -> None:
        run = trained(right)
        used = optimizers_used(run.reply.optimizers, "train_ch3")
        if used and "sgd" in right:  # surely train_ch3's own, and the reason of whatever else is wrong
            student.remembered[OPTIMIZER_OF_ITS_OWN] = used
            raise used.failed()
        look(run)
        if used:
            raise used.failed()

    with_some_helpers(student, attempt, *CHOICES)


def _explain_use_of_optimizer(run: Run) -> Misconception | None:
    """For a train_ch3 that fails without params and lr, but not with them beside the optimizer."""
    course = run.course.lower()
    if _error(run.reply) is not None or "s" not in course:
        return None
    return messages.TRAIN_SGD_AS_WELL if "o" in course else messages.TRAIN_NO_OPTIMIZER


def _error(reply: Reply) -> StudentError | None:
    plain = reply.values.get("error")
    if not isinstance(plain, dict):
        return None
    kind, message, cell, code = (str(plain.get(key, "")) for key in ("type", "message", "cell", "code"))
    line = plain.get("line")
    return StudentError(kind, message, cell, line if isinstance(line, int) else 0, code)
