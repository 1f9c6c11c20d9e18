"""The checks of sgd(params, lr, batch_size)."""

from __future__ import annotations

import re
from functools import partial

import numpy as np

from checks.grader_side import sgd_mistakes
from checks.grader_side.judging import FLOAT32, FLOAT64, arrays_in, ask, must_be_from_scratch, optimizers_used, show
from checks.grader_side.messages import common
from checks.grader_side.messages import sgd as messages
from checks.grader_side.oracles import Array
from checks.grader_side.sgd_mistakes import NOTEBOOK_NAMES, PROBES, Case, from_error, same
from lessoncheck.failures import CheckFailed
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.misconceptions import Misconception, broken_rule
from lessoncheck.student import Reply, Student

PROBE_SECONDS = 5.0


def case(
    rng: np.random.Generator,
    *shapes: tuple[int, ...],
    lr: float = 0.1,
    batch_size: int = 4,
    steps: int = 1,
    dtype: str = "float32",
    container: str = "list",
) -> Case:
    def tensors() -> list[Array]:
        return [rng.normal(size=shape).astype(dtype) for shape in shapes]

    return Case(tensors(), [tensors() for _ in range(steps)], lr, batch_size, container)


def some_case(rng: np.random.Generator, steps: int = 1, most: int = 6) -> Case:
    """Up to `most` parameters, and a batch_size and lr of which steps come that are neither tiny nor huge."""
    batch_size = int(rng.integers(2, 300))
    lr = batch_size * float(rng.uniform(0.02, 0.2))
    return case(rng, *shapes(rng, most), lr=lr, batch_size=batch_size, steps=steps)


def shapes(rng: np.random.Generator, most: int = 6) -> list[tuple[int, ...]]:
    d, q = (int(size) for size in rng.integers(2, 7, size=2))
    every: list[tuple[int, ...]] = [(d, q), (q,), (1,), (q, d), (2, d, q), ()]
    return every[: int(rng.integers(1, most + 1))]


def call(student: Student, made: Case) -> Reply:
    given = f"params of shapes {[p.shape for p in made.params]}, lr={made.lr:g}, batch_size={made.batch_size}"
    return ask(student, "sgd", given, **vars(made))


def explained_call(student: Student, made: Case) -> Reply:
    """`call`; an error that a well-known mistake explains is told with that name."""
    try:
        return call(student, made)
    except CheckFailed as failed:
        known = explain_error(student, failed)
        if known is None:
            raise
        raise known.failed(f"{failed.message}\n{failed.details}".strip()) from None


def explain_error(student: Student, failed: CheckFailed) -> Misconception | None:
    """The mistake that the error's own words tell, or what was done before it came."""
    if "sgd() " in failed.message and "argument" in failed.message:
        return messages.SGD_ARGUMENTS
    if not failed.details:  # no line of the student's stopped: sgd is not written, or did not end in time
        return None
    missing = re.search(rf"name '({NOTEBOOK_NAMES})' is not defined", failed.message)
    if missing:
        return common.READS_GLOBALS.filled(name="sgd", variable=missing[1])
    known = from_error(failed.message)
    if known is None and replaced(probed(student, PROBES[0]), PROBES[0]):
        known = messages.SGD_REPLACED
    if known is None and "NoneType" in failed.message and ".grad" in failed.details:
        known = messages.SGD_GRAD_NONE
    return known


def probed(student: Student, made: Case) -> Reply | None:
    """What came of one more call, None when it failed."""
    try:
        return student.call("sgd", seconds=PROBE_SECONDS, **vars(made))
    except CheckFailed:
        return None


def replaced(reply: Reply | None, made: Case) -> bool:
    """Whether the tensors handed over are as they were, with others in their places."""
    return (
        reply is not None
        and not reply.values.get("same_objects")
        and same(arrays_in(reply, "params_after"), made.params)
    )


def explain(student: Student, made: Case, found: list[Array]) -> Misconception | None:
    """The well-known mistake that leads to these parameters, if there is one and no other."""

    def params_after(probe: Case) -> list[Array] | None:
        reply = probed(student, probe)
        return None if reply is None else arrays_in(reply, "params_after")

    return sgd_mistakes.explain(made, found, params_after)


def judge(student: Student, made: Case) -> None:
    reply = explained_call(student, made)
    found, right = arrays_in(reply, "params_after"), made.right
    if same(found, right):
        return
    if replaced(reply, made):
        raise messages.SGD_REPLACED.failed()
    diagnosis = explain(student, made, found) or broken_rule(messages.SGD_WRONG)
    k = next((k for k, (a, b) in enumerate(zip(found, right, strict=False)) if not FLOAT32.close(a, b)), 0)
    figures = f"lr = {made.lr:g}, batch_size = {made.batch_size}, {len(made.steps)} step(s)\n"
    figures += f"p before = {show(made.params[k])}\np.grad = {show(made.steps[0][k])}\n"
    figures += f"p after = {show(found[k] if k < len(found) else None)}\nmust be {show(right[k])}"
    raise diagnosis.failed(figures)


@check_for("sgd", "p becomes p - lr * p.grad / batch_size", weight=3)
def test_one_step(student: Student, inputs: Inputs) -> None:
    public = case(inputs.rng, (2,)), case(inputs.rng, (3, 2), lr=0.5, batch_size=10)
    for made in inputs.several(*public, draw=lambda rng: some_case(rng, most=1)):
        judge(student, made)


@check_for("sgd", "lr and batch_size are used as given, whatever they are", weight=2)
def test_lr_and_batch_size(student: Student, inputs: Inputs) -> None:
    public = [case(inputs.rng, (2, 3), lr=lr, batch_size=n) for lr, n in ((0.1, 1), (1.0, 7), (5.0, 256), (0.6, 2))]
    for made in inputs.several(*public, draw=lambda rng: some_case(rng, most=1)):
        judge(student, made)


@check_for("sgd", "every parameter is updated, however many there are and of whatever shape", weight=2)
def test_all_parameters(student: Student, inputs: Inputs) -> None:
    public = (
        case(inputs.rng, (4, 3), (3,)),
        case(inputs.rng, (4, 3), (3,), container="tuple"),
        case(inputs.rng, (2, 5), (5,), (5, 3), (3,), ()),
    )
    for made in inputs.several(*public, draw=some_case):
        judge(student, made)


@check_for("sgd", "the tensors that were handed over are changed themselves, and still take gradients", weight=2)
def test_in_place(student: Student, inputs: Inputs) -> None:
    for made in inputs.several(case(inputs.rng, (4, 3), (3,)), draw=some_case):
        reply = explained_call(student, made)
        after = arrays_in(reply, "params_after")
        if not reply.values.get("same_objects"):
            raise messages.SGD_REPLACED.failed()
        if all(np.array_equal(found, before) for found, before in zip(after, made.params, strict=False)):
            diagnosis = explain(student, made, after) or broken_rule(messages.SGD_UNCHANGED.sentence)
            raise diagnosis.failed()
        if not reply.values.get("require_grad"):
            raise messages.SGD_NO_REQUIRES_GRAD.failed()


@check_for("sgd", "a second step starts where the first one ended")
def test_two_steps(student: Student, inputs: Inputs) -> None:
    for made in inputs.several(case(inputs.rng, (4, 3), (3,), steps=2), draw=lambda rng: some_case(rng, steps=3)):
        judge(student, made)


@check_for("sgd", "float64 parameters stay float64")
def test_float64(student: Student, inputs: Inputs) -> None:
    public = case(inputs.rng, (4, 3), (3,), dtype="float64")
    for made in inputs.several(public, draw=lambda rng: case(rng, *shapes(rng), lr=0.3, dtype="float64")):
        reply = explained_call(student, made)
        found = arrays_in(reply, "params_after")
        for array, right in zip(found, made.right, strict=False):
            if array.dtype != right.dtype:
                raise messages.SGD_DTYPE.filled(right=right.dtype, found=array.dtype).failed()
            if FLOAT64.close(array, right):
                continue
            if same(found, made.right):
                raise messages.SGD_PRECISION.failed(f"p after = {show(array)}\nmust be {show(right)}\n{FLOAT64}")
            if replaced(reply, made):
                raise messages.SGD_REPLACED.failed()
            raise (explain(student, made, found) or broken_rule(messages.SGD_WRONG)).failed()


@check_for("sgd", "it is written from scratch, without torch.optim", gate=True)
def test_from_scratch(student: Student, inputs: Inputs) -> None:
    examples = case(inputs.rng, (4, 3), (3,)), case(inputs.rng, (2,))
    calls = [partial(call, student, made) for made in examples]
    must_be_from_scratch(student, calls, lambda: optimizers_used(student.optimizers, "sgd"))
