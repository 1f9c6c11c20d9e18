"""The checks of evaluate_accuracy(data_iter, net). What is right is known because the data are made that way.

A student's evaluate_accuracy may call their own accuracy, which has an item of its own: so each check accepts
the student's helper or a right one. An exchanged order of the arguments costs the check of the order only.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from checks.near import check_texts as texts
from checks.near import oracles
from checks.near.judging import arrays_in, ask, must_be_float, recognise_number, returned_number, with_some_helpers
from checks.near.oracles import LinearData, linear_data
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


def call(student: Student, made: LinearData, right: tuple[str, ...], module: bool = False, bare: bool = False) -> Reply:
    return ask(
        student,
        "evaluate_accuracy",
        f"batches of length {', '.join(map(str, made.lengths))}",
        helpers={"accuracy": oracles.accuracy},
        batches=[list(batch) for batch in made.batches],
        W=made.W,
        b=made.b,
        module=module,
        right=list(right),
        bare=bare,
    )


def explain(made: LinearData, found: float) -> Misconception | None:
    """The well-known mistake that gives this number, if there is one."""
    right, lengths, n = np.array(made.right), np.array(made.lengths), sum(made.lengths)
    mistakes = [
        (texts.COUNT, right.sum()),
        (texts.PERCENTAGE, 100 * made.fraction),
        (texts.MEAN_OF_BATCHES, (right / lengths).mean()),
        (texts.FULL_BATCHES, right.sum() / (lengths[0] * len(lengths))),
        (texts.FIRST_BATCHES, right[:10].sum() / lengths[:10].sum()),
        (texts.FIRST_BATCHES, right[:11].sum() / lengths[:11].sum()),
        (texts.ONE_BATCH, right[0] / lengths[0]),
        (texts.ONE_BATCH, right[-1] / lengths[-1]),
        (texts.ERROR_RATE, 1 - made.fraction),
    ]
    known = recognise_number(found, made.fraction, mistakes)
    return known and known.filled(name=NAME, found=found, n=n)


def judge_value(made: LinearData, reply: Reply) -> None:
    found = returned_number(reply, NAME)
    if abs(found - made.fraction) <= 1e-5:
        return
    right, n = sum(made.right), sum(made.lengths)
    rule = texts.FRACTION_WRONG.format(name=NAME, found=found, right=right, n=n, fraction=made.fraction)
    diagnosis = explain(made, found) or broken_rule(rule)
    batches = ", ".join(f"{hits} of {length}" for hits, length in zip(made.right, made.lengths, strict=True))
    raise diagnosis.failed(f"right in each batch: {batches}")


def judge(student: Student, made: LinearData, *looks: Callable[[LinearData, Reply], None], **how: bool) -> None:
    """All that `looks` look at, with the student's own accuracy or with a right one."""

    def attempt(right: tuple[str, ...]) -> None:
        reply = call(student, made, right, **how)
        for look in looks:
            look(made, reply)

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
    def parameters_unchanged(made: LinearData, reply: Reply) -> None:
        after = arrays_in(reply, "params_after")
        if len(after) != 2 or not (np.array_equal(after[0], made.W.T) and np.array_equal(after[1], made.b)):
            raise CheckFailed(texts.NET_CHANGED)

    for made in inputs.several(data(inputs.rng, (5, 6), (1, 6), (2, 3), q=4), draw=short_last):
        judge(student, made, judge_value, parameters_unchanged, module=True)


@check_for("evaluate_accuracy", "the arguments come in the order (data_iter, net)", weight=3)
def test_order_of_arguments(student: Student, inputs: Inputs) -> None:
    def look(_: LinearData, reply: Reply) -> None:
        returned_number(reply, NAME)
        if reply.values.get("swapped"):
            raise CheckFailed(texts.SWAPPED, hint=texts.SWAPPED_HINT)

    for made in inputs.several(data(inputs.rng, (3, 4)), draw=short_last):
        judge(student, made, look)


@check_for("evaluate_accuracy", "the result is a Python float, not a tensor and not a count")
def test_float(student: Student, inputs: Inputs) -> None:
    for made in inputs.several(data(inputs.rng, (3, 4), (1, 2)), draw=short_last):
        judge(student, made, lambda _, reply: must_be_float(reply, NAME))


@check_for("evaluate_accuracy", "it uses its arguments, not the notebook's net, test_iter or batch_size")
def test_arguments_only(student: Student, inputs: Inputs) -> None:
    for made in inputs.several(data(inputs.rng, (3, 4), (1, 2)), draw=short_last):
        try:
            judge(student, made, judge_value, bare=True)
        except CheckFailed as failed:
            raise CheckFailed(
                failed.message, hint=failed.hint or texts.READS_GLOBALS_HINT, details=failed.details
            ) from None
