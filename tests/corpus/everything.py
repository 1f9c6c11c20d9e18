"""All entries of the corpus, by group and by technique."""

from __future__ import annotations

from collections import Counter

from corpus import (
    files,
    forging_library,
    forging_metadata,
    forging_reading,
    forging_runtime,
    forging_training,
    forging_values,
    forging_witnesses,
    hostile_limits,
    hostile_notebooks,
    hostile_reach,
    hostile_sizes,
    innocent_cells,
    innocent_files,
    innocent_habits,
)
from corpus.entry import Entry
from corpus.techniques import TECHNIQUES

MODULES = (
    forging_values, forging_runtime, forging_reading, forging_metadata, forging_library, forging_witnesses,
    forging_training, files, hostile_limits, hostile_reach, hostile_notebooks, hostile_sizes, innocent_files,
    innocent_cells, innocent_habits,
)  # fmt: skip
ENTRIES: list[Entry] = [entry for module in MODULES for entry in module.ENTRIES]


def counted() -> Counter[str]:
    """How many entries each group has."""
    return Counter(entry.group for entry in ENTRIES)


def by_technique() -> dict[str, list[Entry]]:
    """The entries of each technique, in their order."""
    found: dict[str, list[Entry]] = {}
    technique = ""
    for entry in ENTRIES:
        technique = TECHNIQUES.get(entry.id, technique)
        found.setdefault(technique, []).append(entry)
    return found


SAMPLE: list[Entry] = [entries[0] for entries in by_technique().values()]
