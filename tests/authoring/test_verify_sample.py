"""A sample of the lesson's catalogue, judged in this process; `make nightly` grades all of it on the real road."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import pytest
from rich.console import Console

from support.lesson import LESSON, PROJECT
from support.students import FUNCTIONS
from wallgrade.authoring.catalogue import Catalogue, Entry, load_catalogue
from wallgrade.authoring.verify import verify as module

EVERY = 8  # of each item and kind, the first and then every eighth


def sample(entries: Iterable[Entry]) -> Iterator[Entry]:
    for _, group in groupby(sorted(entries, key=lambda entry: (entry.item, entry.kind)), lambda e: (e.item, e.kind)):
        yield from list(group)[::EVERY]


def test_a_sample_of_every_item_is_as_it_must_be(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = load_catalogue(PROJECT / "catalogue" / LESSON).entries
    chosen = tuple(sample(everything))
    monkeypatch.setattr(module, "load_catalogue", lambda _: Catalogue(chosen))
    found = module.verify(PROJECT, LESSON, Console(quiet=True), seed="the suite's own", fast=True)
    assert found.deviations == []
    judged = [case.entry for case in found.cases if case.entry]
    assert judged == list(chosen)
    assert {(entry.item, entry.kind) for entry in judged} == {(entry.item, entry.kind) for entry in everything}
    assert {entry.item for entry in judged} == set(FUNCTIONS)
