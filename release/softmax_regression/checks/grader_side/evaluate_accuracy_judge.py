"""How evaluate_accuracy is called and judged: with every kind of net and data_iter, and with own or right helpers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from lessoncheck.failures import CheckFailed
from lessoncheck.misconceptions import Misconception, broken_rule
from lessoncheck.student import Reply, Student

from . import oracles
from .evaluate_accuracy_mistakes import DATA_PROBES, EVALUATE
from .judging import (
    arrays_in,
    ask,
    came_to_a_result,
    must_be_float,
    must_leave_nothing_behind,
    returned_number,
    told,
    with_some_helpers,
)
from .messages import accuracy as shared
from .messages import common
from .messages import evaluate_accuracy as messages
from .oracles import LinearData
from .outcomes import PROBE_SECONDS, Outcome, float_follows_value, from_error, named, stopped

NAME = "evaluate_accuracy(data_iter, net)"
# What a Module has and a function has not, as far as an evaluation may want it.
OF_MODULES = {
    "eval", "train", "training", "parameters", "named_parameters", "modules", "children", "state_dict", "zero_grad",
    "requires_grad_", "to", "cpu", "cuda", "forward",
}  # fmt: skip
# Every kind of net with every kind of data_iter; the plain way of the other checks is a function and a DataLoader.
WAYS: list[dict[str, Any]] = [
    {"module": True},
    {"data": "list"},
    {"module": True, "data": "list"},
    {"data": "generator"},
    {"module": True, "data": "generator"},
]


@dataclass(frozen=True)
class Caller:
    """One way of calling the student's evaluate_accuracy."""

    student: Student
    right: tuple[str, ...] = ()
    module: bool = False
    bare: bool = False
    data: str = "loader"

    @property
    def plain(self) -> bool:
        """Whether this is the way in which most checks call it."""
        return not self.module and not self.bare and self.data == "loader"

    def call(self, made: LinearData, seconds: float) -> Reply:
        return ask(
            self.student,
            "evaluate_accuracy",
            f"batches of length {', '.join(map(str, made.lengths))}",
            helpers={"accuracy": oracles.accuracy},
            seconds=seconds,
            batches=[list(batch) for batch in made.batches],
            W=made.W,
            b=made.b,
            module=self.module,
            data=self.data,
            right=list(self.right),
            bare=self.bare,
        )

    def reply(self, made: LinearData) -> Reply:
        """What came back; an error that a well-known mistake explains is told with that name."""
        self.student.left_behind.clear()  # what other calls left, perhaps with another helper, is not this call's
        try:
            return self.call(made, 10.0)
        except CheckFailed as failed:
            known = self.explain(made, stopped(failed))
            if known is None:
                raise
            raise known.failed(f"{failed.message}\n{failed.details}") from None

    def explain(self, made: LinearData, came: Outcome) -> Misconception | None:
        """The well-known mistake that gives this outcome, if there is one and no other."""
        if came.number is None and not came.error:
            return None
        known = self.explain_error(came.error)
        if known is None and self.plain:  # in another way a number has other causes too
            known = named(EVALUATE, made, came, DATA_PROBES, lambda probe: probe.fraction, self.outcome)
        return known and known.filled(name=NAME, found=came.number, n=sum(made.lengths))

    def explain_error(self, error: str) -> Misconception | None:
        """What the error's own words leave no doubt about."""
        if "'[-1, 784]' is invalid" in error:
            return messages.FIXED_IMAGE_SIZE
        kind, known = ("Sequential", messages.FUNCTION_ONLY) if self.module else ("function", messages.MODULE_ONLY)
        missing = re.search(rf"'{kind}' object has no attribute '(\w+)'", error)
        if missing and (missing[1] in OF_MODULES or (self.module and missing[1].startswith("__"))):
            other = replace(self, module=not self.module)
            right = all(other.outcome(made).fits(made.fraction, 0) for made in DATA_PROBES[:2])
            return known if right else replace(known, keeps=0.0)
        return from_error(error)

    def outcome(self, made: LinearData) -> Outcome:
        """What came of a probe."""
        try:
            return Outcome(returned_number(self.call(made, PROBE_SECONDS), NAME))
        except CheckFailed as failed:
            return stopped(failed)


Look = Callable[[Caller, LinearData, Reply], None]


def judge(student: Student, made: LinearData, *looks: Look, **how: Any) -> None:
    """All that `looks` look at, with the student's own accuracy or with a right one."""

    def attempt(right: tuple[str, ...]) -> None:
        caller = Caller(student, right, **how)
        reply = caller.reply(made)
        for look in looks:
            look(caller, made, reply)

    with_some_helpers(student, attempt, ("accuracy",))


def failure(student: Student, made: LinearData, *looks: Look, **how: Any) -> CheckFailed | None:
    """How `judge` ends."""
    try:
        judge(student, made, *looks, **how)
    except CheckFailed as failed:
        return failed
    return None


def judge_this_way_too(student: Student, made: LinearData, *looks: Look, **how: Any) -> None:
    """`judge`; what is wrong in the plain way as well is told as it is there, and is no fault of this way."""
    if failed := failure(student, made, *looks, **how):
        raise failure(student, made, judge_value) or because_of(failed, **how)


def judge_where_it_works(student: Student, made: LinearData, *looks: Look) -> None:
    """`judge` in the plain way, and in each of the others in which evaluate_accuracy comes to a result."""
    judge(student, made, *looks)
    for way in WAYS:
        failed = failure(student, made, *looks, **way)
        if failed and came_to_a_result(failed):
            raise failed


def because_of(failed: CheckFailed, *, module: bool = False, bare: bool = False, data: str = "loader") -> CheckFailed:
    """The failure with the reason that lies in how evaluate_accuracy was called, since in the plain way it is right."""
    if failed.misconception:
        return failed
    known = None
    if bare:
        missing = re.search(r"name '(\w+)' is not defined", failed.message)
        known = common.READS_GLOBALS.filled(name=NAME, variable=missing[1] if missing else "names")
    elif re.search(rf"'{data}' object|type '{data}'", failed.message):
        known = messages.MORE_THAN_ITERABLE.filled(kind=f"a {data}")
    elif data == "generator":
        known = messages.ONE_PASS
    return known.failed(f"{failed.message}\n{failed.details}".strip()) if known else failed


# --- what is looked at


def judge_value(caller: Caller, made: LinearData, reply: Reply) -> None:
    found = returned_number(reply, NAME)
    if abs(found - made.fraction) <= 1e-5:
        return
    right, n = sum(made.right), sum(made.lengths)
    rule = shared.FRACTION_WRONG.format(name=NAME, found=found, right=right, n=n, fraction=made.fraction)
    diagnosis = caller.explain(made, Outcome(found)) or broken_rule(rule)
    batches = ", ".join(f"{hits} of {length}" for hits, length in zip(made.right, made.lengths, strict=True))
    raise diagnosis.failed(f"right in each batch: {batches}\n{NAME} = {found:.6g}\nmust be {made.fraction:.6g}")


def must_be_in_order(_: Caller, __: LinearData, reply: Reply) -> None:
    returned_number(reply, NAME)
    if told(reply, "swapped"):
        raise messages.SWAPPED.failed()


def must_be_a_float(caller: Caller, made: LinearData, reply: Reply) -> None:
    with float_follows_value(lambda: judge_value(caller, made, reply)):
        must_be_float(reply, NAME)


def must_leave_net(_: Caller, made: LinearData, reply: Reply) -> None:
    after = arrays_in(reply, "params_after")
    if len(after) != 2 or not (np.array_equal(after[0], made.W) and np.array_equal(after[1], made.b)):
        raise messages.NET_CHANGED.failed()
    if not told(reply, "require_grad"):
        raise messages.NET_FROZEN.failed()
    if told(reply, "gradients"):
        raise messages.NET_GRADIENTS.failed()


def must_leave_data(_: Caller, made: LinearData, reply: Reply) -> None:
    pairs, before = reply.values.get("batches_after"), [array for batch in made.batches for array in batch]
    after = [array for pair in pairs if isinstance(pair, list) for array in pair] if isinstance(pairs, list) else []
    if len(after) != len(before) or not all(map(np.array_equal, after, before)):
        raise common.CHANGED.filled(name="evaluate_accuracy", argument="data_iter (the mini-batches in it)").failed()


def must_leave_settings(caller: Caller, _: LinearData, __: Reply) -> None:
    must_leave_nothing_behind(caller.student, "evaluate_accuracy")
