"""What a check found out, and what a report says: the small data objects between running and showing."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from lessoncheck import messages
from lessoncheck.failures import Stop
from lessoncheck.plain_text import several_lines

MOST = 0.8  # of an item's points, with any check failed, however little that weighs
MOST_SENTENCES, MOST_FIGURES = 1_000, 4_000  # characters of one check's message or hint, and of its details
MOST_BYTES = 40_000  # of an item's texts, as they stand in a page
Status = Literal["passed", "failed", "fault"]


@dataclass(frozen=True)
class CheckResult:
    """One check of one item.

    `failed` is the student's: their code broke the rule in `title`. `fault` is ours: the check itself
    could not be carried out, so nothing may be concluded from it (a `hint` then says to the student what happened,
    in place of the usual sentence). `misconception` is the id of the diagnosis, if there is one, and `keeps` the share
    of the item that code with this one slip keeps; `stopped` is what kept the code from being looked at.
    """

    item: str
    name: str
    title: str
    status: Status
    weight: float = 1.0
    gate: bool = False
    side: bool = False
    repeated: bool = True
    message: str = ""
    hint: str = ""
    details: str = ""
    misconception: str = ""
    keeps: float = 0.0
    stopped: Stop = ""


@dataclass(frozen=True)
class ItemReport:
    """All checks of one item, in the order in which they ran; `notes` are facts that cost nothing.

    `seconds` is how long the checks took, `student_seconds` how much of that went by in the student's process; None
    where nobody measured. Two reports that say the same are equal however long they took.
    """

    item: str
    results: tuple[CheckResult, ...]
    notes: tuple[str, ...] = ()
    seconds: float | None = field(default=None, compare=False)
    student_seconds: float | None = field(default=None, compare=False)

    @property
    def passed(self) -> int:
        """How many checks passed."""
        return sum(result.status == "passed" for result in self.results)

    @property
    def total(self) -> int:
        """How many checks there are."""
        return len(self.results)

    @property
    def ok(self) -> bool:
        """Whether there are checks and every one of them passed."""
        return bool(self.results) and self.passed == self.total

    @property
    def faults(self) -> tuple[CheckResult, ...]:
        """The checks that failed through a fault of ours."""
        return tuple(result for result in self.results if result.status == "fault")

    @property
    def fraction(self) -> float | None:
        """Share of the item's points in [0, 1]; None when a fault of ours leaves it to a human.

        A failed gate (such as "written from scratch") takes the whole item. Otherwise the share is the weight of the
        passed checks over the weight of all, gates weighing nothing; where only one slip has been found, it is not
        less than what that keeps. Whatever fails a check keeps at most `MOST`.
        """
        if not self.results or self.faults:
            return None
        if self.ok:
            return 1.0
        return min(max(self._earned, self.left_by_slip), MOST)

    @property
    def left_by_slip(self) -> float:
        """The share that the only slip that was found leaves, where the passed checks alone give less; else 0."""
        named = {result.misconception: result.keeps for result in self.results if result.misconception}
        keeps = next(iter(named.values())) if len(named) == 1 and not self._closed else 0.0
        return keeps if keeps > self._earned else 0.0

    @property
    def _closed(self) -> bool:
        return any(result.gate and result.status == "failed" for result in self.results)

    @property
    def _earned(self) -> float:
        whole = sum(result.weight for result in self.results if not result.gate)
        passed = sum(result.weight for result in self.results if not result.gate and result.status == "passed")
        return passed / whole if whole > 0 and not self._closed else 0.0


def group_by_item(
    items: Iterable[str], results: Iterable[CheckResult], notes: dict[str, list[str]]
) -> dict[str, ItemReport]:
    """Reports for `items`, each with its own results in running order."""
    found = list(results)
    return {
        item: ItemReport(item, within_size(_counted([r for r in found if r.item == item])), tuple(notes.get(item, ())))
        for item in items
    }


def _counted(results: list[CheckResult]) -> tuple[CheckResult, ...]:
    """The results, with side checks passed only if the function did some of its work."""
    if any(result.status == "passed" and not (result.side or result.gate) for result in results):
        return tuple(results)
    return tuple(
        replace(result, status="failed", message=messages.SIDE) if result.side and result.status == "passed" else result
        for result in results
    )


def within_size(results: Iterable[CheckResult]) -> tuple[CheckResult, ...]:
    """The results with texts that can be kept and shown, each of them and all together; what is left out is said."""
    fitting, left = [], MOST_BYTES
    for result in results:
        message, hint = several_lines(result.message, MOST_SENTENCES), several_lines(result.hint, MOST_SENTENCES)
        details = several_lines(result.details, MOST_FIGURES)
        if len(result.details) > len(details):
            details = f"{details}\n{messages.LEFT_OUT}"
        left -= len(html.escape(message + hint + details).encode())
        if left < 0:
            message, hint, details = messages.LEFT_OUT, "", ""
        fitting.append(replace(result, message=message, hint=hint, details=details))
    return tuple(fitting)
