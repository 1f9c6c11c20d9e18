"""The catalogue under several secrets: a score must not depend on what was drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from wallgrade.authoring import messages
from wallgrade.authoring.verify.cases import Case
from wallgrade.authoring.verify.runners import InProcess, ItemOutcome, Outcome, Tick, seeded_secret

OutcomesBySecret = dict[str, tuple[Outcome, ...]]


def run_under_secrets(
    root: Path,
    assignment: str,
    cases: Sequence[Case],
    seeds: Sequence[str],
    jobs: int,
    skipped: frozenset[str],
    tick: Tick,
) -> OutcomesBySecret:
    """Outcomes by case id, in the seeds' order, judged by `jobs` processes without wall and nbgrader.

    Of an entry its own item is judged, of the reference every item but the `skipped` ones.
    """
    secrets = tuple(map(seeded_secret, seeds))
    # spawned, since a process that already computes with torch is not safe to fork
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        running = {}
        for case in cases:
            items = frozenset([case.entry.item] if case.entry else case.judged) - skipped
            running[pool.submit(_outcomes, root, assignment, secrets, case, items)] = case.id
        found = {}
        for done in as_completed(running):
            found[running[done]] = done.result()
            tick(running[done])
    return found


def _outcomes(
    root: Path, assignment: str, secrets: tuple[bytes, ...], case: Case, items: frozenset[str]
) -> tuple[Outcome, ...]:
    return tuple(_judging(root, assignment, secret).outcome(case, items) for secret in secrets)


@cache  # once in each process
def _judging(root: Path, assignment: str, secret: bytes) -> InProcess:
    return InProcess(root, assignment, secret)


def dependent_on_secret(cases: Iterable[Case], outcomes: OutcomesBySecret) -> list[str]:
    """One sentence for each item of a case whose points are not the same under all secrets."""
    return [
        messages.VERIFY_PROBLEM.format(case=case.id, problem=problem)
        for case in cases
        for problem in _of_case(outcomes[case.id])
    ]


def _of_case(outcomes: tuple[Outcome, ...]) -> Iterator[str]:
    for item in outcomes[0]:
        found = [outcome[item] for outcome in outcomes]
        if len({one.points for one in found}) > 1:
            points = Counter(one.points for one in found).most_common()
            yield messages.VERIFY_BY_SECRET.format(
                item=item,
                points=", ".join(messages.VERIFY_UNDER.format(points=got, count=count) for got, count in points),
                checks=", ".join(_differing(found)),
            )


def _differing(found: Sequence[ItemOutcome]) -> list[str]:
    return [check for check in found[0].statuses if len({one.statuses.get(check) for one in found}) > 1]
