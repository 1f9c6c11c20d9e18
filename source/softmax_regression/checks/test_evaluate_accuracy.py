"""The checks of evaluate_accuracy(data_iter, net). What is right is known because the data are made that way.

A student's evaluate_accuracy may call their own accuracy, which has an item of its own: so each check accepts
the student's helper or a right one. An exchanged order of the arguments costs the check of the order only.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from checks.grader_side.evaluate_accuracy_judge import (
    WAYS,
    judge,
    judge_this_way_too,
    judge_value,
    judge_where_it_works,
    must_be_a_float,
    must_be_in_order,
    must_leave_data,
    must_leave_net,
    must_leave_settings,
)
from checks.grader_side.judging import same_kinds
from checks.grader_side.oracles import CLEAR, CLOSE, LinearData, linear_data
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.student import Student

Make = Callable[[np.random.Generator], LinearData]


def data(*batches: tuple[int, int], q: int = 3, lead: tuple[float, float] = CLEAR) -> Make:
    """Batches given as (right, length)."""
    return lambda rng: linear_data(rng, [right for right, _ in batches], [n for _, n in batches], q, lead)


LATER_IS_WORSE = [(max(0, 4 - i // 9), 4) for i in range(45)]
EQUAL_BATCHES = [
    data((3, 4)), data((4, 4), (1, 4), (2, 4)), data((7, 8), (2, 8), q=10), data((3, 3), (3, 3), q=4),
    data((6, 8), (3, 8), q=5, lead=CLOSE), data(*LATER_IS_WORSE, q=6),
]  # fmt: skip
UNEQUAL_BATCHES = [
    data((4, 4), (0, 1)), data((8, 8), (7, 8), (0, 3), q=10), data((5, 6), (6, 6), (4, 6), (1, 2), q=4),
    data((0, 2), (5, 6), (1, 5), (4, 4)),
]  # fmt: skip
ONE_SHORT = data((5, 6), (1, 6), (2, 3), q=4)


# --- the checks


@check_for("evaluate_accuracy", "it is the fraction of right predictions over all batches, one or more than ten")
def test_fraction(student: Student, inputs: Inputs) -> None:
    for made in same_kinds(inputs, *EQUAL_BATCHES):
        judge(student, made, judge_value)


@check_for("evaluate_accuracy", "it is the mean over examples, not over batches: the last batch may be short")
def test_short_last_batch(student: Student, inputs: Inputs) -> None:
    for made in same_kinds(inputs, *UNEQUAL_BATCHES):
        judge(student, made, judge_value)


@check_for("evaluate_accuracy", "net is a function or a Module, data_iter any iterable; net's parameters stay")
def test_any_net_and_data(student: Student, inputs: Inputs) -> None:
    for made in same_kinds(inputs, ONE_SHORT):
        for way in WAYS:
            judge_this_way_too(student, made, must_leave_net, judge_value, **way)


@check_for("evaluate_accuracy", "the order is (data_iter, net), and the result always a Python float", side=True)
def test_order_and_float(student: Student, inputs: Inputs) -> None:
    for made in same_kinds(inputs, ONE_SHORT):
        judge_where_it_works(student, made, must_be_in_order, must_be_a_float)


@check_for("evaluate_accuracy", "it uses only its arguments, and leaves net, data and settings as they were", side=True)
def test_only_its_arguments(student: Student, inputs: Inputs) -> None:
    for made in same_kinds(inputs, data((3, 4), (1, 4)), data((4, 5), (5, 5), (1, 5), q=4)):
        judge_this_way_too(student, made, judge_value, bare=True)
        judge_where_it_works(student, made, must_leave_net, must_leave_data, must_leave_settings)
