"""Who needs a person: submissions that the grader could not finish, and those in which something seems wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wallgrade.gradebook.report_cell import ClassOutcomes, ItemOutcome
from wallgrade.gradebook.scores import AssignmentGrades
from wallgrade.reports.class_report import messages
from wallquiz.model import Question


@dataclass(frozen=True)
class Attention:
    """Somebody should look at this: whose, which item ("" for the whole submission), why."""

    student: str
    item: str
    reason: str


def attention(grades: AssignmentGrades, outcomes: ClassOutcomes, questions: Iterable[Question]) -> Iterator[Attention]:
    """What to look at, submissions first; `student` is an id."""
    quiz = {question.id for question in questions}
    for submission in grades.submissions:
        found = outcomes.get(submission.person.id, {})
        for item in submission.waiting:
            yield Attention(submission.person.id, item, _why(item, found.get(item), item in quiz))
        decided = [score.score for score in submission.scores if not score.needs_manual_grade]
        if decided and not submission.waiting and not sum(decided):
            yield Attention(submission.person.id, "", messages.NOTHING_SCORED)
    for person in grades.absent:
        yield Attention(person.id, "", messages.NOTHING_HANDED_IN)


def _why(item: str, found: ItemOutcome | None, question: bool) -> str:
    if found is None:
        return messages.NO_FINDINGS
    if found.all_faults:
        return messages.GRADER_FAULT.format(reason="; ".join(found.all_faults))
    if question:
        return messages.UNREADABLE_ANSWER
    return messages.LEFT_FOR_A_PERSON
