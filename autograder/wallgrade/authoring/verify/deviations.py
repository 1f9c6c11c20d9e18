"""Comparing outcomes with what must be: every deviation is one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wallgrade.authoring import messages
from wallgrade.authoring.catalogue import BANDS
from wallgrade.authoring.verify.cases import Case
from wallgrade.authoring.verify.runners import ItemOutcome, Outcome


def problems(
    cases: Iterable[Case], outcomes: Mapping[str, Outcome], consequences: frozenset[str], items: Iterable[str]
) -> list[str]:
    """All deviations, in the cases' order. `items` are all graded items of the assignment."""
    everything, cases = tuple(items), list(cases)
    return [
        messages.VERIFY_PROBLEM.format(case=case.id, problem=problem)
        for case in cases
        for problem in (
            *_of_case(case, outcomes[case.id], consequences, everything),
            *_of_order(case, cases, outcomes),
        )
    ]


def _of_case(case: Case, outcome: Outcome, consequences: frozenset[str], items: tuple[str, ...]) -> Iterator[str]:
    for item, found in outcome.items():
        if not found.statuses:
            yield messages.VERIFY_NO_CHECKS.format(item=item)
        elif "fault" in found.statuses.values():
            yield messages.VERIFY_FAULT.format(item=item)
    if case.kind in {"reference", "untouched"} and set(outcome) < set(items) - consequences:
        yield messages.VERIFY_NOT_JUDGED.format(items=", ".join(sorted(set(items) - set(outcome))))
    if case.kind in {"reference", "correct"}:
        for item, found in outcome.items():
            if not found.full:
                yield messages.VERIFY_STYLE.format(
                    item=item, points=found.points, max_score=found.max_score, checks=_failed(found)
                )
    elif case.kind == "untouched":
        for item, found in outcome.items():
            if found.points != 0 or "passed" in found.statuses.values():
                yield messages.VERIFY_UNTOUCHED.format(item=item, points=found.points, checks=_passed(found))
    elif case.kind == "wrong":
        yield from _of_mistake(case, outcome, consequences)
    else:
        yield from _of_answers(case, outcome)


def _of_mistake(case: Case, outcome: Outcome, consequences: frozenset[str]) -> Iterator[str]:
    entry = case.entry
    assert entry is not None
    own = outcome[entry.item]
    if own.full:
        yield messages.VERIFY_NOT_CAUGHT.format(item=entry.item)
    least, most = BANDS[entry.band]
    if own.points is not None and not round(least * own.max_score, 2) <= own.points <= round(most * own.max_score, 2):
        yield messages.VERIFY_BAND.format(item=entry.item, share=own.share, band=entry.band, least=least, most=most)
    missed = [check for check in entry.fails if own.statuses.get(check) != "failed"]
    if missed:
        yield messages.VERIFY_CHECKS_PASS.format(checks=", ".join(missed))
    for item, found in outcome.items():
        if item != entry.item and item not in consequences and not found.full:
            yield messages.VERIFY_ELSEWHERE.format(item=item, lost=found.lost, checks=_failed(found))
    expected = frozenset({entry.named} - {""})
    if own.misconceptions - expected:
        yield messages.VERIFY_MISNAMED.format(
            named=", ".join(sorted(own.misconceptions - expected)), expected=entry.named or messages.VERIFY_NO_NAME
        )
    elif expected - own.misconceptions:
        yield messages.VERIFY_UNNAMED.format(expected=entry.named)


def _of_order(case: Case, cases: Iterable[Case], outcomes: Mapping[str, Outcome]) -> Iterator[str]:
    """More right is never fewer points: no mistake that passes fewer of the same checks keeps more.

    Which checks pass is the one measure of "more right" that does not need to know the lesson. One that breaks a gate
    has lost everything whatever else is right.
    """
    if case.entry is None or case.kind != "wrong" or case.entry.band == "gate":
        return
    item = case.entry.item
    own = outcomes[case.id][item]
    below = [
        other
        for other in cases
        if other.entry and other.kind == "wrong" and other.entry.item == item
        and outcomes[other.id][item].earned < own.earned
    ]  # fmt: skip
    best = max(below, key=lambda other: outcomes[other.id][item].points or 0.0, default=None)
    if best is not None and (more := outcomes[best.id][item].points or 0.0) > (own.points or 0.0):
        missing = ", ".join(sorted(own.earned - outcomes[best.id][item].earned))
        yield messages.VERIFY_ORDER.format(points=own.points, item=item, other=best.id, more=more, checks=missing)


def _of_answers(case: Case, outcome: Outcome) -> Iterator[str]:
    for item, answer in case.answers.items():
        points, max_score = outcome[item].points, outcome[item].max_score
        wanted = {"right": max_score, "wrong": 0.0, "empty": 0.0, "unclear": None}[answer]
        if points != wanted:
            yield messages.VERIFY_ANSWER.format(item=item, cell=case.cells[item], points=points, wanted=wanted)


def _failed(found: ItemOutcome) -> str:
    return ", ".join(check for check, status in found.statuses.items() if status == "failed")


def _passed(found: ItemOutcome) -> str:
    return ", ".join(check for check, status in found.statuses.items() if status == "passed")
