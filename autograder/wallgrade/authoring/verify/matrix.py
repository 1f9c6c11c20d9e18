"""The matrix that `wallgrade verify` prints: one line for each submission, and a summary for each item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from rich.box import SIMPLE_HEAD
from rich.table import Table

from wallgrade.authoring import messages
from wallgrade.authoring.verify.cases import Case
from wallgrade.authoring.verify.runners import Outcome


def matrix(cases: Iterable[Case], outcomes: Mapping[str, Outcome]) -> Table:
    """Each submission with its points, the share of its item a mistake keeps, what it lost where, and its name."""
    table = Table(title=messages.VERIFY_TITLE, box=SIMPLE_HEAD, title_justify="left", padding=(0, 1, 0, 0))
    for heading in ("submission", "points", "keeps", "lost in", "named"):
        table.add_column(heading, justify="right" if heading in {"points", "keeps"} else "left", overflow="fold")
    for case in cases:
        outcome = outcomes[case.id]
        got = sum(found.points or 0.0 for found in outcome.values())
        max_score = sum(found.max_score for found in outcome.values())
        short = {item: found.lost for item, found in outcome.items() if not found.full}
        everywhere = len(short) == len(outcome) and not got
        lost = messages.VERIFY_EVERYTHING if everywhere else ", ".join(f"{item} {by:g}" for item, by in short.items())
        keeps = named = ""
        if case.entry is not None and case.kind == "wrong":
            keeps = f"{outcome[case.entry.item].share:.0%}"
            named = ", ".join(sorted(outcome[case.entry.item].misconceptions)) or "-"
        table.add_row(case.id, f"{got:g}/{max_score:g}", keeps, lost, named)
    return table


@dataclass(frozen=True)
class ItemSummary:
    """Counts over the catalogue's entries of one item."""

    item: str
    styles: int
    styles_full: int
    mistakes: int
    caught: int
    named: int
    cost_elsewhere: int


def summaries(
    cases: Iterable[Case], outcomes: Mapping[str, Outcome], consequences: frozenset[str]
) -> list[ItemSummary]:
    """One summary for each item that has entries."""
    entries = [case for case in cases if case.entry is not None]
    found = []
    for item in dict.fromkeys(case.entry.item for case in entries if case.entry):
        styles = [case for case in entries if case.entry and case.entry.item == item and case.kind == "correct"]
        wrong = [case for case in entries if case.entry and case.entry.item == item and case.kind == "wrong"]
        elsewhere = [
            any(not got.full for name, got in outcomes[case.id].items() if name != item and name not in consequences)
            for case in wrong
        ]
        found.append(
            ItemSummary(
                item,
                len(styles),
                sum(all(got.full for got in outcomes[case.id].values()) for case in styles),
                len(wrong),
                sum(not outcomes[case.id][item].full for case in wrong),
                sum(bool(outcomes[case.id][item].misconceptions) for case in wrong),
                sum(elsewhere),
            )
        )
    return found


def summary_table(found: Iterable[ItemSummary]) -> Table:
    """The summaries, with their total in the last line."""
    rows = list(found)
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading in ("item", "right styles", "full marks", "mistakes", "caught", "named", "cost elsewhere"):
        table.add_column(heading, justify="left" if heading == "item" else "right")
    totals = [sum(column) for column in zip(*(_counts(row) for row in rows), strict=True)]
    for row in rows:
        table.add_row(row.item, *map(str, _counts(row)))
    table.add_row("all", *map(str, totals), style="bold")
    return table


def shares_table(cases: Iterable[Case], outcomes: Mapping[str, Outcome]) -> Table:
    """A histogram: how many of an item's mistakes keep nothing, up to 10 % of it, up to 20 %, and so on."""
    bins: dict[str, Counter[int]] = {}
    for case in cases:
        if case.entry is not None and case.kind == "wrong":
            item = case.entry.item
            bins.setdefault(item, Counter())[ceil(round(outcomes[case.id][item].share * 10, 6))] += 1
    table = Table(title=messages.VERIFY_SHARES, box=SIMPLE_HEAD, title_justify="left", padding=(0, 1, 0, 0))
    for heading in ("item", *(str(number * 10) for number in range(11))):
        table.add_column(heading, justify="left" if heading == "item" else "right")
    for item, counts in bins.items():
        table.add_row(item, *(str(counts[number] or "") for number in range(11)))
    everywhere = sum(bins.values(), Counter())
    table.add_row("all", *(str(everywhere[number] or "") for number in range(11)), style="bold")
    return table


def _counts(row: ItemSummary) -> tuple[int, ...]:
    return row.styles, row.styles_full, row.mistakes, row.caught, row.named, row.cost_elsewhere
