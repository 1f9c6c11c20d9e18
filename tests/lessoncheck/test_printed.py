"""What a student's code prints is kept within bounds, and the lines that a check needs are kept whatever else is."""

from __future__ import annotations

import pytest

from lessoncheck.messages import NOT_ALL_KEPT
from lessoncheck.printed import MOST_KEPT, MOST_OF_A_LINE, MOST_WANTED, Printed

WANTED = "epoch 1, loss 0.5"


def printed(*texts: str) -> str:
    stream = Printed()
    stream.wanted = lambda line: "epoch" in line
    for text in texts:
        print(text, end="", file=stream)
    return stream.getvalue()


def test_what_is_short_is_kept_as_it_is() -> None:
    assert printed("a\r", "b\n\n", "c") == "a\rb\n\nc"


@pytest.mark.parametrize(
    "flood",
    [
        ["x" * 99 + "\n"] * 3000,
        ["x" * 3_000_000 + "\n"],
        ["." for _ in range(MOST_KEPT + 9000)],  # a bar of dots, and the line begins behind them
        ["step 1\r" for _ in range(20_000)],
    ],
)
def test_a_wanted_line_is_found_behind_a_flood_and_between_two(flood: list[str]) -> None:
    kept = printed(*flood, WANTED + "\n", *flood, WANTED + "\n")
    assert kept.count(WANTED) == 2
    assert kept.count(NOT_ALL_KEPT) == 1
    assert len(kept) < MOST_KEPT + 4 * MOST_OF_A_LINE


def test_a_flood_of_wanted_lines_has_an_end_too() -> None:
    assert len(printed(*[f"{WANTED} {'y' * 5000}\n"] * 1_000)) < MOST_KEPT + (MOST_WANTED + 2) * (MOST_OF_A_LINE + 10)


def test_a_wanted_line_without_an_end_is_kept() -> None:
    assert printed("x\n" * MOST_KEPT, "epoch 2, ", "loss 0.4").endswith("epoch 2, loss 0.4")
