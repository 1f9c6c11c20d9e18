"""The check of the six functions together, on the drawn stand-in (so that no test needs the real files)."""

from __future__ import annotations

import pytest

from lessoncheck.results import ItemReport
from support.students import catalogue, judged, stub, student_with

ITEM = "min_accuracy"


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHION_MNIST_ROOT", "fashion-shapes")


def report_with(**mistakes: str) -> ItemReport:
    cells = {item: catalogue().entry(item, "wrong", id).source for item, id in mistakes.items()}
    return judged(student_with(**cells), [ITEM])[ITEM]


def test_right_functions_reach_the_threshold_and_the_stand_in_is_announced() -> None:
    for grading in (False, True):
        report = judged(student_with(b"secret"), [ITEM], b"secret", grading=grading)[ITEM]
        assert report.ok, report.results[0].message
        assert any("not Fashion-MNIST" in note for note in report.notes)
        assert any("Test accuracy after 5 epochs" in note for note in report.notes)


def test_steps_that_are_too_short_are_told_the_accuracy_and_the_threshold() -> None:
    report = report_with(sgd="divided_twice")
    assert report.fraction == 0
    assert "at least 0.80 is needed" in report.results[0].message


def test_a_training_that_diverges_is_the_students_failure() -> None:
    report = report_with(sgd="not_divided")
    assert report.fraction == 0
    assert not report.faults


def test_what_only_prints_has_no_part_in_it() -> None:
    assert report_with(evaluate_accuracy="swapped_arguments", accuracy="count").ok


def test_an_untouched_function_that_is_needed_is_named() -> None:
    report = judged(student_with(sgd=stub("sgd")), [ITEM])[ITEM]
    assert report.results[0].message == "sgd is not written yet"


def test_without_data_the_check_is_a_fault_and_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHION_MNIST_ROOT", "/nowhere")
    report = judged(student_with(), [ITEM])[ITEM]
    assert report.fraction is None
    assert "/nowhere" in report.faults[0].message
