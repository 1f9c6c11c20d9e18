"""The lesson's whole catalogue, graded on the real road: this is what lets an instructor trust the points."""

from __future__ import annotations

import pytest
from rich.console import Console

from support.lesson import LESSON, PROJECT
from support.real_data import real_data_only
from wallgrade.authoring.verify.matrix import summaries
from wallgrade.authoring.verify.verify import Verification, show, verify

pytestmark = real_data_only
SEED = "the suite's own"
CONSOLE = Console(width=150)


@pytest.fixture(scope="module")
def verified() -> Verification:
    return verify(PROJECT, LESSON, Console(quiet=True), seed=SEED, jobs=2)


def test_everything_is_as_it_must_be(verified: Verification) -> None:
    show(verified, CONSOLE)
    assert verified.deviations == []


def test_each_function_has_six_right_styles_fifteen_mistakes_and_the_training_loop_thirty(
    verified: Verification,
) -> None:
    found = summaries(verified.cases, verified.outcomes, verified.consequences)
    assert {row.item for row in found} == {
        "softmax", "cross_entropy", "accuracy", "evaluate_accuracy", "sgd", "train_ch3"
    }  # fmt: skip
    for row in found:
        assert row.styles == row.styles_full >= 6
        assert row.mistakes == row.caught >= (30 if row.item == "train_ch3" else 15)
        assert row.cost_elsewhere == 0


def test_every_option_and_twenty_ways_of_writing_an_answer_are_graded(verified: Verification) -> None:
    answers = [case.id for case in verified.cases if case.kind == "answer"]
    assert sum(name.startswith("quiz-option") for name in answers) == 4
    assert sum(name.startswith("quiz-right") for name in answers) >= 20


def test_no_score_depends_on_the_secret() -> None:
    assert verify(PROJECT, LESSON, Console(quiet=True), seed=SEED, jobs=2, under_secrets=3).deviations == []


def test_both_roads_come_to_the_same_outcomes(verified: Verification) -> None:
    fast = verify(PROJECT, LESSON, Console(quiet=True), seed=SEED, fast=True, only=["softmax", "sgd"])
    for case in fast.cases:
        for item, found in fast.outcomes[case.id].items():
            assert found == verified.outcomes[case.id][item], (case.id, item)
