"""The checks of sgd(params, lr, batch_size)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from checks.grader_side import sgd_mistakes
from checks.grader_side.from_scratch import must_be_from_scratch, optimizers_used
from checks.grader_side.judging import (
    FLOAT32,
    FLOAT64,
    arrays_in,
    ask,
    must_leave_nothing_behind,
    same_kinds,
    show,
    told,
)
from checks.grader_side.messages import common
from checks.grader_side.messages import sgd as messages
from checks.grader_side.oracles import Array
from checks.grader_side.sgd_mistakes import NOTEBOOK_NAMES, PROBES, Case, from_error, same
from lessoncheck.failures import CheckFailed
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.misconceptions import Misconception, broken_rule
from lessoncheck.plain_text import counted
from lessoncheck.student import Reply, Student

PROBE_SECONDS = 5.0
GRAD_IS_READ = re.compile(r"\.grad\b(?!\s*=(?!=))")  # and not only written to


Kind = Callable[[np.random.Generator], Case]


def of(
    *shapes: tuple[int, ...],
    lr: float = 1.5,
    batch_size: int = 4,
    steps: int = 1,
    scale: float = 1,
    dtype: str = "float32",
    container: str = "list",
) -> Kind:
    """Parameters of these shapes, and gradients of this scale; the steps are so large that half precision shows."""

    def made(rng: np.random.Generator) -> Case:
        def tensors(scale: float = 1) -> list[Array]:
            return [rng.normal(scale=scale, size=shape).astype(dtype) for shape in shapes]

        return Case(tensors(), [tensors(scale) for _ in range(steps)], lr, batch_size, container)

    return made


def some_step(rng: np.random.Generator) -> Case:
    """A batch_size and an lr of which a step comes that is neither tiny nor huge."""
    batch_size = int(rng.integers(2, 300))
    return of((2, 3), lr=batch_size * float(rng.uniform(0.02, 0.2)), batch_size=batch_size)(rng)


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
    if not failed.details:  # no line of the student's stopped: sgd is not written, or did not end in time
        return None
    missing = re.search(rf"name '({NOTEBOOK_NAMES})' is not defined", failed.message)
    if missing:
        return replace(common.READS_GLOBALS.filled(name="sgd", variable=missing[1]), keeps=messages.STOPS)
    known = from_error(failed.message)
    if known is None and replaced(probed(student, PROBES[0]), PROBES[0]):
        known = messages.SGD_REPLACED
    if known is None and "NoneType" in failed.message and GRAD_IS_READ.search(failed.details):
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
    return reply is not None and not told(reply, "same_objects") and same(arrays_in(reply, "params_after"), made.params)


def explain(student: Student, made: Case, found: list[Array]) -> Misconception | None:
    """The well-known mistake that leads to these parameters, if there is one and no other."""

    def params_after(probe: Case) -> list[Array] | None:
        reply = probed(student, probe)
        return None if reply is None else arrays_in(reply, "params_after")

    known = sgd_mistakes.explain(made, found, params_after)
    if known is None and (once := params_after(PROBES[0])) is not None:
        again = params_after(PROBES[0])
        known = None if again is None or alike(again, once) else messages.SGD_REMEMBERS
    return known


def alike(some: list[Array], others: list[Array]) -> bool:
    """Whether two calls came to the same parameters; what is not a number is the same as what is none either."""
    pairs = zip(some, others, strict=True) if len(some) == len(others) else [(np.zeros(1), np.ones(1))]
    return all(np.allclose(one, other, equal_nan=True) for one, other in pairs)


def judge(student: Student, made: Case) -> None:
    reply = explained_call(student, made)
    found, right = arrays_in(reply, "params_after"), made.right
    if same(found, right):
        return
    if replaced(reply, made):
        raise messages.SGD_REPLACED.failed()
    diagnosis = explain(student, made, found) or broken_rule(messages.SGD_WRONG)
    k = next((k for k, (a, b) in enumerate(zip(found, right, strict=False)) if not FLOAT32.close(a, b)), 0)
    figures = f"lr = {made.lr:g}, batch_size = {made.batch_size}, {counted(len(made.steps), 'step')}\n"
    figures += f"p before = {show(made.params[k])}\np.grad = {show(made.steps[0][k])}\n"
    figures += f"p after = {show(found[k] if k < len(found) else None)}\nmust be {show(right[k])}"
    raise diagnosis.failed(figures)


@check_for("sgd", "p becomes p - lr * p.grad / batch_size", weight=3)
def test_one_step(student: Student, inputs: Inputs) -> None:
    kinds = of((2,)), of((3, 2), lr=0.5, batch_size=10), of((2,), lr=0.5, batch_size=5, scale=1000)
    for made in same_kinds(inputs, *kinds):
        judge(student, made)


@check_for("sgd", "lr and batch_size are used as given, whatever they are", weight=2)
def test_lr_and_batch_size(student: Student, inputs: Inputs) -> None:
    kinds = [of((2, 3), lr=lr, batch_size=n) for lr, n in ((0.1, 1), (1.0, 7), (5.0, 256), (0.6, 2))]
    for made in same_kinds(inputs, *kinds, some_step):
        judge(student, made)


@check_for("sgd", "every parameter is updated, however many there are and of whatever shape", weight=2)
def test_all_parameters(student: Student, inputs: Inputs) -> None:
    kinds = (
        of((4, 3), (3,)),
        of((4, 3), (3,), container="tuple"),
        of((2, 5), (5,), (5, 3), (3,), (1,)),
        of((2, 3, 4)),
        of((3, 3), (3,), (3, 2)),
        of(*[(2,)] * 12),
    )
    for made in same_kinds(inputs, *kinds):
        judge(student, made)


@check_for(
    "sgd", "the tensors themselves are changed and still take gradients; torch's settings stay", weight=2, side=True
)
def test_in_place(student: Student, inputs: Inputs) -> None:
    student.left_behind.clear()
    for made in same_kinds(inputs, of((4, 3), (3,))):
        reply = explained_call(student, made)
        if not told(reply, "same_objects"):
            raise messages.SGD_REPLACED.failed()
        if not told(reply, "require_grad"):
            raise messages.SGD_NO_REQUIRES_GRAD.failed()
    must_leave_nothing_behind(student, "sgd")


@check_for("sgd", "a second step starts where the first one ended")
def test_two_steps(student: Student, inputs: Inputs) -> None:
    for made in same_kinds(inputs, of((4, 3), (3,), steps=2), of((4, 3), (3,), steps=3)):
        judge(student, made)


@check_for("sgd", "float32 and float64 parameters stay what they are, and as exact as that")
def test_dtype(student: Student, inputs: Inputs) -> None:
    for made in same_kinds(inputs, of((4, 3), (3,)), of((4, 3), (3,), dtype="float64")):
        reply = explained_call(student, made)
        found = arrays_in(reply, "params_after")
        for array, right in zip(found, made.right, strict=False):
            if array.dtype != right.dtype:
                raise messages.SGD_DTYPE.filled(right=right.dtype, found=array.dtype).failed()
            exact = FLOAT64 if right.dtype == np.float64 else FLOAT32
            if exact.close(array, right):
                continue
            if same(found, made.right):
                raise messages.SGD_PRECISION.failed(f"p after = {show(array)}\nmust be {show(right)}\n{exact}")
            if replaced(reply, made):
                raise messages.SGD_REPLACED.failed()
            raise (explain(student, made, found) or broken_rule(messages.SGD_WRONG)).failed()


@check_for("sgd", "it is written from scratch, without torch.optim", gate=True)
def test_from_scratch(student: Student, inputs: Inputs) -> None:
    examples = of((4, 3), (3,))(inputs.rng), of((2,))(inputs.rng)
    calls = [partial(call, student, made) for made in examples]
    must_be_from_scratch(student, "sgd", calls, lambda: optimizers_used(student.optimizers, "sgd", student.operators))
