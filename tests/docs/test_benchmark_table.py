"""The README's table of speed is the one that `make bench` writes: its lines and form, whatever the figures."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from support.lesson import PROJECT


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.syspath_prepend(str(PROJECT / "benchmarks"))
    import bench

    yield bench
    for name in ("bench", "measure", "class_speed", "five_epochs", "synthetic_class", "otter_peer"):
        sys.modules.pop(name, None)


def shape(table: str) -> list[str]:
    """The table without its figures."""
    lines = [line for line in table.splitlines() if line.startswith("|")]
    return [re.sub(r"–(?= \|)|\d+\.\d+(?: \(-?\d+\.\d+–\d+\.\d+\))?", "#", line) for line in lines]


def test_the_readme_shows_the_table_that_the_benchmark_writes(bench: Any) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    shown = re.search(rf"(?s){re.escape(bench.BEGIN)}\n(.*){re.escape(bench.END)}", readme)
    assert shown
    names = {name for row in bench.ROWS for name in (row.ours, row.theirs, row.of_limit) if name}
    made = bench.table({name: [1.0, 2.0, 3.0] for name in names}, 3, 8)
    assert shape(shown[1]) == shape(made)


def test_every_line_of_the_table_says_what_it_is_compared_with_and_most_what_they_cannot_beat(bench: Any) -> None:
    assert all(row.peer and row.theirs and row.ours for row in bench.ROWS)
    assert sum(bool(row.limit) for row in bench.ROWS) >= len(bench.ROWS) - 2
