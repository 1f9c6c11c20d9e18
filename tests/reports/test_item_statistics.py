"""Item statistics against figures computed by hand, and what is said where there is no figure."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallgrade.reports.class_report import messages
from wallgrade.reports.class_report.html_page import correlation, figure
from wallgrade.reports.class_report.statistics import Scores, decided_items, distribution, item_statistics

POINTS = {"a": 1.0, "b": 1.0, "c": 2.0}
FOUR: list[Scores] = [
    {"a": 1, "b": 1, "c": 2},
    {"a": 1, "b": 0, "c": 1},
    {"a": 0, "b": 1, "c": 0},
    {"a": 0, "b": 0, "c": 0},
]


def test_the_corrected_item_total_correlation_by_hand() -> None:
    # a: (1,1,0,0) with b+c = (3,1,1,0): products of deviations 1.5, squares 1 and 4.75
    # b: (1,0,1,0) with a+c = (3,2,0,0): 0.5, 1 and 6.75
    # c: (2,1,0,0) with a+b = (2,1,1,0): 2, 2.75 and 2
    by_hand = {"a": 1.5 / math.sqrt(4.75), "b": 0.5 / math.sqrt(6.75), "c": 2 / math.sqrt(5.5)}
    found = {one.item: one.discrimination.r for one in item_statistics(POINTS, FOUR, fewest=2)}
    assert found == pytest.approx(by_hand)


def test_the_interval_is_fishers_by_hand() -> None:
    # r = .6882 has z = .8447; with n = 4 the half width is 1.96 / sqrt(1)
    one = item_statistics(POINTS, FOUR, fewest=2)[0].discrimination
    assert one.low == pytest.approx(-0.8060, abs=5e-4)
    assert one.high == pytest.approx(0.9927, abs=5e-4)


def test_mean_difficulty_and_counts_by_hand() -> None:
    c = item_statistics(POINTS, FOUR, fewest=2)[2]
    assert (c.mean, c.difficulty, c.full, c.partial, c.zero) == (0.75, 0.375, 1, 1, 2)


def test_the_item_itself_is_not_in_the_total_it_is_compared_with() -> None:
    """Two unrelated items: against the whole total each would correlate, against the rest neither does."""
    students: list[Scores] = [{"x": x, "y": y} for x in (0, 1) for y in (0, 1)]
    assert [one.discrimination.r for one in item_statistics({"x": 1, "y": 1}, students, fewest=2)] == [0, 0]


def test_an_item_that_strong_students_fail_is_flagged_as_negative() -> None:
    students: list[Scores] = [{"x": n >= 6, "y": n >= 6, "wrong_key": n < 6} for n in range(12)]
    flags = {one.item: one.flags for one in item_statistics({"x": 1, "y": 1, "wrong_key": 1}, students)}
    assert flags["wrong_key"] == ("negative",)


def test_very_hard_and_very_easy_items_are_flagged_and_those_on_the_border_are_not() -> None:
    students: list[Scores] = [
        {"hard": n < 3, "just_not_hard": n < 4, "easy": n < 20, "just_not_easy": n < 19, "rest": n < 10}
        for n in range(20)
    ]
    points = dict.fromkeys(students[0], 1.0)
    flags = {one.item: set(one.flags) & {"hard", "easy"} for one in item_statistics(points, students)}
    assert flags == {
        "hard": {"hard"}, "just_not_hard": set(), "easy": {"easy"}, "just_not_easy": set(), "rest": set(),
    }  # fmt: skip


def test_a_weak_item_is_flagged_below_a_fifth() -> None:
    students: list[Scores] = [{"x": n % 2, "y": n < 5, "z": n < 5} for n in range(10)]
    # x = 0101010101 with y+z = 2222200000: deviations' products sum to -1, squares to 2.5 and 10
    one = item_statistics({"x": 1, "y": 1, "z": 1}, students)[0]
    assert one.discrimination.r == pytest.approx(-1 / 5)
    students = [{"x": (n + 1) % 2, "y": n < 5, "z": n < 5} for n in range(10)]
    one = item_statistics({"x": 1, "y": 1, "z": 1}, students)[0]
    assert one.discrimination.r == pytest.approx(1 / 5)
    students = [{"x": n % 2, "y": n < 6, "z": n < 6} for n in range(12)]
    assert item_statistics({"x": 1, "y": 1, "z": 1}, students)[0].discrimination.r == pytest.approx(0)
    assert item_statistics({"x": 1, "y": 1, "z": 1}, students)[0].flags == ("weak",)


@pytest.mark.parametrize(
    ("students", "points", "why"),
    [
        ([{"x": 1, "y": 0}] * 9, {"x": 1, "y": 1}, "few"),
        ([{"x": 1, "y": n % 2} for n in range(10)], {"x": 1, "y": 1}, "constant"),
        ([{"x": n % 2, "y": 1} for n in range(10)], {"x": 1, "y": 1}, "rest constant"),
        ([{"x": n % 2} for n in range(10)], {"x": 1}, "no others"),
    ],
)
def test_a_correlation_that_does_not_exist_says_why(students: list[Scores], points: dict[str, float], why: str) -> None:
    one = item_statistics(points, students)[0].discrimination
    assert (one.r, one.why) == (None, why)
    assert correlation(one) == messages.WHY_NO_R[one.why]


def test_scores_that_wait_for_a_person_count_nowhere() -> None:
    waiting: list[Scores] = [*FOUR, {"a": None, "b": 1, "c": 2}]
    a, b, _ = item_statistics(POINTS, waiting, fewest=2)
    assert (a.n, a.waiting, a.mean) == (4, 1, 0.5)
    assert (b.n, b.discrimination.n) == (5, 4)
    assert distribution(POINTS, waiting).n == 4


def test_an_item_without_any_score_leaves_the_other_figures_alone() -> None:
    students: list[Scores] = [{**scores, "d": None} for scores in FOUR]
    points = {**POINTS, "d": 10.0}
    *others, d = item_statistics(points, students, fewest=2)
    assert others == item_statistics(POINTS, FOUR, fewest=2)
    assert (d.n, d.mean, d.difficulty, d.discrimination.r, d.flags) == (0, None, None, None, ())
    assert decided_items(points, students) == ["a", "b", "c"]
    assert distribution(points, students) == distribution(POINTS, FOUR)


def test_the_distribution_by_hand() -> None:
    found = distribution(POINTS, FOUR)  # totals 4, 2, 1, 0 of 4: 100, 50, 25, 0 percent
    assert found.counts == (1, 0, 1, 0, 0, 1, 0, 0, 0, 1)
    assert (found.mean, found.median, found.lowest, found.highest) == (43.75, 37.5, 0, 100)
    assert found.sd == pytest.approx(math.sqrt((56.25**2 + 6.25**2 + 18.75**2 + 43.75**2) / 3))


def test_nobody_at_all_is_no_error() -> None:
    assert distribution(POINTS, []).n == 0
    assert [one.n for one in item_statistics(POINTS, [])] == [0, 0, 0]


@given(
    st.lists(
        st.fixed_dictionaries({item: st.none() | st.floats(0, most) for item, most in POINTS.items()}), max_size=30
    )
)
def test_no_figure_is_ever_nan_and_every_one_is_in_its_range(students: list[Scores]) -> None:
    for one in item_statistics(POINTS, students, fewest=2):
        assert one.full + one.partial + one.zero == one.n
        if one.difficulty is not None:
            assert 0 <= one.difficulty <= 1
        r = one.discrimination
        if r.r is not None:
            assert -1 <= r.r <= 1
        if r.r is not None and r.low is not None and r.high is not None:
            assert -1 <= r.low <= r.r <= r.high <= 1
        assert "nan" not in figure(one.mean) + correlation(r)
    found = distribution(POINTS, students)
    assert sum(found.counts) == found.n <= len(students)
