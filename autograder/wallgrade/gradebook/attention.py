"""Who needs a person, and why: items that wait, and submissions in which something seems wrong."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from wallgrade.gradebook import messages
from wallgrade.gradebook.report_cell import GradedFolder, ItemOutcome
from wallgrade.gradebook.scores import AssignmentGrades, ItemScore, StudentScores
from wallquiz.model import Question


@dataclass(frozen=True)
class Attention:
    """Somebody should look at this: whose (an id), which item ("" for the whole submission), why.

    `waiting`: the total is not final before somebody did.
    """

    student: str
    item: str
    reason: str
    waiting: bool = False


def attention(
    grades: AssignmentGrades,
    graded: Mapping[str, GradedFolder],
    questions: Iterable[Question],
    changed: Mapping[str, str],
) -> Iterator[Attention]:
    """What to look at, students in the gradebook's order, then who handed in nothing.

    `graded` has the autograded notebooks by student; `changed` says, by student, what changed since they were graded.
    """
    quiz = {question.id for question in questions}
    for submission in grades.submissions:
        student = submission.person.id
        yield from _of_submission(submission, graded.get(student, GradedFolder()), quiz)
        if student in changed:
            yield Attention(student, "", changed[student])
    for person in grades.absent:
        yield Attention(person.id, "", messages.NOTHING_HANDED_IN)


def _of_submission(submission: StudentScores, graded: GradedFolder, quiz: Container[str]) -> Iterator[Attention]:
    student = submission.person.id
    for score in submission.scores:
        if why := why_waiting(score, graded.outcomes.get(score.item), question=score.item in quiz):
            yield Attention(student, score.item, why, waiting=True)
    said = {outcome.review for outcome in graded.outcomes.values()}
    for note in graded.notes:
        if note not in said:
            yield Attention(student, "", note)
    decided = [score.score for score in submission.scores if not score.needs_manual_grade]
    if decided and submission.final and not sum(decided):
        yield Attention(student, "", messages.NOTHING_SCORED)


def why_waiting(score: ItemScore, found: ItemOutcome | None, *, question: bool) -> str:
    """Why an item waits for a person, in one sentence; empty if it does not."""
    if not score.needs_manual_grade:
        return ""
    if score.by_hand:
        return messages.SCORED_BEFORE
    if found is None:
        return messages.NO_FINDINGS
    if found.all_faults:
        return messages.GRADER_FAULT.format(reason="; ".join(found.all_faults))
    if found.review:
        return found.review.removeprefix(f"{score.item}: ")  # it stands beside the item
    if not question:
        return messages.LEFT_FOR_A_PERSON
    return messages.UNREADABLE_ANSWER
