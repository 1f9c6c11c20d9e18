"""Who needs a look, by student: all the reasons of one in one place; what is true of most of the class said once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wallgrade.gradebook.attention import Attention

FEWEST_IN_COMMON = 5  # submissions: of fewer, everybody has a line of their own


@dataclass(frozen=True)
class Reason:
    """Why to look, and at which items; none for the whole submission."""

    items: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Look:
    """A student whose submission needs a look; `waiting`: the total is not final before somebody did."""

    student: str
    reasons: tuple[Reason, ...]
    waiting: bool


@dataclass(frozen=True)
class InCommon:
    """A reason that several students share and that asks for one decision, not for many; `waiting` as in Look."""

    item: str
    text: str
    students: tuple[str, ...]
    waiting: bool


def in_common(found: Iterable[Attention], submitted: int) -> tuple[InCommon, ...]:
    """What more than half of the submissions share, such as an item that is always scored by hand."""
    students: dict[tuple[str, str, bool], list[str]] = {}
    for one in found:
        students.setdefault((one.item, one.reason, one.waiting), []).append(one.student)
    return tuple(
        InCommon(item, reason, tuple(who), waiting)
        for (item, reason, waiting), who in students.items()
        if len(who) > submitted / 2 and submitted >= FEWEST_IN_COMMON
    )


def by_student(found: Iterable[Attention], shared: Iterable[InCommon]) -> tuple[Look, ...]:
    """One for each student with a reason of their own: first those in whom something waits, else in the given order."""
    said = {(one.item, one.text) for one in shared}
    about: dict[str, dict[str, list[str]]] = {}
    waiting: set[str] = set()
    for one in found:
        if (one.item, one.reason) not in said:
            about.setdefault(one.student, {}).setdefault(one.reason, []).append(one.item)
            if one.waiting:
                waiting.add(one.student)
    looks = [
        Look(
            student,
            tuple(Reason(tuple(filter(None, items)), text) for text, items in reasons.items()),
            student in waiting,
        )
        for student, reasons in about.items()
    ]
    return tuple(sorted(looks, key=lambda look: not look.waiting))
