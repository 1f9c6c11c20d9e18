"""The checks of evaluate_accuracy(data_iter, net). What is right is known because the data are made that way.

A student's evaluate_accuracy may call their own accuracy, which has an item of its own: so each check accepts
the student's helper or a right one. An exchanged order of the arguments costs the check of the order only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from checks.grader_side import oracles
from checks.grader_side.accuracy_mistakes import (
    DATA_PROBES,
    EVALUATE,
    PROBE_SECONDS,
    Outcome,
    float_follows_value,
    from_error,
    named,
    stopped,
)
from checks.grader_side.judging import arrays_in, ask, must_be_float, returned_number, with_some_helpers
from checks.grader_side.messages import accuracy as messages
from checks.grader_side.messages import common
from checks.grader_side.oracles import LinearData, linear_data
from lessoncheck.failures import CheckFailed
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.misconceptions import Misconception, broken_rule
from lessoncheck.student import Reply, Student

NAME = "evaluate_accuracy(data_iter, net)"


def data(rng: np.random.Generator, *batches: tuple[int, int], q: int = 3) -> LinearData:
    """Batches given as (right, length)."""
    return linear_data(rng, [right for right, _ in batches], [n for _, n in batches], q)


def short_last(rng: np.random.Generator) -> LinearData:
    """Two or more full batches that go well, and a short one that does not."""
    n = int(rng.integers(5, 9))
    full = [(int(rng.integers(n - 2, n + 1)), n) for _ in range(int(rng.integers(2, 5)))]
    return data(rng, *full, (int(rng.integers(0, 2)), int(rng.integers(2, 4))), q=int(rng.integers(2, 12)))


def many(rng: np.random.Generator, batches: int = 14) -> LinearData:
    """More than ten batches; the later they come, the worse they go."""
    return data(rng, *[(max(0, 4 - i // 3), 4) for i in range(batches)], q=int(rng.integers(2, 12)))


def call(
    student: Student, made: LinearData, right: tuple[str, ...], module: bool, bare: bool, seconds: float = 10.0
) -> Reply:
    return ask(
        student,
        "evaluate_accuracy",
        f"batches of length {', '.join(map(str, made.lengths))}",
        helpers={"accuracy": oracles.accuracy},
        seconds=seconds,
        batches=[list(batch) for batch in made.batches],
        W=made.W,
        b=made.b,
        module=module,
        right=list(right),
        bare=bare,
    )


@dataclass(frozen=True)
class Caller:
    """One way of calling the student's evaluate_accuracy."""

    student: Student
    right: tuple[str, ...] = ()
    module: bool = False
    bare: bool = False

    def reply(self, made: LinearData) -> Reply:
        """What came back; an error that a well-known mistake explains is told with that name."""
        try:
            return call(self.student, made, self.right, self.module, self.bare)
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
        known = known or named(EVALUATE, made, came, DATA_PROBES, lambda probe: probe.fraction, self.outcome)
        return known and known.filled(name=NAME, found=came.number, n=sum(made.lengths))

    def explain_error(self, error: str) -> Misconception | None:
        """What the error's own words leave no doubt about."""
        if "'[-1, 784]' is invalid" in error:
            return messages.FIXED_IMAGE_SIZE
        kind, known = ("Sequential", messages.FUNCTION_ONLY) if self.module else ("function", messages.MODULE_ONLY)
        if f"'{kind}' object has no attribute" in error:
            other = replace(self, module=not self.module)
            return known if all(other.outcome(made).fits(made.fraction, 0) for made in DATA_PROBES[:2]) else None
        return from_error(error)

    def outcome(self, made: LinearData) -> Outcome:
        """What came of a probe."""
        try:
            reply = call(self.student, made, self.right, self.module, self.bare, PROBE_SECONDS)
        except CheckFailed as failed:
            return stopped(failed)
        try:
            return Outcome(returned_number(reply, NAME))
        except CheckFailed:
            return Outcome(None)


def judge_value(caller: Caller, made: LinearData, reply: Reply) -> None:
    found = returned_number(reply, NAME)
    if abs(found - made.fraction) <= 1e-5:
        return
    right, n = sum(made.right), sum(made.lengths)
    rule = messages.FRACTION_WRONG.format(name=NAME, found=found, right=right, n=n, fraction=made.fraction)
    diagnosis = caller.explain(made, Outcome(found)) or broken_rule(rule)
    batches = ", ".join(f"{hits} of {length}" for hits, length in zip(made.right, made.lengths, strict=True))
    raise diagnosis.failed(f"right in each batch: {batches}\n{NAME} = {found:.6g}\nmust be {made.fraction:.6g}")


def judge(student: Student, made: LinearData, *looks: Callable[[Caller, LinearData, Reply], None], **how: bool) -> None:
    """All that `looks` look at, with the student's own accuracy or with a right one."""

    def attempt(right: tuple[str, ...]) -> None:
        caller = Caller(student, right, **how)
        reply = caller.reply(made)
        for look in looks:
            look(caller, made, reply)

    with_some_helpers(attempt, ("accuracy",))


@check_for("evaluate_accuracy", "it is the fraction of right predictions over all batches", weight=2)
def test_fraction(student: Student, inputs: Inputs) -> None:
    public = data(inputs.rng, (3, 4)), data(inputs.rng, (4, 4), (1, 4), (2, 4)), data(inputs.rng, (7, 8), (2, 8), q=10)
    for made in inputs.several(*public, draw=lambda rng: data(rng, (5, 6), (1, 6), (2, 6), q=int(rng.integers(2, 12)))):
        judge(student, made, judge_value)


@check_for("evaluate_accuracy", "it is the mean over examples, not over batches: the last batch may be short", weight=3)
def test_short_last_batch(student: Student, inputs: Inputs) -> None:
    public = data(inputs.rng, (4, 4), (0, 1)), data(inputs.rng, (8, 8), (7, 8), (0, 3), q=10)
    for made in inputs.several(*public, draw=short_last):
        judge(student, made, judge_value)


@check_for("evaluate_accuracy", "all batches count, also when there are more than ten")
def test_many_batches(student: Student, inputs: Inputs) -> None:
    for made in inputs.several(many(inputs.rng), draw=lambda rng: many(rng, int(rng.integers(12, 40)))):
        judge(student, made, judge_value)


@check_for("evaluate_accuracy", "net may be a torch.nn Module; its parameters stay as they were", weight=2)
def test_module(student: Student, inputs: Inputs) -> None:
    def parameters_unchanged(_: Caller, made: LinearData, reply: Reply) -> None:
        after = arrays_in(reply, "params_after")
        if len(after) != 2 or not (np.array_equal(after[0], made.W.T) and np.array_equal(after[1], made.b)):
            raise messages.NET_CHANGED.failed()

    for made in inputs.several(data(inputs.rng, (5, 6), (1, 6), (2, 3), q=4), draw=short_last):
        judge(student, made, parameters_unchanged, judge_value, module=True)


@check_for("evaluate_accuracy", "the arguments come in the order (data_iter, net)", weight=3)
def test_order_of_arguments(student: Student, inputs: Inputs) -> None:
    def look(_: Caller, __: LinearData, reply: Reply) -> None:
        returned_number(reply, NAME)
        if reply.values.get("swapped"):
            raise messages.SWAPPED.failed()

    for made in inputs.several(data(inputs.rng, (3, 4)), draw=short_last):
        judge(student, made, look)


@check_for("evaluate_accuracy", "the result is a Python float, not a tensor and not a count")
def test_float(student: Student, inputs: Inputs) -> None:
    def look(caller: Caller, made: LinearData, reply: Reply) -> None:
        with float_follows_value(lambda: judge_value(caller, made, reply)):
            must_be_float(reply, NAME)

    for made in inputs.several(data(inputs.rng, (3, 4), (1, 2)), draw=short_last):
        judge(student, made, look)


@check_for("evaluate_accuracy", "it uses its arguments, not the notebook's net, test_iter or batch_size")
def test_arguments_only(student: Student, inputs: Inputs) -> None:
    for made in inputs.several(data(inputs.rng, (3, 4), (1, 2)), draw=short_last):
        try:
            judge(student, made, judge_value, bare=True)
        except CheckFailed as failed:
            raise with_reason(student, made, failed) from None


def with_reason(student: Student, made: LinearData, failed: CheckFailed) -> CheckFailed:
    """What failed without the notebook's names; where it passes with them, these are the reason."""
    try:
        judge(student, made, judge_value)
    except CheckFailed:
        return failed
    missing = re.search(r"name '(\w+)' is not defined", failed.message)
    known = common.READS_GLOBALS.filled(name=NAME, variable=missing[1] if missing else "names")
    return known.failed(f"{failed.message}\n{failed.details}".strip())
