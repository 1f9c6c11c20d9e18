"""Everything the report on a class says, as plain data, gathered from the gradebook and the autograded notebooks."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wallgrade.gradebook.attention import Attention, attention
from wallgrade.gradebook.report_cell import ClassOutcomes, GradedFolder
from wallgrade.gradebook.scores import AssignmentGrades, Student
from wallgrade.reports.class_report.statistics import (
    Distribution,
    ItemStatistics,
    decided_items,
    distribution,
    item_statistics,
)
from wallquiz.model import Question


@dataclass(frozen=True)
class Misconception:
    """A named mistake: how many students made it, in which items, and what to say about it in class."""

    id: str
    students: int
    items: tuple[str, ...]
    message: str
    hint: str


@dataclass(frozen=True)
class OptionCount:
    """How often one option of a question was chosen."""

    letter: str
    text: str
    count: int
    key: bool


@dataclass(frozen=True)
class QuestionAnswers:
    """The answers to one question; `none` is how many chose no option that can be read."""

    item: str
    text: str
    options: tuple[OptionCount, ...]
    none: int

    @property
    def answered(self) -> int:
        """How many chose an option."""
        return sum(option.count for option in self.options)

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


@dataclass(frozen=True)
class Row:
    """A student's line in the table of scores; None is a score that a person still has to give."""

    student: str
    person: Student
    scores: dict[str, float | None]
    total: float
    waiting: tuple[str, ...]


@dataclass(frozen=True)
class ClassReport:
    """The whole report. In an anonymous one every name in here is already a pseudonym."""

    assignment: str
    anonymous: bool
    points: dict[str, float]
    rows: tuple[Row, ...]
    absent: int
    distribution: Distribution
    items: tuple[ItemStatistics, ...]
    misconceptions: tuple[Misconception, ...]
    questions: tuple[QuestionAnswers, ...]
    runtimes: tuple[Runtime, ...]
    faults: tuple[Fault, ...]
    attention: tuple[Attention, ...]

    @property
    def decided_points(self) -> float:
        """The points of the items that have at least one score."""
        scores = [row.scores for row in self.rows]
        return sum(self.points[item] for item in decided_items(self.points, scores))


def summarise(
    grades: AssignmentGrades,
    graded: Mapping[str, GradedFolder],
    changed: Mapping[str, str],
    questions: Sequence[Question] = (),
    pseudonyms: Mapping[str, str] | None = None,
    clean: Callable[[str], str] = lambda text: text,
) -> ClassReport:
    """Gather the report from the grades, the autograded notebooks and what changed since, both by student.

    With `pseudonyms` (by id) people get these, and `clean` goes over every free text.
    """
    outcomes = {student: folder.outcomes for student, folder in graded.items()}
    names = {person.id: pseudonyms[person.id] if pseudonyms else _shown(person) for person in _people(grades)}
    scores = [{score.item: score.points for score in submission.scores} for submission in grades.submissions]
    rows = [
        Row(
            names[submission.person.id],
            Student(names[submission.person.id]) if pseudonyms else submission.person,
            row,
            submission.total,
            submission.waiting,
        )
        for submission, row in zip(grades.submissions, scores, strict=True)
    ]
    to_look_at = [
        replace(one, student=names[one.student], reason=clean(one.reason))
        for one in attention(grades, graded, questions, changed)
    ]
    if pseudonyms:
        to_look_at = sorted(to_look_at, key=lambda one: (one.item == "", one.item, one.student))
    return ClassReport(
        grades.assignment,
        pseudonyms is not None,
        grades.items,
        tuple(sorted(rows, key=lambda row: row.student)) if pseudonyms else tuple(rows),
        len(grades.absent),
        distribution(grades.items, scores),
        tuple(item_statistics(grades.items, scores)),
        tuple(_misconceptions(outcomes, clean)),
        tuple(_answers(question, outcomes) for question in questions),
        tuple(_runtimes(grades, outcomes)),
        tuple(_faults(outcomes, clean)),
        tuple(to_look_at),
    )


def _people(grades: AssignmentGrades) -> list[Student]:
    return [*(submission.person for submission in grades.submissions), *grades.absent]


def _shown(person: Student) -> str:
    return person.id if person.name == person.id else f"{person.name} ({person.id})"


def _misconceptions(outcomes: ClassOutcomes, clean: Callable[[str], str]) -> list[Misconception]:
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


def _answers(question: Question, outcomes: ClassOutcomes) -> QuestionAnswers:
    given = [by_item[question.id].option for by_item in outcomes.values() if question.id in by_item]
    counts = Counter(given)
    options = tuple(
        OptionCount(option.letter, option.text, counts[option.letter], option.letter == question.key)
        for option in question.options
    )
    return QuestionAnswers(question.id, question.text, options, len(given) - sum(o.count for o in options))


def _runtimes(grades: AssignmentGrades, outcomes: ClassOutcomes) -> Iterator[Runtime]:
    for item in grades.items:
        found = [by_item[item] for by_item in outcomes.values() if item in by_item]
        seconds = sorted(one.seconds for one in found if one.seconds is not None)
        theirs = [one.student_seconds for one in found if one.student_seconds is not None]
        if seconds:
            yield Runtime(item, tuple(seconds), statistics.median(theirs) if theirs else None)


def _faults(outcomes: ClassOutcomes, clean: Callable[[str], str]) -> list[Fault]:
    counts = Counter(
        (item, clean(reason))
        for by_item in outcomes.values()
        for item, one in by_item.items()
        for reason in one.all_faults
    )
    return [Fault(item, reason, count) for (item, reason), count in counts.most_common()]
