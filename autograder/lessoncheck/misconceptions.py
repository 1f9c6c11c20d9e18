"""A diagnosis of a wrong result: a name for the instructor, a sentence and a hint for the student.

A diagnosis never guesses. A lesson's checks compare what came back with what its well-known mistakes give on the same
input; only when exactly one of them fits is it named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lessoncheck.failures import CheckFailed


@dataclass(frozen=True)
class Misconception:
    """A well-known mistake. `id` is for reports and tests ("" for none); the texts may hold {names} to fill in.

    `keeps` is the share of an item's points that code with this one slip, and no other, keeps at least: the part of
    the contract that it fulfils even so. 0 for what is no attempt at the item.
    """

    id: str
    sentence: str
    hint: str = ""
    keeps: float = 0.0

    def filled(self, **values: object) -> Misconception:
        """The same with the names in braces filled in."""
        return replace(self, sentence=self.sentence.format(**values), hint=self.hint.format(**values))

    def failed(self, details: str = "") -> CheckFailed:
        """The exception that ends a check with this diagnosis."""
        return CheckFailed(self.sentence, hint=self.hint, details=details, misconception=self.id, keeps=self.keeps)


def broken_rule(sentence: str, hint: str = "") -> Misconception:
    """What is said when no mistake is known that gives this result: the rule that it breaks."""
    return Misconception("", sentence, hint)


def only_one(fitting: Iterable[Misconception]) -> Misconception | None:
    """The diagnosis that fits, if there is exactly one."""
    found = set(fitting)
    return found.pop() if len(found) == 1 else None
