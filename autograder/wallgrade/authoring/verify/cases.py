"""What is graded to verify an assignment: the reference, the untouched release, the catalogue, the quiz's answers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from wallgrade.authoring import messages
from wallgrade.authoring.catalogue import Catalogue, CatalogueError, Entry
from wallquiz.model import Quiz

Kind = Literal["reference", "untouched", "correct", "wrong", "answer"]


@dataclass(frozen=True)
class Case:
    """One submission and what must come of it.

    `cells` are the texts of its solution cells by item. `judged` are the items that count (those of the notebooks
    that are handed in). `answers` says for each quiz item whether its answer is "right", "wrong", "empty" or "unclear".
    """

    id: str
    kind: Kind
    cells: dict[str, str]
    judged: tuple[str, ...]
    entry: Entry | None = None
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Expectations:
    """A lesson's verify.toml.

    `consequences` are items that a mistake elsewhere may cost (training that it truly breaks). `ways`, `unclear`
    and `empty` are texts of a quiz cell, in which {item}, {letter}, {lower} and {text} stand for the question's id,
    an option's letter, the same in lower case, and the option's text.
    """

    consequences: frozenset[str] = frozenset()
    ways: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()


def load_expectations(folder: Path) -> Expectations:
    """Read verify.toml of a lesson's catalogue; CatalogueError when it is malformed."""
    file = folder / "verify.toml"
    if not file.is_file():
        return Expectations()
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        quiz = data.get("quiz", {})
        return Expectations(
            frozenset(data.get("consequences", ())),
            *(tuple(quiz.get(key, ())) for key in ("ways", "unclear", "empty")),
        )
    except (ValueError, RecursionError, AttributeError, TypeError) as error:
        raise CatalogueError(f"{file.name} cannot be read: {error}") from None


def make_cases(
    items_by_notebook: dict[str, tuple[str, ...]],
    reference: dict[str, str],
    catalogue: Catalogue,
    quiz: Quiz | None,
    expectations: Expectations,
    only: Iterable[str] = (),
) -> list[Case]:
    """All cases, in the order in which the matrix shows them; `only` limits them to the entries of these items."""
    everything = tuple(item for items in items_by_notebook.values() for item in items)
    wanted = set(only) or set(everything)
    for item in wanted - set(everything):
        raise CatalogueError(messages.NO_SUCH_ITEM.format(item=item, items=", ".join(everything)))
    for item in expectations.consequences - set(everything):
        raise CatalogueError(messages.NO_SUCH_CONSEQUENCE.format(item=item, items=", ".join(everything)))
    cases = [
        Case("reference", "reference", dict(reference), everything),
        Case("untouched", "untouched", {}, everything),
    ]

    def judged_with(named: Iterable[str]) -> tuple[str, ...]:
        """All items of the notebooks that these items are in."""
        return tuple(item for items in items_by_notebook.values() if set(items) & set(named) for item in items)

    def beside(named: Iterable[str]) -> dict[str, str]:
        """The reference's cells in these notebooks."""
        return {item: reference[item] for item in judged_with(named) if item in reference}

    for entry in catalogue.entries:
        if entry.item not in everything:
            raise CatalogueError(messages.ENTRIES_FOR_NO_ITEM.format(item=entry.item, items=", ".join(everything)))
        if entry.item in wanted:
            name = f"{entry.item}-{entry.kind}-{entry.id}"
            cells = beside([entry.item]) | {entry.item: entry.source}
            cases.append(Case(name, entry.kind, cells, judged_with([entry.item]), entry))
    if quiz is not None and wanted & {question.id for question in quiz.questions}:
        cases += [
            replace(case, cells=beside(case.judged) | case.cells, judged=judged_with(case.judged))
            for case in answer_cases(quiz, expectations)
        ]
    return cases


def answer_cases(quiz: Quiz, expectations: Expectations) -> list[Case]:
    """Every option in the plain form, every way of writing the right one, and answers that are unclear or empty."""
    cases = []
    most = max(len(question.options) for question in quiz.questions)
    for number in range(most):
        letters = {q.id: q.options[min(number, len(q.options) - 1)].letter for q in quiz.questions}
        answers = {q.id: "right" if letters[q.id] == q.key else "wrong" for q in quiz.questions}
        cases.append(_answer_case(f"option-{number + 1}", quiz, '{item} = "{letter}"', letters, answers))
    keys = {question.id: question.key for question in quiz.questions}
    for outcome, ways in (
        ("right", expectations.ways),
        ("unclear", expectations.unclear),
        ("empty", expectations.empty),
    ):
        for number, way in enumerate(ways, start=1):
            answers = dict.fromkeys(keys, outcome)
            cases.append(_answer_case(f"{outcome}-{number}", quiz, way, keys, answers))
    return cases


def _answer_case(name: str, quiz: Quiz, way: str, letters: dict[str, str], answers: dict[str, str]) -> Case:
    cells: dict[str, str] = {}
    for question in quiz.questions:
        letter = letters[question.id]
        text = question.option(letter).text
        cells[question.id] = way
        for key, value in {"item": question.id, "letter": letter, "lower": letter.lower(), "text": text}.items():
            cells[question.id] = cells[question.id].replace("{" + key + "}", value)
    return Case(f"quiz-{name}", "answer", cells, tuple(cells), answers=answers)
