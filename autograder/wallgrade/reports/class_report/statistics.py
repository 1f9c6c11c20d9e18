"""Item statistics of classical test theory.

Difficulty is the mean score over the maximum (the "p-value"). Discrimination is the corrected item-total correlation:
Pearson's r of an item with the sum of the *other* items, so that the item does not correlate with itself (Crocker &
Algina, 1986; Nunnally & Bernstein, 1994). Below .20 an item is to be rejected or rewritten (Ebel & Frisbie, 1991).

What cannot be computed is None, never nan.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

FEWEST = 10  # complete submissions: with fewer, a correlation says nothing about the item
STEADY = 30  # with fewer, it is shown with a warning
WEAK, HARD, EASY = 0.20, 0.20, 0.95
NORMAL_95 = 1.96
CLOSE = 1e-9

Flag = Literal["negative", "weak", "hard", "easy"]
WhyNone = Literal["", "few", "constant", "rest constant", "no others"]
Scores = Mapping[str, float | None]  # by item; None while a person has to decide


@dataclass(frozen=True)
class Discrimination:
    """The correlation with the rest of the test, or why there is none; `low` and `high` by Fisher's z, 95 %."""

    r: float | None
    n: int
    low: float | None = None
    high: float | None = None
    why: WhyNone = ""


@dataclass(frozen=True)
class ItemStatistics:
    """One item; `full`, `partial` and `zero` are counts of its `n` decided scores, and all else None when n is 0."""

    item: str
    max_score: float
    n: int
    waiting: int
    mean: float | None
    full: int
    partial: int
    zero: int
    difficulty: float | None
    discrimination: Discrimination
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class Distribution:
    """Totals in percent of the points that can be had; `counts` are tenths: [0, 10), [10, 20), ..., [90, 100]."""

    n: int
    counts: tuple[int, ...]
    mean: float | None = None
    sd: float | None = None
    median: float | None = None
    lowest: float | None = None
    highest: float | None = None


def item_statistics(
    items: Mapping[str, float], students: Sequence[Scores], fewest: int = FEWEST
) -> list[ItemStatistics]:
    """The statistics of every item, in order; `items` are the points."""
    decided = decided_items(items, students)
    return [_one(item, max_score, students, decided, fewest) for item, max_score in items.items()]


def decided_items(items: Mapping[str, float], students: Sequence[Scores]) -> list[str]:
    """The items for which at least one score stands; the others are left out of every total."""
    return [item for item in items if any(scores.get(item) is not None for scores in students)]


def discrimination(item: str, students: Sequence[Scores], decided: Sequence[str], fewest: int) -> Discrimination:
    """The corrected item-total correlation over the students in whom no item waits for a person."""
    others = [other for other in decided if other != item]
    pairs = []
    for scores in students:
        own, rest = scores.get(item), [scores.get(other) for other in others]
        if own is not None and None not in rest:
            pairs.append((own, math.fsum(value for value in rest if value is not None)))
    n = len(pairs)
    if not others:
        return Discrimination(None, n, why="no others")
    if n < max(fewest, 2):
        return Discrimination(None, n, why="few")
    own_scores, rests = zip(*pairs, strict=True)
    if max(own_scores) - min(own_scores) < CLOSE:
        return Discrimination(None, n, why="constant")
    if max(rests) - min(rests) < CLOSE:
        return Discrimination(None, n, why="rest constant")
    r = max(-1.0, min(1.0, statistics.correlation(own_scores, rests)))
    low, high = _interval(r, n)
    return Discrimination(r, n, low, high)


def distribution(items: Mapping[str, float], students: Sequence[Scores]) -> Distribution:
    """The totals of the students in whom no decided item waits for a person."""
    decided = decided_items(items, students)
    max_score = math.fsum(items[item] for item in decided)
    totals = [
        100 * math.fsum(scores[item] or 0.0 for item in decided) / max_score
        for scores in students
        if max_score > 0 and all(scores.get(item) is not None for item in decided)
    ]
    counts = [0] * 10
    for total in totals:
        counts[min(9, max(0, int((total + CLOSE) // 10)))] += 1
    if not totals:
        return Distribution(0, tuple(counts))
    return Distribution(
        len(totals),
        tuple(counts),
        statistics.fmean(totals),
        statistics.stdev(totals) if len(totals) > 1 else None,
        statistics.median(totals),
        min(totals),
        max(totals),
    )


def _one(
    item: str, max_score: float, students: Sequence[Scores], decided: Sequence[str], fewest: int
) -> ItemStatistics:
    own = [value for scores in students if item in scores and (value := scores[item]) is not None]
    waiting = sum(item in scores and scores[item] is None for scores in students)
    mean = statistics.fmean(own) if own else None
    difficulty = mean / max_score if mean is not None and max_score > 0 else None
    correlation = discrimination(item, students, decided, fewest)
    full = sum(value >= max_score - CLOSE for value in own)
    zero = sum(value <= CLOSE for value in own) if max_score > 0 else 0
    flags = _flags(difficulty, correlation.r, len(own) >= fewest)
    return ItemStatistics(
        item, max_score, len(own), waiting, mean, full, len(own) - full - zero, zero, difficulty, correlation, flags
    )


def _flags(difficulty: float | None, r: float | None, enough: bool) -> tuple[Flag, ...]:
    flags: list[Flag] = []
    if r is not None and r < 0:
        flags.append("negative")
    elif r is not None and r < WEAK:
        flags.append("weak")
    if enough and difficulty is not None and difficulty < HARD:
        flags.append("hard")
    if enough and difficulty is not None and difficulty > EASY:
        flags.append("easy")
    return tuple(flags)


def _interval(r: float, n: int) -> tuple[float | None, float | None]:
    if n <= 3 or abs(r) >= 1 - CLOSE:
        return None, None
    half = NORMAL_95 / math.sqrt(n - 3)
    return math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half)
