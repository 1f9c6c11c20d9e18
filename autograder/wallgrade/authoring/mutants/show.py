"""The report of `wallgrade verify --mutants`: a table by item, the holes with their smallest inputs, the names."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from wallgrade.authoring.mutants import messages
from wallgrade.authoring.mutants.verify_mutants import MutantRun


def show(run: MutantRun, console: Console) -> None:
    """Print what came of a run."""
    console.print(_table(messages.TITLE, messages.COLUMNS, _rows(run)))
    console.print(messages.KEY, soft_wrap=True)
    if run.names:
        rows = [(one.name, one.given, one.confirmed, len(one.to_read)) for one in run.names.values()]
        total = tuple(map(sum, zip(*(row[1:] for row in rows), strict=True)))
        console.print(_table(messages.NAMES_TITLE, messages.NAMES_COLUMNS, [*rows, (messages.ALL, *total)]))
    for line in _lines(run):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _table(title: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> Table:
    table = Table(title=title, box=None, padding=(0, 1, 0, 0), title_justify="left")  # ten columns in a terminal's 80
    for number, heading in enumerate(columns):
        table.add_column(heading, justify="right" if number else "left")
    for row in rows:
        table.add_row(*map(str, row))
    return table


def _rows(run: MutantRun) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for item, styles in run.styles.items():
        own = [graded for graded in run.graded if graded.mutant.item == item]
        survivors = [graded.mutant.id for graded in own if graded.survives]
        verdicts = [run.decisions[id].verdict for id in survivors if id in run.decisions]
        alike, holes, person = (
            verdicts.count("equivalent"),
            verdicts.count("hole"),
            len(run.by_a_person.keys() & survivors),
        )
        every = sum(mutant.item == item for mutant in run.all_mutants)
        caught = sum(not graded.survives and not graded.faulty for graded in own)
        stopped = sum(graded.stopped for graded in own)
        left = len(survivors) - alike - holes - person
        rows.append((item, len(styles), every, len(own), caught, stopped, alike, person, left, holes))
    return rows


def _lines(run: MutantRun) -> Iterator[str]:
    for graded in run.graded:
        if graded.faulty:
            yield messages.FAULT.format(id=graded.mutant.id, message=graded.faulty)
    mutants = {one.mutant.id: one.mutant for one in run.graded}
    for id, decision in run.holes.items():
        difference = decision.difference
        if difference is not None:
            form = messages.HOLE if id in mutants else messages.STYLE
            changed = mutants[id].description if id in mutants else ""
            hash = mutants[id].hash if id in mutants else ""
            yield form.format(id=id, hash=hash, description=changed, **vars(difference))
    by_reason: dict[str, list[str]] = {}
    for id, decision in run.undecided.items():
        described = mutants[id].description if id in mutants else ""
        by_reason.setdefault(decision.reason, []).append(messages.OPEN.format(id=id, description=described))
    for reason, listed in by_reason.items():
        yield messages.UNDECIDED.format(reason=reason, listed="\n".join(listed))
    if run.stopped:
        yield messages.STOPPED
    elif run.sound:
        yield messages.SOUND.format(count=len(run.graded))
    else:
        yield messages.UNSOUND.format(holes=len(run.holes), undecided=len(run.undecided))
