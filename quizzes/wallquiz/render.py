"""What students see of a quiz: the questions in their notebook, and the options as a small JSON file."""

import json
from pathlib import Path

from nbformat import NotebookNode

from . import messages
from .model import Question, Quiz, QuizError


def question_markdown(question: Question, number: int) -> str:
    """The question as Markdown: its number, its text, and the options as a list with letters."""
    options = "\n".join(f"- **{option.letter}.** {option.text}" for option in question.options)
    return f"**Question {number}.** {question.text}\n\n{options}"


def render_notebook(nb: NotebookNode, quiz: Quiz) -> None:
    """Write each question into the Markdown cell that asks for it; `nb` is changed in place.

    A cell asks with the metadata `{"wallgrade": {"question": "<id>"}}`. Cells and questions must
    pair up exactly; otherwise QuizError, and the notebook stays as it was.
    """
    written = {q.id: question_markdown(q, number) for number, q in enumerate(quiz.questions, start=1)}
    asking: dict[str, NotebookNode] = {}
    for position, cell in enumerate(nb.cells, start=1):
        wallgrade = cell.metadata.get("wallgrade", {})
        if cell.cell_type != "markdown" or not isinstance(wallgrade, dict) or "question" not in wallgrade:
            continue
        name = wallgrade["question"]
        if not isinstance(name, str):
            raise QuizError(messages.unnamed_cell(position))
        if name not in written:
            raise QuizError(messages.unknown_question(position, name))
        if name in asking:
            raise QuizError(messages.repeated_cell(position, name))
        asking[name] = cell
    for name in written:
        if name not in asking:
            raise QuizError(messages.no_cell(name))
    for name, cell in asking.items():
        cell.source = written[name]


def questions_asked(nb: NotebookNode) -> list[str]:
    """The ids of the questions that a notebook's cells ask for, in order."""
    marks = [cell.metadata.get("wallgrade", {}) for cell in nb.cells]
    return [str(mark["question"]) for mark in marks if isinstance(mark, dict) and "question" in mark]


def public_options(quiz: Quiz) -> dict[str, dict[str, str]]:
    """Question id to letter to option text: all that the student's self-check needs, and no more."""
    return {question.id: dict(question.public_options) for question in quiz.questions}


def write_public_options(quiz: Quiz, path: Path) -> None:
    """Write `public_options` as UTF-8 JSON; the same quiz always gives the same bytes."""
    text = json.dumps(public_options(quiz), ensure_ascii=False, indent=2) + "\n"
    path.write_bytes(text.encode())
