"""What the summary says about each item: points, a state, one sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lessoncheck.cells import answer_source, marker
from lessoncheck.messages import GATE
from lessoncheck.quiz.answers import answer_in_cell
from lessoncheck.results import CheckResult
from wallgrade.gradebook.report_cell import ItemOutcome, read_report_cell
from wallgrade.gradebook.scores import ItemScore
from wallgrade.reports.feedback import messages
from wallquiz.model import Question

State = Literal["full", "part", "none", "needs_manual_grade", "later"]
LONGEST_SENTENCE = 170


@dataclass(frozen=True)
class ItemLine:
    """One line of the summary. `points` is None when there are none to show (yet)."""

    notebook: str
    item: str
    points: float | None
    max_score: float
    state: State
    sentence: str


def item_cells(notebook: Any) -> dict[str, Any]:
    """The cells that carry points, by item, in order."""
    return {
        str(marker(cell)["grade_id"]): cell
        for cell in notebook.cells
        if marker(cell).get("grade") or marker(cell).get("task")
    }


def item_lines(
    name: str,
    notebook: Any,
    scores: Mapping[str, ItemScore],
    questions: Mapping[str, Question],
    *,
    show_quiz: bool,
) -> list[ItemLine]:
    """The lines of one notebook's items."""
    lines = []
    for item, cell in item_cells(notebook).items():
        score = scores.get(item, ItemScore(item, 0.0, float(marker(cell).get("points") or 0)))
        question = questions.get(item)
        if question is not None and not show_quiz:
            sentence = quiz_sentence(question, answer_source(notebook, item), show_result=False)
            lines.append(ItemLine(name, item, None, score.max_score, "later", sentence))
        elif score.points is None:
            source = answer_source(notebook, item)
            sentence = messages.AGAIN if score.by_hand else waiting_sentence(read_report_cell(cell), question, source)
            lines.append(ItemLine(name, item, None, score.max_score, "needs_manual_grade", sentence))
        else:
            if score.by_hand:
                sentence = messages.BY_HAND
            elif question is not None:
                sentence = quiz_sentence(question, answer_source(notebook, item), show_result=True)
            else:
                outcome = read_report_cell(cell)
                sentence = checks_sentence(outcome.results if outcome else ()) or messages.NOT_JUDGED
            lines.append(ItemLine(name, item, score.score, score.max_score, _state(score), sentence))
    return lines


def waiting_sentence(outcome: ItemOutcome | None, question: Question | None, source: str) -> str:
    """Why an item waits for a person, as far as it concerns the student; what a fault of ours said is not for them."""
    if outcome is not None and outcome.review:
        return f"{_first_sentence(outcome.review.removeprefix(f'{outcome.item}: '))} {messages.TO_BE_DECIDED}"
    if question is not None and answer_in_cell(source, question.id, question.public_options).status == "unclear":
        return messages.QUIZ_LATER_UNCLEAR
    if outcome is not None and outcome.all_faults:
        return messages.NOT_CHECKED
    return messages.NEEDS_MANUAL_GRADE


def checks_sentence(results: Sequence[CheckResult]) -> str:
    """How many checks pass, and the first thing that was wrong."""
    if not results:
        return ""
    passed = sum(result.status == "passed" for result in results)
    if passed == len(results):
        return messages.ONE_PASSES if passed == 1 else messages.ALL_PASS.format(total=passed)
    failed = [result for result in results if result.status == "failed"]
    gates = [result for result in failed if result.gate]
    message = next((_first_sentence(result.message) for result in gates or failed), "")
    if len(results) == 1:
        return message or messages.ONE_FAILS
    parts = [messages.SOME_PASS.format(passed=passed, total=len(results)), message, GATE if gates else ""]
    return " ".join(filter(None, parts))


def quiz_sentence(question: Question, source: str, *, show_result: bool) -> str:
    """Which option was chosen, and whether it is right if `show_result`; never which one would be right."""
    choice = answer_in_cell(source, question.id, question.public_options)
    if choice.status == "empty":
        return messages.QUIZ_LATER_EMPTY
    if choice.status == "unclear":
        return messages.QUIZ_LATER_UNCLEAR
    if not show_result:
        return messages.QUIZ_LATER.format(letter=choice.letter)
    return (messages.QUIZ_RIGHT if choice.letter == question.key else messages.QUIZ_WRONG).format(letter=choice.letter)


def _state(score: ItemScore) -> State:
    if score.score >= score.max_score:
        return "full"
    return "part" if score.score > 0 else "none"


def _first_sentence(message: str) -> str:
    line = " ".join(message.split())
    sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z])", line, maxsplit=1)[0]
    if len(sentence) <= LONGEST_SENTENCE:
        return sentence
    return sentence[:LONGEST_SENTENCE].rpartition(" ")[0] + " …"
