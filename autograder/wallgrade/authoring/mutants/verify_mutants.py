"""`wallgrade verify --mutants`: grade small changes of right code, and say which keep full points."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from lessoncheck.cells import read_notebook
from wallgrade.authoring.catalogue import Catalogue, CatalogueError, catalogue_folder, load_catalogue
from wallgrade.authoring.make_submission import reference_cells
from wallgrade.authoring.mutants import messages
from wallgrade.authoring.mutants.generate import Mutant, Style, mutants
from wallgrade.authoring.mutants.grade import LIMITS, Graded, grade
from wallgrade.authoring.verify.runners import items_by_notebook, seeded_secret
from wallgrade.course import Course
from wallgrade.gradebook.scores import course_directory
from wallgrade.judging.judge import Judge

REFERENCE = "reference"
SEED = "mutants"  # where neither a seed is given nor the course has a secret


@dataclass
class MutantRun:
    """What came of a run: the styles by item, all mutants that there are, and those that were graded."""

    styles: dict[str, list[Style]]
    all_mutants: list[Mutant]
    graded: list[Graded] = field(default_factory=list)
    stopped: bool = False

    @property
    def survivors(self) -> list[Graded]:
        """Those that keep all points."""
        return [graded for graded in self.graded if graded.survives]

    @property
    def faults(self) -> list[Graded]:
        """Those whose checks could not be carried out."""
        return [graded for graded in self.graded if graded.faulty]


def verify_mutants(
    root: Path,
    assignment: str,
    console: Console,
    *,
    only: Sequence[str] = (),
    most: int | None = None,
    jobs: int = 1,
    seed: str = "",
) -> MutantRun:
    """Grade the mutants of every right style of the lesson in `root`, of these items only, of each at most `most`."""
    course = Course.from_directory(course_directory(root))
    reference = reference_cells(course.lesson(assignment).root)
    styles = styles_of(load_catalogue(catalogue_folder(course, assignment)), reference, only)
    if not styles:
        raise CatalogueError(messages.NOTHING.format(assignment=assignment, items=", ".join(only) or assignment))
    run = MutantRun(styles, [mutant for of_item in styles.values() for mutant in mutants(of_item)])
    chosen = [mutant for item in styles for mutant in sample(run.all_mutants, item, most, seed)]
    secret = course.secret() if course.secret_file.exists() and not seed else seeded_secret(seed or SEED)
    course.private_folder()
    judge = Judge(course, assignment, LIMITS, secret, keep=True)
    release = course.released(assignment)
    notebooks = [read_notebook(release / name) for name in items_by_notebook(release)]
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(messages.GRADING, total=len(chosen))

        def done(graded: Graded) -> None:
            run.graded.append(graded)
            progress.update(task, advance=1, description=f"{messages.GRADING} ({len(run.survivors)} survive)")

        try:
            grade(judge, notebooks, reference, chosen, jobs, done)
        except KeyboardInterrupt:
            run.stopped = True
    return run


def styles_of(catalogue: Catalogue, reference: dict[str, str], only: Iterable[str] = ()) -> dict[str, list[Style]]:
    """The right styles by item, the reference's first; quiz answers are no code to change."""
    wanted = set(only)
    items = dict.fromkeys(entry.item for entry in catalogue.entries if not wanted or entry.item in wanted)
    return {
        item: [
            *([Style(item, REFERENCE, reference[item])] if item in reference else []),
            *(Style(item, entry.id, entry.source) for entry in catalogue.of(item, "correct")),
        ]
        for item in items
    }


def sample(everything: Iterable[Mutant], item: str, most: int | None, seed: str) -> list[Mutant]:
    """At most `most` mutants of the item: by a hash, so that the choice hardly changes when a style does."""
    own = [mutant for mutant in everything if mutant.item == item]
    chosen = sorted(own, key=lambda mutant: hashlib.sha256(f"{seed}\0{mutant.id}".encode()).digest())[:most]
    kept = {mutant.id for mutant in chosen}
    return [mutant for mutant in own if mutant.id in kept]


def show(run: MutantRun, console: Console) -> None:
    """Print the table, what could not be judged, and the survivors."""
    table = Table(title=messages.TITLE)
    for number, heading in enumerate(messages.COLUMNS):
        table.add_column(heading, justify="right" if number else "left")
    for item, styles in run.styles.items():
        own = [graded for graded in run.graded if graded.mutant.item == item]
        counts = (
            len(styles),
            sum(mutant.item == item for mutant in run.all_mutants),
            len(own),
            sum(not graded.survives and not graded.faulty for graded in own),
            sum(graded.stopped for graded in own),
            sum(graded.survives for graded in own),
        )
        table.add_row(item, *map(str, counts))
    console.print(table)
    say = [messages.FAULT.format(id=one.mutant.id, message=one.faulty) for one in run.faults]
    if run.survivors:
        say.append(messages.SURVIVORS.format(count=len(run.survivors)))
        survivors = [one.mutant for one in run.survivors]
        say += [messages.SURVIVOR.format(id=mutant.id, description=mutant.description) for mutant in survivors]
    if run.stopped:
        say.append(messages.STOPPED)
    for line in say:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
