"""What the grader's side reads of the student's processes: replies and questions in calls, and how the cells ran.

The lesson's own checks run on real conversations, with some changes in what the student's process says.
"""

from __future__ import annotations

import importlib
import inspect
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fuzz.changes import CHANGES
from fuzz.conversations import FOLDER, SECRET, entries, program
from fuzz.lying import ODD, Lie, LyingStudent, Stream, told
from fuzz.running import Reader, uncounted
from fuzz.texts import must_be_shown
from lessoncheck.failures import CheckFailed, GraderFault
from lessoncheck.inputs import Inputs
from lessoncheck.protocol import Connection, Plain
from lessoncheck.results import MOST_BYTES, CheckResult, within_size
from wallgrade.sandbox.cell_runs import CellRuns
from wallgrade.sandbox.limits import Limits

ITEMS = ("softmax", "cross_entropy", "accuracy", "evaluate_accuracy", "sgd", "train_ch3", "min_accuracy")


@dataclass(frozen=True)
class Case:
    """One check of an item, of a program by its name in the catalogue, and the lies that are told."""

    item: str
    check: int
    entry: str
    lies: Sequence[Lie]


def checks_of(item: str) -> list[Callable[..., None]]:
    """The check functions of an item, in order."""
    found = vars(importlib.import_module(f"checks.test_{item}")).values()
    return [one for one in found if any(mark.name == "check" for mark in getattr(one, "pytestmark", ()))]


def read(case: Case) -> None:
    """The check ends with a result, and its texts can be shown; so does running the cells."""
    with warnings.catch_warnings(), FOLDER.on_path():
        warnings.simplefilter("ignore")
        checks = checks_of(case.item)
        check, notes = checks[case.check % len(checks)], list[str]()
        inputs = Inputs(SECRET, check.__name__, grading=True)
        given = {"student": LyingStudent(case.item, case.entry, case.lies), "inputs": inputs, "note": notes.append}
        try:
            check(**{name: given[name] for name in inspect.signature(check).parameters})
        except (CheckFailed, GraderFault) as error:
            _must_be_a_result(error)
    for note in notes:
        must_be_shown(note, 2_000)
    _run_cells(case)


def _must_be_a_result(error: CheckFailed | GraderFault) -> None:
    texts = (str(error), getattr(error, "hint", ""), getattr(error, "details", ""))
    assert all(isinstance(text, str) for text in texts)
    (result,) = within_size([CheckResult("item", "name", "title", "failed", 1.0, False, False, True, *texts)])
    for text in (result.message, result.hint, result.details):
        must_be_shown(text, MOST_BYTES, kept="\n\t")


def _run_cells(case: Case) -> None:
    cells = program(case.item, case.entry)
    messages: list[Plain] = [{"cell": number, "seconds": 1.0} for number in range(len(cells))]
    messages.append({"ran": True, "cut": [[len(cells) - 1, 2, "CellTooSlow", "It took too long."]]})
    runs = CellRuns(cells, Limits())
    with uncounted():
        said = b"".join(told(messages, case.lies))
    stream = Stream(lambda message: said)
    try:
        runs.run_in(Connection(cast(Any, stream)), 30.0, {})
    except GraderFault as fault:
        must_be_shown(str(fault), 2_000)
    assert len(runs.cut) <= len(cells)
    for note in runs.notes():
        must_be_shown(note, 2_000)


def _cases(item: str) -> SearchStrategy[Case]:
    # training on all images takes long, so only the reference does that
    known = st.just("") if item == "min_accuracy" else st.just("") | st.sampled_from(entries(item))
    damage = st.tuples(st.integers(0, 5_000), st.sampled_from(["set", "cut", "insert"]), st.integers(0, 255))
    lies = st.builds(
        Lie,
        st.just(-1) | st.integers(0, 12),
        st.sampled_from([False, False, False, True]),
        st.lists(CHANGES, max_size=3).map(tuple),
        st.just(()) | st.just(()) | st.just(()) | st.just(()) | st.lists(damage, max_size=2).map(tuple),
        st.just(()) | st.lists(st.integers(0, len(ODD)), max_size=3).map(tuple),
    )
    return st.builds(Case, st.just(item), st.integers(0, 12), known, st.lists(lies, min_size=1, max_size=2).map(tuple))


READER = Reader(st.sampled_from(ITEMS).flatmap(_cases), read)
