"""The checks on secret inputs, on strange results, and twice in a row."""

from __future__ import annotations

import pytest

from checks.grader_side.messages import train_ch3 as messages
from lessoncheck.student import LocalStudent
from softmax_lesson.stand_ins import NOTEBOOK_NAMES
from support.students import FUNCTIONS, catalogue, judged, student_with

SEEDS = [f"seed {number}".encode() for number in range(20)]


def honest_mix(number: int) -> LocalStudent:
    """A student who writes each function in another honest style."""
    styles = {item: catalogue().of(item, "correct") for item in FUNCTIONS}
    return student_with(**{item: found[number % len(found)].source for item, found in styles.items()})


@pytest.mark.parametrize("number", range(len(SEEDS)))
def test_right_code_passes_whatever_the_seed(number: int) -> None:
    for student in (student_with(), honest_mix(number)):
        reports = judged(student, seed=SEEDS[number], grading=True)
        wrong = [(r.item, r.title, r.message, r.details) for report in reports.values() for r in report.results]
        assert [found for found in wrong if found[2]] == []


def test_the_same_inputs_give_the_same_results() -> None:
    mistakes = {item: catalogue().of(item, "wrong")[0].source for item in FUNCTIONS}
    student = student_with(**mistakes)
    for grading in (False, True):
        assert judged(student, seed=b"same", grading=grading) == judged(student, seed=b"same", grading=grading)


def test_a_check_leaves_the_students_names_as_they_were() -> None:
    student = student_with()
    before = dict(student._namespace.values)
    judged(student, ["train_ch3", "evaluate_accuracy"])
    assert dict(student._namespace.values) == before


STRANGE = [
    "return None", "return 'text'", "return 3", "return True", "return float('nan')", "return [1.0, 2.0]",
    "return {}", "return torch.tensor(1 + 2j)", "return torch.zeros(0)", "return torch.zeros(2, 3, dtype=torch.int64)",
    "return torch.full((2, 3), float('nan'))", "return torch.ones(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)",
    "return torch.eye(3).to_sparse()", "return lambda: 0", "return arguments[0]", "return arguments", "exit()",
    "return torch.tensor(0.5, requires_grad=True)", "raise ValueError('no')", "return __import__('numpy').eye(3)",
    "return torch.zeros(2, dtype=torch.bfloat16)", "print('epoch 1, loss nan, train acc inf, test acc 7')",
]  # fmt: skip


@pytest.mark.parametrize("body", STRANGE)
def test_a_strange_result_is_the_students_failure_and_never_a_fault_of_ours(body: str) -> None:
    cells = {item: f"def {item}(*arguments, **named):\n    {body}\n" for item in FUNCTIONS}
    for item, report in judged(student_with(**cells), grading=True).items():
        assert [fault.message for fault in report.faults] == [], item
        assert not report.ok, item
        assert all(result.message for result in report.results if result.status == "failed")


@pytest.mark.parametrize("body", ["return None", "return 'text'", "raise ValueError('no')"])
def test_a_function_that_does_nothing_scores_nothing(body: str) -> None:
    cells = {item: f"def {item}(*arguments, **named):\n    {body}\n" for item in FUNCTIONS}
    assert {report.fraction for report in judged(student_with(**cells)).values()} == {0.0}


def test_a_function_that_is_not_there_is_missed_by_name() -> None:
    for item, report in judged(student_with(**dict.fromkeys(FUNCTIONS, ""))).items():
        assert report.passed == 0
        assert all(f"no function called {item}" in result.message for result in report.results)


def test_both_sides_of_the_wall_mean_the_same_names_of_the_notebook() -> None:
    """The grader side may not import torch, so it holds a copy of the student side's list."""
    assert set(messages.TRAIN_NOTEBOOK_NAMES) == set(NOTEBOOK_NAMES)
