"""The check of the six functions together, on the drawn stand-in (so that no test needs the real files)."""

from __future__ import annotations

import pytest

from corpus.forging_training import (
    EQUAL_STEPS,
    GOES_TO_GOAL,
    JUMPS_AT_THE_END,
    LIBRARY_RUN,
    MEAN_LOSS,
    WRONG,
)
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


def worth_nothing(cells: dict[str, str], says: str) -> None:
    report = judged(student_with(b"secret", **cells), [ITEM], b"secret", grading=True)[ITEM]
    assert report.fraction == 0
    assert says in report.results[0].message


def test_an_accuracy_in_which_the_functions_had_no_part_is_worth_nothing_and_the_place_is_told() -> None:
    worth_nothing({**WRONG, "train_ch3": LIBRARY_RUN}, "It shows at pass 1")


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"cross_entropy": MEAN_LOSS, "train_ch3": LIBRARY_RUN}, "It shows at pass 1"),
        ({"train_ch3": EQUAL_STEPS}, "in another way. It shows at pass 2"),
        ({"train_ch3": JUMPS_AT_THE_END}, "in another way. It shows at pass 5"),
        (GOES_TO_GOAL, "do not go down the loss. It shows at pass"),
    ],
    ids=["the same direction", "equal steps", "replaced at the end", "functions that know the goal"],
)
def test_so_is_one_that_was_found_in_another_way(cells: dict[str, str], says: str) -> None:
    worth_nothing(cells, says)


def test_another_way_through_the_images_is_no_fault() -> None:
    looks_at_them_again = (
        catalogue()
        .entry("train_ch3", "correct", "lesson_style")
        .source.replace("        test_acc =", "        evaluate_accuracy(train_iter, net)\n        test_acc =")
    )
    assert looks_at_them_again.count("train_iter, net") == 1
    assert judged(student_with(train_ch3=looks_at_them_again), [ITEM])[ITEM].ok


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("item", "id"), [("train_ch3", "one_epoch_less"), ("sgd", "first_only"), ("cross_entropy", "bits")]
)
def test_a_slip_that_still_learns_costs_its_own_item_only(item: str, id: str) -> None:
    assert report_with(**{item: id}).ok


@pytest.mark.nightly
def test_an_sgd_with_a_signature_of_its_own_that_train_ch3_uses_so_still_trains() -> None:
    sgd = "def sgd(params, batch_size, lr):\n    for p in params:\n        p.data -= lr * p.grad / batch_size\n"
    train = catalogue().entry("train_ch3", "correct", "lesson_style").source
    for text, call in (
        (sgd, "batch_size, lr"),
        (sgd.replace("params, batch_size, lr", "params, lr").replace(" / batch_size", ""), "lr / batch_size"),
    ):
        cells = {"sgd": text, "train_ch3": train.replace("sgd(params, lr, batch_size)", f"sgd(params, {call})")}
        assert judged(student_with(**cells), [ITEM])[ITEM].ok
