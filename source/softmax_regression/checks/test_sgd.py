"""The checks of sgd(params, lr, batch_size)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from checks.near import check_texts as texts
from checks.near import oracles
from checks.near.judging import FLOAT32, FLOAT64, arrays_in, ask, must_not_use_optimizers, replies, show
from checks.near.oracles import Array
from lessoncheck.failures import CheckFailed
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.misconceptions import Misconception, broken_rule, only_one
from lessoncheck.student import Reply, Student


@dataclass(frozen=True)
class Case:
    """What sgd is called with: parameters, the gradients of one or more steps, lr and batch_size."""

    params: list[Array]
    steps: list[list[Array]]
    lr: float
    batch_size: int
    container: str = "list"

    def after(self, lr: float, divisor: float) -> list[Array]:
        """The parameters after all steps."""
        params = self.params
        for grads in self.steps:
            params = oracles.sgd(params, grads, lr, divisor)
        return params


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


def explain(made: Case, found: list[Array]) -> Misconception | None:
    """The well-known mistake that leads to these parameters, if there is one."""
    right = made.after(made.lr, made.batch_size)
    first_only = [*right[:1], *made.params[1:]]
    mistakes = [
        (texts.SGD_UNCHANGED, made.params),
        (texts.SGD_FIRST_ONLY, first_only),
        (texts.SGD_UPHILL, made.after(-made.lr, made.batch_size)),
        (texts.SGD_NOT_DIVIDED, made.after(made.lr, 1)),
        (texts.SGD_NO_LR, made.after(1, made.batch_size)),
        (texts.SGD_TWICE, made.after(made.lr, made.batch_size**2)),
    ]
    return only_one(known for known, params in mistakes if same(found, params) and not same(params, right))


def same(found: list[Array], right: list[Array]) -> bool:
    return len(found) == len(right) and all(FLOAT32.close(a, b) for a, b in zip(found, right, strict=True))


def judge(student: Student, made: Case) -> None:
    reply = call(student, made)
    found, right = arrays_in(reply, "params_after"), made.after(made.lr, made.batch_size)
    if same(found, right):
        return
    if not reply.values.get("same_objects") and same(found, made.params):
        raise CheckFailed(texts.SGD_REPLACED, hint=texts.SGD_REPLACED_HINT)
    diagnosis = explain(made, found) or broken_rule(texts.SGD_WRONG)
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
        reply = call(student, made)
        if not reply.values.get("same_objects"):
            raise CheckFailed(texts.SGD_REPLACED, hint=texts.SGD_REPLACED_HINT)
        after = arrays_in(reply, "params_after")
        if all(np.array_equal(found, before) for found, before in zip(after, made.params, strict=False)):
            raise texts.SGD_UNCHANGED.failed()
        if not reply.values.get("require_grad"):
            raise CheckFailed(texts.SGD_NO_REQUIRES_GRAD, hint=texts.SGD_NO_REQUIRES_GRAD_HINT)


@check_for("sgd", "a second step starts where the first one ended")
def test_two_steps(student: Student, inputs: Inputs) -> None:
    for made in inputs.several(case(inputs.rng, (4, 3), (3,), steps=2), draw=lambda rng: some_case(rng, steps=3)):
        judge(student, made)


@check_for("sgd", "float64 parameters stay float64")
def test_float64(student: Student, inputs: Inputs) -> None:
    public = case(inputs.rng, (4, 3), (3,), dtype="float64")
    for made in inputs.several(public, draw=lambda rng: case(rng, *shapes(rng), lr=0.3, dtype="float64")):
        found = arrays_in(call(student, made), "params_after")
        for array, right in zip(found, made.after(made.lr, made.batch_size), strict=False):
            if array.dtype != right.dtype:
                raise CheckFailed(texts.SGD_DTYPE.format(right=right.dtype, found=array.dtype))
            if not FLOAT64.close(array, right):
                diagnosis = explain(made, found) or broken_rule(texts.SGD_WRONG)
                raise diagnosis.failed()


@check_for("sgd", "it is written from scratch, without torch.optim", gate=True)
def test_from_scratch(student: Student, inputs: Inputs) -> None:
    examples = case(inputs.rng, (4, 3), (3,)), case(inputs.rng, (2,))
    for reply in replies(partial(call, student, made) for made in examples):
        must_not_use_optimizers(reply, "sgd")
