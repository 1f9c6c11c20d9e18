"""What a driver seems to say was said in a process that runs a student's code: nonsense counts as nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from checks.grader_side.evaluate_accuracy_judge import must_leave_data
from checks.grader_side.judging import names_in, told
from checks.grader_side.oracles import LinearData
from checks.grader_side.training_oracle import training_case
from checks.grader_side.training_run import Run
from lessoncheck.failures import CheckFailed
from lessoncheck.student import Reply

SEVERAL = np.ones(3)


def reply(**values: Any) -> Reply:
    return Reply(values, "", frozenset(), frozenset())


@pytest.mark.parametrize("forged", [SEVERAL, [SEVERAL], {"a": SEVERAL}, "yes", None])
def test_a_value_that_is_neither_yes_nor_no_counts_as_no(forged: Any) -> None:
    assert not told(reply(same_objects=forged), "same_objects")


@pytest.mark.parametrize("forged", [SEVERAL, "X", None, 7, {"X": 1}])
def test_what_is_no_list_of_names_has_no_names(forged: Any) -> None:
    assert names_in(reply(names=forged)) == []
    assert names_in(reply(names=[forged, "y"])) in (["y"], ["X", "y"])


def run(**values: Any) -> Run:
    case = training_case(np.random.default_rng(0), lengths=[6, 6], q=3, num_epochs=1)
    return Run(case, reply(**values), {})


def test_calls_of_sgd_are_pairs_of_numbers_whatever_was_sent() -> None:
    calls: list[Any] = [[0.1, 6], [0.1], [0.1, [6]], [SEVERAL, 6], 7, None, "ab"]
    none = (None, None)
    assert run(sgd_calls=calls).calls_of_sgd == [(0.1, 6), none, (0.1, None), (None, 6), none, none, none]
    assert run(sgd_calls=SEVERAL).calls_of_sgd == []


def test_a_path_or_parameters_of_another_shape_tell_of_no_course() -> None:
    case = run().case
    right = {"course": "eblnsvt", "W": case.W, "b": case.b}
    size = case.W.size + case.b.size
    assert run(**right, path=np.zeros((1, size - 1))).trained is None
    assert run(**right | {"W": case.W[:-1]}, path=np.zeros((1, size))).trained is None


@pytest.mark.parametrize("forged", [None, 7, [], [7], [[SEVERAL]], [[SEVERAL, SEVERAL, SEVERAL]], [["a", 1]]])
def test_mini_batches_that_came_back_as_something_else_were_changed(forged: Any) -> None:
    made = LinearData([(np.ones((2, 3)), np.array([0, 1]))], np.ones((3, 2)), np.ones(2), (1,))
    with pytest.raises(CheckFailed):
        must_leave_data(None, made, reply(batches_after=forged))  # type: ignore[arg-type]  # nobody calls anything
