"""The checks, judged in this process: the reference, untouched stubs, and items that call other items.

Every entry of the catalogue is graded on the real road in test_verify_lesson.py.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from lessoncheck.results import ItemReport
from support.students import FUNCTIONS, catalogue, judged, stub, student_with
from wallgrade.authoring.catalogue import Entry


def named(entry: Entry) -> str:
    return f"{entry.item}-{entry.id}"


def complaints(reports: Mapping[str, ItemReport]) -> list[str]:
    results = [result for report in reports.values() for result in report.results]
    return [f"{r.item}: {r.status}: {r.title}: {r.message} {r.details}" for r in results if r.status != "passed"]


def test_the_reference_passes_every_check() -> None:
    reports = judged(student_with())
    assert complaints(reports) == []
    assert all(4 <= report.total <= 11 for report in reports.values())


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
@pytest.mark.parametrize("style", catalogue().of("train_ch3", "correct"), ids=named)
def test_wrong_helpers_do_not_cost_train_ch3_its_marks(style: Entry, mistakes: dict[str, str]) -> None:
    cells = {item: catalogue().entry(item, "wrong", id).source for item, id in mistakes.items()}
    assert complaints(judged(student_with(train_ch3=style.source, **cells), ["train_ch3"])) == []


def test_a_wrong_accuracy_does_not_cost_evaluate_accuracy_its_marks() -> None:
    style = catalogue().entry("evaluate_accuracy", "correct", "with_own_accuracy").source
    for mistake in catalogue().of("accuracy", "wrong"):
        student = student_with(evaluate_accuracy=style, accuracy=mistake.source)
        assert complaints(judged(student, ["evaluate_accuracy"])) == []
