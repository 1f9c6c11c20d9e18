"""The checks against the catalogue: every honest style passes, every misconception costs points in its own item."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from helpers_students import FUNCTIONS, catalogue, judged, stub, student_with

from lessoncheck.results import ItemReport
from wallgrade.catalogue import Entry

HONEST = [entry for entry in catalogue().entries if entry.kind == "honest"]
WRONG = [entry for entry in catalogue().entries if entry.kind == "wrong"]


def named(entry: Entry) -> str:
    return f"{entry.item}-{entry.id}"


def complaints(reports: Mapping[str, ItemReport]) -> list[str]:
    results = [result for report in reports.values() for result in report.results]
    return [f"{r.item}: {r.status}: {r.title}: {r.message} {r.details}" for r in results if r.status != "passed"]


def test_the_reference_passes_every_check() -> None:
    reports = judged(student_with())
    assert complaints(reports) == []
    assert all(4 <= report.total <= 10 for report in reports.values())


@pytest.mark.parametrize("item", FUNCTIONS)
def test_an_item_has_three_honest_styles_and_four_mistakes(item: str) -> None:
    assert len(catalogue().of(item, "honest")) >= 3
    assert len(catalogue().of(item, "wrong")) >= 4


@pytest.mark.parametrize("entry", HONEST, ids=named)
def test_an_honest_style_passes_every_check_of_every_item(entry: Entry) -> None:
    reports = judged(student_with(**{entry.item: entry.source}))
    assert complaints(reports) == []


@pytest.mark.parametrize("entry", WRONG, ids=named)
def test_a_misconception_costs_points_in_its_own_item_only(entry: Entry) -> None:
    reports = judged(student_with(**{entry.item: entry.source}))
    own = reports.pop(entry.item)
    assert not own.faults
    assert own.fraction is not None
    assert own.fraction < 1
    assert complaints(reports) == []


@pytest.mark.parametrize("entry", WRONG, ids=named)
def test_a_misconception_is_found_on_secret_inputs_too(entry: Entry) -> None:
    student = student_with(**{entry.item: entry.source})
    for seed in (b"one", b"two"):
        assert not judged(student, [entry.item], seed, grading=True)[entry.item].ok


def test_untouched_stubs_pass_no_check() -> None:
    reports = judged(student_with(**{item: stub(item) for item in FUNCTIONS}))
    assert {item: report.passed for item, report in reports.items()} == dict.fromkeys(FUNCTIONS, 0)
    assert {report.fraction for report in reports.values()} == {0.0}
    for item, report in reports.items():
        assert {result.message for result in report.results} == {f"{item} is not written yet"}


@pytest.mark.parametrize("item", FUNCTIONS)
def test_an_untouched_stub_costs_no_other_item(item: str) -> None:
    reports = judged(student_with(**{item: stub(item)}))
    assert reports.pop(item).passed == 0
    assert complaints(reports) == []


HELPER_MISTAKES = [
    {"sgd": "not_divided", "evaluate_accuracy": "swapped_arguments", "accuracy": "count"},
    {"sgd": "new_list_entries", "evaluate_accuracy": "tensor", "accuracy": "argmax_of_columns"},
    {"sgd": "library", "evaluate_accuracy": "mean_of_batches"},
]


@pytest.mark.parametrize("mistakes", HELPER_MISTAKES, ids=lambda mistakes: "+".join(mistakes.values()))
@pytest.mark.parametrize("style", catalogue().of("train_ch3", "honest"), ids=named)
def test_wrong_helpers_do_not_cost_train_ch3_its_marks(style: Entry, mistakes: dict[str, str]) -> None:
    cells = {item: catalogue().entry(item, "wrong", id).source for item, id in mistakes.items()}
    assert complaints(judged(student_with(train_ch3=style.source, **cells), ["train_ch3"])) == []


def test_a_wrong_accuracy_does_not_cost_evaluate_accuracy_its_marks() -> None:
    style = catalogue().entry("evaluate_accuracy", "honest", "with_own_accuracy").source
    for mistake in catalogue().of("accuracy", "wrong"):
        student = student_with(evaluate_accuracy=style, accuracy=mistake.source)
        assert complaints(judged(student, ["evaluate_accuracy"])) == []
