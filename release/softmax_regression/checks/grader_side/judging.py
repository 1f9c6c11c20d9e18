"""How the checks take a reply apart and compare: whatever came back, the outcome is a comparison or CheckFailed.

No torch here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from typing import Any, TypeVar

import numpy as np

from lessoncheck.failures import CheckFailed, line_that_raised
from lessoncheck.inputs import Inputs
from lessoncheck.misconceptions import Misconception, broken_rule
from lessoncheck.plain_text import with_article
from lessoncheck.student import Helpers, Reply, Student

from .messages import common
from .oracles import Array

T = TypeVar("T")
MOST_LINES = 30  # of an array that is shown


@dataclass(frozen=True)
class Tolerance:
    """A value is close when it differs by at most atol + rtol * |right|."""

    rtol: float
    atol: float

    def close(self, found: Array, right: Array) -> bool:
        """Whether shape and all values agree; NaN agrees with nothing."""
        return found.shape == right.shape and self.first_wrong(found, right) is None

    def first_wrong(self, found: Array, right: Array) -> tuple[int, ...] | None:
        """Where the first value that is not close stands; shapes must agree."""
        with np.errstate(all="ignore"):
            near = np.isclose(found.astype(np.float64), right.astype(np.float64), rtol=self.rtol, atol=self.atol)
        wrong = np.argwhere(~near)
        return None if not len(wrong) else tuple(int(i) for i in wrong[0])

    def __str__(self) -> str:
        return common.FAR_FROM


# Far wider than rounding in each dtype, far narrower than any mistake.
FLOAT32 = Tolerance(rtol=1e-4, atol=1e-6)
FLOAT64 = Tolerance(rtol=1e-10, atol=1e-12)


def ask(
    student: Student,
    driver: str,
    given: str | Callable[[], str],
    helpers: Helpers | None = None,
    seconds: float = 10.0,
    **arguments: Any,
) -> Reply:
    """`student.call`; when the student's code raises, the details also say for which input: `given`, or what it gives.
    """
    try:
        return student.call(driver, helpers=helpers, seconds=seconds, **arguments)
    except CheckFailed as failed:
        if failed.line:
            text = given if isinstance(given, str) else given()
            failed.details = f"{failed.details}\n{common.FOR_INPUT.format(given=text)}"
        raise


def ask_for_gradient(student: Student, driver: str, key: str, given: str, cotangent: Array, **arguments: Any) -> Reply:
    """`ask` where the first argument takes gradients; names the mistakes at which torch itself then stops.

    `key` is where the driver puts the result.
    """
    try:
        return ask(student, driver, given, cotangent=cotangent, **arguments)
    except CheckFailed as failed:
        names = {"name": driver, "argument": next(iter(arguments))}
        figures = f"{failed.message}\n{failed.details}"
        if "leaf Variable that requires grad is being used in an in-place" in failed.message:
            raise common.CHANGED.filled(**names).failed(figures) from None
        if "modified by an inplace operation" in failed.message:
            if changed := _changes(student, driver, arguments):
                raise common.CHANGED.filled(name=driver, argument=changed).failed(figures) from None
            raise common.OVERWRITTEN.filled(**names).failed(figures) from None
        numpy = "call numpy() on Tensor that requires grad" in failed.message
        if numpy and _is_tensor(student, driver, key, arguments):
            raise common.NO_GRADIENT.filled(**names).failed(figures) from None
        raise


def in_turn(*draws: Callable[[np.random.Generator], T]) -> Callable[[np.random.Generator], T]:
    """A draw for secret inputs of several kinds, one after the other; chance has no part in which kinds come."""
    kinds = cycle(draws)
    return lambda rng: next(kinds)(rng)


def works(call: Callable[[], T]) -> T | None:
    """What a further call gives, made only to understand a failure; None when the student's code fails at it."""
    try:
        return call()
    except CheckFailed:
        return None


def stopped(failed: CheckFailed) -> bool:
    """Whether a line of the student's code raised (rather than being missing)."""
    return bool(failed.stopped and failed.line)


def broken_off(failed: CheckFailed, diagnosis: Misconception) -> CheckFailed:
    """The error that stopped the student's code, with a diagnosis that was found on another input as its hint."""
    hint = common.ELSEWHERE.format(sentence=diagnosis.sentence, hint=diagnosis.hint)
    return CheckFailed(
        failed.message,
        details=failed.details,
        hint=hint,
        stopped=failed.stopped,
        misconception=diagnosis.id,
        keeps=diagnosis.keeps,
        line=failed.line,
    )


def replies(calls: Iterable[Callable[[], Reply]]) -> list[Reply]:
    """Of several calls those that the student's code gets through; CheckFailed when it gets through none."""
    found, last = [], None
    for call in calls:
        try:
            found.append(call())
        except CheckFailed as failed:
            last = failed
    if last is not None and not found:
        raise last
    return found


def returned_tensor(reply: Reply, key: str, name: str) -> Array:
    """The tensor that came back; CheckFailed when it is something else."""
    kind, array = _kind_and_array(reply.values.get(key))
    if kind == "NoneType":
        raise common.NOTHING.filled(name=name).failed()
    if kind != "Tensor" or array is None:
        raise common.NOT_A_TENSOR.filled(name=name, kind=with_article(kind)).failed()
    return array


def returned_number(reply: Reply, name: str) -> float:
    """The number that came back, be it a Python one or a tensor's or array's only element."""
    kind, array = _kind_and_array(reply.values.get("value"))
    if kind == "NoneType":
        raise common.NOTHING.filled(name=name).failed()
    if array is None:
        raise CheckFailed(common.NOT_A_NUMBER.format(name=name, kind=with_article(kind)))
    if array.size != 1:
        raise CheckFailed(common.NOT_ONE_NUMBER.format(name=name, found=array.shape))
    number = float(array.reshape(-1)[0])
    if not np.isfinite(number):
        raise CheckFailed(common.NOT_FINITE.format(name=name, found=number))
    return number


def must_be_float(reply: Reply, name: str) -> None:
    """CheckFailed unless the number is a Python float (numpy's float64 is one too).

    A whole number gets no id: it comes from a mistake that the other checks name, such as a count.
    """
    number = returned_number(reply, name)
    kind, _ = _kind_and_array(reply.values.get("value"))
    if kind not in {"float", "float64"}:
        known = common.NOT_A_FLOAT.filled(name=name, kind=with_article(kind))
        whole = broken_rule(known.sentence, common.NOT_A_FLOAT_INT_HINT)
        raise (whole if kind.startswith("int") else known).failed(f"value: {number:g}")


def must_be_unchanged(reply: Reply, name: str, *, named: bool = True, **arguments: Array) -> None:
    """CheckFailed when an argument is not, afterwards, what it was.

    With `named` as a diagnosis; not so where the result is wrong, too, for one may follow from the other.
    """
    for argument, before in arguments.items():
        after = plain_array(reply, f"{argument}_after")
        if not told(reply, f"{argument}_takes_gradients_as_before", otherwise=True):
            known = common.GRADIENTS_OF_ARGUMENT.filled(name=name, argument=argument)
            raise (known if named else broken_rule(known.sentence, known.hint)).failed()
        if after is None or after.shape != before.shape or not np.array_equal(after, before):
            figures = f"{argument} before = {show(before)}\n{argument} after = {show(after)}"
            known = common.CHANGED.filled(name=name, argument=argument)
            raise (known if named else broken_rule(known.sentence, known.hint)).failed(figures)


def must_leave_nothing_behind(student: Student, name: str) -> None:
    """CheckFailed when a call so far left something changed that all code after it would meet."""
    if student.left_behind:
        raise common.LEFT_BEHIND.filled(name=name, what=", ".join(sorted(student.left_behind))).failed()


def plain_array(reply: Reply, key: str) -> Array | None:
    """An array that the driver sent as such, or None."""
    found = reply.values.get(key)
    return found if isinstance(found, np.ndarray) else None


def told(reply: Reply, key: str, *, otherwise: bool = False) -> bool:
    """Whether the driver says so; a value that is neither yes nor no counts as no."""
    found = reply.values.get(key, otherwise)
    return isinstance(found, int | float) and bool(found)


def names_in(reply: Reply, key: str = "names") -> list[str]:
    """The names in a list that the driver sent."""
    found = reply.values.get(key)
    return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []


def arrays_in(reply: Reply, key: str) -> list[Array]:
    """The arrays of a list that the driver sent."""
    found = reply.values.get(key)
    return [array for array in found if isinstance(array, np.ndarray)] if isinstance(found, list) else []


def same_kinds(inputs: Inputs, *kinds: Callable[[np.random.Generator], T]) -> Iterator[T]:
    """A public example of each kind and, in grading, a secret one of each: what is drawn is of a kind that was seen."""
    turn = iter(kinds)
    public = [kind(inputs.rng) for kind in kinds]
    return inputs.several(*public, draw=lambda rng: next(turn)(rng), extra=len(kinds))


def with_some_helpers(student: Student, judge: Callable[[tuple[str, ...]], None], *choices: tuple[str, ...]) -> None:
    """Judge with the student's own helpers, then with these replaced by right ones; one way of passing is enough.

    A way in which a call did not end is not tried by the item's further checks.

    Otherwise the failure that got furthest is told: of those that came to a result the last one, since there the
    helpers had the least part in it. Where every way stopped with an error, it is the last one too.
    """
    failures = []
    endless: dict[tuple[str, ...], CheckFailed] = student.remembered.setdefault("ways that do not end", {})
    for choice in ((), *choices):
        try:
            if choice in endless:
                raise endless[choice]
            return judge(choice)
        except CheckFailed as failed:
            failures.append(failed)
            if failed.stopped == "too slow":
                endless[choice] = failed
    raise next((failed for failed in reversed(failures) if came_to_a_result(failed)), failures[-1])


def came_to_a_result(failed: CheckFailed) -> bool:
    """Whether the student's code ran to its end, so that what failed is what it returned."""
    return not failed.stopped and not line_that_raised(failed)


def show(value: Any) -> str:
    """An array with four digits; if it takes several lines, they begin below the name, so that its rows are aligned.

    Of a large one only the corners, and of many lines only the first ones.
    """
    if not isinstance(value, np.ndarray):
        return str(value)
    edge = 3 if value.ndim <= 2 else 1  # the corners of many dimensions are many
    text = np.array2string(value, precision=4, separator=", ", threshold=60, edgeitems=edge, max_line_width=110)
    lines = text.split("\n")
    text = "\n".join([*lines[:MOST_LINES], "..."] if len(lines) > MOST_LINES else lines)
    return f"\n{text}" if "\n" in text else text


def _is_tensor(student: Student, driver: str, key: str, arguments: Mapping[str, Any]) -> bool:
    reply = works(lambda: student.call(driver, **arguments))
    return reply is not None and _kind_and_array(reply.values.get(key))[0] == "Tensor"


def _changes(student: Student, driver: str, arguments: Mapping[str, Any]) -> str:
    """Which argument is changed where no gradients are asked for; "" for none."""
    reply = works(lambda: student.call(driver, **arguments))
    for name, before in arguments.items():
        after = None if reply is None else plain_array(reply, f"{name}_after")
        if after is not None and not np.array_equal(after, before):
            return name
    return ""


def _kind_and_array(plain: Any) -> tuple[str, Array | None]:
    if not isinstance(plain, Mapping):
        return "NoneType", None
    array = plain.get("array")
    return str(plain.get("type"))[:60], array if isinstance(array, np.ndarray) else None
