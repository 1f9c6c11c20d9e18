"""What the checks and questions found over a whole class, gathered from the autograded notebooks."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from lessoncheck.failures import Stop
from wallgrade.gradebook.report_cell import ClassOutcomes
from wallquiz.model import Question

STOPS: tuple[Stop, ...] = tuple(kind for kind in get_args(Stop) if kind)


@dataclass(frozen=True)
class Misconception:
    """A named mistake: how many students made it, in which items, and what to say about it in class."""

    id: str
    students: int
    items: tuple[str, ...]
    message: str
    hint: str


@dataclass(frozen=True)
class Stopped:
    """In how many submissions an item's code did not get so far that it could be looked at, by what stopped it."""

    item: str
    submissions: Mapping[Stop, int]


@dataclass(frozen=True)
class OptionCount:
    """How often one option of a question was chosen."""

    letter: str
    text: str
    count: int
    key: bool


@dataclass(frozen=True)
class QuestionAnswers:
    """The answers to one question; `unreadable` ones wait for a person, `empty` ones are worth nothing."""

    item: str
    text: str
    options: tuple[OptionCount, ...]
    empty: int
    unreadable: int

    @property
    def answered(self) -> int:
        """How many chose an option."""
        return sum(option.count for option in self.options)

    @property
    def asked(self) -> int:
        """How many submissions have the question."""
        return self.answered + self.empty + self.unreadable

    @property
    def popular_wrong(self) -> str:
        """The letter of a wrong option that was chosen more often than the key; "" if there is none."""
        key = max((option.count for option in self.options if option.key), default=0)
        above = [option for option in self.options if not option.key and option.count > key]
        return max(above, key=lambda option: option.count).letter if above else ""


@dataclass(frozen=True)
class Runtime:
    """How long judging an item took, over all submissions in which it was measured; `seconds` are sorted.

    `student_median` is the median of the seconds that students' code took of that.
    """

    item: str
    seconds: tuple[float, ...]
    student_median: float | None = None

    @property
    def median(self) -> float:
        """The median in seconds."""
        return statistics.median(self.seconds)

    @property
    def longest(self) -> float:
        """The longest in seconds."""
        return self.seconds[-1]


@dataclass(frozen=True)
class Fault:
    """Why the grader could not judge an item, and how many submissions that met."""

    item: str
    reason: str
    submissions: int


def misconceptions(outcomes: ClassOutcomes, clean: Callable[[str], str]) -> list[Misconception]:
    """The most frequent first; the words are those that most students read."""
    students: dict[str, set[str]] = {}
    items: dict[str, Counter[str]] = {}
    told: dict[str, Counter[tuple[str, str]]] = {}
    for student, by_item in outcomes.items():
        for item, one in by_item.items():
            for result in one.results:
                if result.status == "failed" and result.misconception:
                    students.setdefault(result.misconception, set()).add(student)
                    items.setdefault(result.misconception, Counter())[item] += 1
                    told.setdefault(result.misconception, Counter())[clean(result.message), clean(result.hint)] += 1
    found = [
        Misconception(name, len(who), tuple(items[name]), *told[name].most_common(1)[0][0])
        for name, who in students.items()
    ]
    return sorted(found, key=lambda one: (-one.students, one.id))


def answers(question: Question, outcomes: ClassOutcomes) -> QuestionAnswers:
    """How often which option was chosen."""
    given = [by_item[question.id] for by_item in outcomes.values() if question.id in by_item]
    counts = Counter(one.option for one in given)
    options = tuple(
        OptionCount(option.letter, option.text, counts[option.letter], option.letter == question.key)
        for option in question.options
    )
    unreadable = sum(one.unreadable for one in given)
    empty = len(given) - unreadable - sum(option.count for option in options)
    return QuestionAnswers(question.id, question.text, options, empty, unreadable)


def stopped(items: Iterable[str], outcomes: ClassOutcomes) -> Iterator[Stopped]:
    """The items that have any, in their order; a submission counts once for an item, with what it met first."""
    for item in items:
        found = [by_item[item].results for by_item in outcomes.values() if item in by_item]
        first = (next((result.stopped for result in results if result.stopped), "") for results in found)
        if counts := Counter(kind for kind in first if kind in STOPS):
            yield Stopped(item, counts)


def runtimes(items: Iterable[str], outcomes: ClassOutcomes) -> Iterator[Runtime]:
    """The items that were measured, in their order."""
    for item in items:
        found = [by_item[item] for by_item in outcomes.values() if item in by_item]
        seconds = sorted(one.seconds for one in found if one.seconds is not None)
        theirs = [one.student_seconds for one in found if one.student_seconds is not None]
        if seconds:
            yield Runtime(item, tuple(seconds), statistics.median(theirs) if theirs else None)


def faults(outcomes: ClassOutcomes, clean: Callable[[str], str]) -> list[Fault]:
    """The most frequent first."""
    counts = Counter(
        (item, clean(reason))
        for by_item in outcomes.values()
        for item, one in by_item.items()
        for reason in one.all_faults
    )
    return [Fault(item, reason, count) for (item, reason), count in counts.most_common()]
