"""What a mistake keeps: the bands' edges, and the order of two mistakes, on outcomes made by hand."""

from __future__ import annotations

import pytest

from wallgrade.authoring.catalogue import Entry
from wallgrade.authoring.verify.cases import Case
from wallgrade.authoring.verify.deviations import problems
from wallgrade.authoring.verify.runners import ItemOutcome


def mistake(id: str, band: str) -> Case:
    return Case(id, "wrong", {}, ("f",), Entry("f", "wrong", id, "", band=band))


def kept(points: float | None, *passed: str) -> dict[str, ItemOutcome]:
    statuses = {check: "passed" if check in passed else "failed" for check in ("a", "b", "c")}
    return {"f": ItemOutcome(points, 3.0, statuses, frozenset(), gates=frozenset({"c"}))}


@pytest.mark.parametrize(
    ("band", "inside", "outside"),
    [
        ("slip", (0.9, 2.4), (0.89, 2.41, 0.0)),
        ("nonsense", (0.0, 0.3), (0.31, 2.0)),
        ("broken", (0.0, 2.4), (2.41,)),
        ("gate", (0.0,), (0.01,)),
    ],
)
def test_a_share_outside_its_band_is_told_with_the_band(
    band: str, inside: tuple[float, ...], outside: tuple[float, ...]
) -> None:
    for points in inside:
        assert problems([mistake("x", band)], {"x": kept(points, "a")}, frozenset(), ["f"]) == []
    for points in outside:
        (problem,) = problems([mistake("x", band)], {"x": kept(points, "a")}, frozenset(), ["f"])
        assert f"x: the mistake keeps {points / 3:.0%} of f; its band, {band}, goes from" in problem


def test_points_that_are_left_to_a_human_are_in_every_band() -> None:
    assert problems([mistake("x", "slip")], {"x": kept(None)}, frozenset(), ["f"]) == []


def test_a_mistake_that_passes_more_of_the_same_checks_keeps_no_less() -> None:
    cases = [mistake("more", "broken"), mistake("less", "broken"), mistake("other", "broken")]
    outcomes = {"more": kept(1.0, "a", "b"), "less": kept(2.0, "a"), "other": kept(0.0, "b")}
    (problem,) = problems(cases, outcomes, frozenset(), ["f"])
    assert problem.startswith("more: the mistake keeps 1 points of f, and less keeps 2")
    assert "(not b)" in problem


def test_a_gate_that_holds_is_nothing_right_yet() -> None:
    outcomes = {"gate holds": kept(0.0, "c"), "stopped before": kept(1.0)}
    cases = [mistake("gate holds", "broken"), mistake("stopped before", "broken")]
    assert problems(cases, outcomes, frozenset(), ["f"]) == []


def test_a_broken_gate_costs_everything_whatever_else_is_right() -> None:
    outcomes = {"gate": kept(0.0, "a", "b"), "less": kept(2.0, "a")}
    assert problems([mistake("gate", "gate"), mistake("less", "broken")], outcomes, frozenset(), ["f"]) == []
