"""`wallgrade verify`: lint the assignment, grade its catalogue, print the matrix, list what is off."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from wallgrade.authoring import messages
from wallgrade.authoring.catalogue import catalogue_folder, load_catalogue
from wallgrade.authoring.make_submission import reference_cells
from wallgrade.authoring.verify.by_secret import dependent_on_secret, run_under_secrets
from wallgrade.authoring.verify.cases import Case, load_expectations, make_cases
from wallgrade.authoring.verify.deviations import problems
from wallgrade.authoring.verify.matrix import matrix, shares_table, summaries, summary_table
from wallgrade.authoring.verify.runners import (
    Outcome,
    Tick,
    items_by_notebook,
    run_in_process,
    run_with_nbgrader,
    seeded_secret,
)
from wallgrade.course import Course
from wallgrade.gradebook.scores import course_directory
from wallgrade.lint.lint import lint


@dataclass(frozen=True)
class Verification:
    """What was graded, what came of it, and every deviation as one sentence.

    Under several secrets (`secrets` says how many) there are no outcomes to show, only what differs.
    """

    cases: list[Case]
    outcomes: dict[str, Outcome]
    consequences: frozenset[str]
    deviations: list[str]
    secrets: int = 0


def verify(
    root: Path,
    assignment: str,
    console: Console,
    *,
    fast: bool = False,
    jobs: int = 1,
    only: Sequence[str] = (),
    seed: str = "",
    train: bool = False,
    under_secrets: int = 0,
) -> Verification:
    """Verify the assignment of the course in `root`.

    Where the lint finds a fault, that is all there is to say, and nothing is graded. fast: judge in this process
    instead of through nbgrader and the worker. jobs: how many courses to grade side by side. only: limit the
    catalogue to these items. seed: draw the grader's inputs from this text instead of from the course's own secret.
    train: judge, for mistakes too, the items that they may cost as a consequence (the long training); `fast` never
    does. under_secrets: instead of all this, judge each entry's own item under so many secrets, without the training,
    and tell whose points are not the same under all.
    """
    course = Course.from_directory(course_directory(root))
    linted = lint(course, assignment)
    if linted.faults:
        return Verification([], {}, frozenset(), linted.faults + linted.advice)
    folder = catalogue_folder(course, assignment)
    expectations = load_expectations(folder)
    cases = make_cases(
        items_by_notebook(course.lesson(assignment).root),
        reference_cells(course.lesson(assignment).root),
        load_catalogue(folder),
        course.quiz(assignment),
        expectations,
        only,
    )
    if under_secrets:
        cases = [case for case in cases if case.entry or case.kind == "reference"]
        seeds = [f"{seed}{number}" for number in range(under_secrets)]
        with _progress(console, len(cases)) as tick:
            by_secret = run_under_secrets(root, assignment, cases, seeds, jobs, expectations.consequences, tick)
        found = linted.advice + dependent_on_secret(cases, by_secret)
        return Verification(cases, {}, expectations.consequences, found, under_secrets)
    if not seed and not course.secret_file.exists():  # verifying makes none: beside grades that is for people to decide
        seed = secrets.token_hex()
    secret = seeded_secret(seed) if seed else course.secret()
    with _progress(console, len(cases)) as tick:
        if fast:
            outcomes = run_in_process(root, assignment, cases, secret, expectations.consequences, tick)
        else:
            skipped = frozenset() if train else expectations.consequences
            outcomes = run_with_nbgrader(root, assignment, cases, secret, jobs, skipped, tick)
    items = [item for names in items_by_notebook(course.lesson(assignment).root).values() for item in names]
    found = linted.advice + problems(cases, outcomes, expectations.consequences, items)
    return Verification(cases, outcomes, expectations.consequences, found)


@contextlib.contextmanager
def _progress(console: Console, total: int) -> Iterator[Tick]:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(messages.VERIFY_GRADING, total=total)
        yield lambda _: progress.advance(task)


def show(verification: Verification, console: Console) -> None:
    """Print the matrix, the summary, and what is off."""
    if verification.outcomes:
        console.print(matrix(verification.cases, verification.outcomes))
        console.print(summary_table(summaries(verification.cases, verification.outcomes, verification.consequences)))
        console.print(shares_table(verification.cases, verification.outcomes))
    if not verification.deviations:
        fine = messages.VERIFY_SAME if verification.secrets else messages.VERIFY_OK
        console.print(fine.format(cases=len(verification.cases), secrets=verification.secrets))
        return
    console.print(messages.VERIFY_BAD.format(count=len(verification.deviations)), style="red")
    for deviation in verification.deviations:
        console.print(f"  {deviation}", markup=False, highlight=False, soft_wrap=True)
