"""What right code asks torch to do is among what the lesson allows; what a library does is not."""

from __future__ import annotations

import numpy as np
import pytest

from checks.grader_side.from_scratch import SCRATCH, library, optimizers_used
from support.students import catalogue, student_with

ROWS = np.array([[0.2, 0.5, 0.3], [0.6, 0.1, 0.3]], dtype=np.float32)
CALLS = {
    "softmax": {"X": ROWS, "cotangent": ROWS},
    "cross_entropy": {"y_hat": ROWS, "y": np.array([1, 0]), "cotangent": np.ones(2, np.float32)},
    "sgd": {"params": [ROWS, ROWS[0]], "steps": [[ROWS, ROWS[0]]], "lr": 0.5, "batch_size": 2},
}


@pytest.mark.parametrize("item", CALLS)
def test_the_operators_of_right_code_are_allowed(item: str) -> None:
    for entry in catalogue().of(item, "correct"):
        student = student_with(**{item: entry.source})
        student.call(item, **CALLS[item])
        assert student.operators <= SCRATCH.words | SCRATCH.operators, entry.id
        assert not student.incomplete


@pytest.mark.parametrize(
    "operator", ["_softmax", "_safe_softmax", "softmin", "nll_loss_forward", "scaled_dot_product_attention", "kl_div"]
)
def test_a_library_function_is_named_and_is_not_allowed(operator: str) -> None:
    assert library([operator, "exp"], "softmax")
    assert operator not in SCRATCH.words | SCRATCH.operators


def test_a_library_function_is_named_once_however_torch_calls_it() -> None:
    named = library(["_softmax", "softmax.default", "_softmax_backward_data", "exp"], "softmax")
    assert named
    assert "torch's own softmax." in str(named.failed())


def test_a_fused_step_is_an_optimisers() -> None:
    assert optimizers_used([], "sgd", ["_fused_sgd_", "mul"])
    assert optimizers_used([], "sgd", ["mul", "sub_"]) is None
