"""`wallgrade verify`: lint the assignment, grade its catalogue, print the matrix, list what is off."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from wallgrade.authoring import messages
from wallgrade.authoring.catalogue import load_catalogue
from wallgrade.authoring.make_submission import reference_cells
from wallgrade.authoring.verify.cases import Case, load_expectations, make_cases
from wallgrade.authoring.verify.deviations import problems
from wallgrade.authoring.verify.matrix import matrix, summaries, summary_table
from wallgrade.authoring.verify.runners import (
    Outcome,
    items_by_notebook,
    run_in_process,
    run_with_nbgrader,
    seeded_secret,
)
from wallgrade.course import Course
from wallgrade.lint.lint import lint


@dataclass(frozen=True)
class Verification:
    """What was graded, what came of it, and every deviation as one sentence."""

    cases: list[Case]
    outcomes: dict[str, Outcome]
    consequences: frozenset[str]
    deviations: list[str]


def verify(
    root: Path,
    assignment: str,
    console: Console,
    *,
    fast: bool = False,
    jobs: int | None = None,
    only: Sequence[str] = (),
    seed: str = "",
    train: bool = False,
) -> Verification:
    """Verify the assignment of the course in `root`.

    Where the lint finds a fault, that is all there is to say, and nothing is graded. fast: judge in this process
    instead of through nbgrader and the worker. jobs: how many courses to grade side by side. only: limit the
    catalogue to these items. seed: draw the grader's inputs from this text instead of from the course's own secret.
    train: judge, for mistakes too, the items that they may cost as a consequence (the long training); `fast` never
    does.
    """
    course = Course(root)
    linted = lint(course, assignment)
    if linted.faults:
        return Verification([], {}, frozenset(), linted.faults + linted.advice)
    catalogue_folder = root / "catalogue" / assignment
    expectations = load_expectations(catalogue_folder)
    cases = make_cases(
        items_by_notebook(course.lesson(assignment).root),
        reference_cells(course.lesson(assignment).root),
        load_catalogue(catalogue_folder),
        course.quiz(assignment),
        expectations,
        only,
    )
    if not seed and not course.secret_file.exists():  # verifying makes none: beside grades that is for people to decide
        seed = secrets.token_hex()
    secret = seeded_secret(seed) if seed else course.secret()
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console
    ) as progress:
        task = progress.add_task(messages.VERIFY_GRADING, total=len(cases))
        if fast:
            outcomes = run_in_process(
                root, assignment, cases, secret, expectations.consequences, lambda _: progress.advance(task)
            )
        else:
            skipped = frozenset() if train else expectations.consequences
            workers = jobs or os.cpu_count() or 1
            outcomes = run_with_nbgrader(
                root, assignment, cases, secret, workers, skipped, lambda _: progress.advance(task)
            )
    items = [item for names in items_by_notebook(course.lesson(assignment).root).values() for item in names]
    found = linted.advice + problems(cases, outcomes, expectations.consequences, items)
    return Verification(cases, outcomes, expectations.consequences, found)


def show(verification: Verification, console: Console) -> None:
    """Print the matrix, the summary, and what is off."""
    if verification.cases:
        console.print(matrix(verification.cases, verification.outcomes))
        console.print(summary_table(summaries(verification.cases, verification.outcomes, verification.consequences)))
    if not verification.deviations:
        console.print(messages.VERIFY_OK.format(cases=len(verification.cases)))
        return
    console.print(messages.VERIFY_BAD.format(count=len(verification.deviations)), style="red")
    for deviation in verification.deviations:
        console.print(f"  {deviation}", markup=False, highlight=False, soft_wrap=True)
