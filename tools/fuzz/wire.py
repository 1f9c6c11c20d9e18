"""What the grader's side reads of the student's processes: replies and questions in calls, and how the cells ran.

The lesson's own checks run on real conversations, with some changes in what the student's process says.
"""

from __future__ import annotations

import importlib
import inspect
import struct
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fuzz.changes import ARRAYS, CHANGES, PLAIN, Change, changed
from fuzz.conversations import FOLDER, SECRET, Stream, entries, program, real_messages
from fuzz.running import Reader, uncounted
from fuzz.texts import must_be_shown
from lessoncheck.failures import CheckFailed, GraderFault
from lessoncheck.inputs import Inputs
from lessoncheck.protocol import Connection, Plain, decode, encode
from lessoncheck.results import MOST_BYTES, CheckResult, within_size
from lessoncheck.student import Helpers
from wallgrade.sandbox.cell_runs import CellRuns
from wallgrade.sandbox.limits import Limits
from wallgrade.sandbox.remote_student import RemoteStudent, SubmissionBudget

ITEMS = ("softmax", "cross_entropy", "accuracy", "evaluate_accuracy", "sgd", "train_ch3", "min_accuracy")
ODD = (*PLAIN, *ARRAYS)
LENGTHS = struct.Struct("!QQ")
Bytes = tuple[int, str, int]  # where in a message, what is done there, and with which byte


@dataclass(frozen=True)
class Lie:
    """What becomes of the messages in a call: of the `call`-th one, or of each (-1).

    The changes are of the driver's values in the reply, or of the whole message.
    """

    call: int
    whole: bool = False
    changes: Sequence[Change] = ()
    damage: Sequence[Bytes] = ()
    asked: Sequence[int] = ()  # a question before the reply, with these odd values


@dataclass(frozen=True)
class Case:
    """One check of an item, of a program by its name in the catalogue, and the lies that are told."""

    item: str
    check: int
    entry: str
    lies: Sequence[Lie]


class LyingStudent(RemoteStudent):
    """A student of grading whose process is not there: real messages are changed, and read as from a process."""

    def __init__(self, case: Case) -> None:
        budget = SubmissionBudget(program(case.item, case.entry), Limits(grader_seconds=1e9, submission_seconds=1e9))
        super().__init__(cast(Any, None), budget, lambda item: "", case.item)
        self._case = case
        self._calls = 0
        self._helpers: Helpers = {}

    def exchange(self, request: dict[str, Plain], helpers: Helpers, *limits: Any) -> Plain:
        """As in grading."""
        self._helpers = helpers
        return super().exchange(request, helpers, *limits)

    def _open(self) -> Any:
        return SimpleNamespace(connection=Connection(cast(Any, Stream(self._said)), Limits.output), close=lambda: None)

    @uncounted()
    def _said(self, message: bytes) -> bytes:
        header, _ = LENGTHS.unpack(message[: LENGTHS.size])
        content = message[LENGTHS.size :]
        request = decode(content[:header], content[header:])
        if "call" not in request:
            return b""
        messages = real_messages(self._case.item, self._case.entry, request, self._helpers)
        lies = [lie for lie in self._case.lies if lie.call in (-1, self._calls)]
        self._calls += 1
        return b"".join(told(self._with_question(messages, lies), lies))

    def _with_question(self, messages: list[Plain], lies: Sequence[Lie]) -> list[Plain]:
        asked = [number for lie in lies for number in lie.asked]
        if not asked or not self._helpers:
            return messages
        name = sorted(self._helpers)[asked[0] % len(self._helpers)]
        names = list(inspect.signature(self._helpers[name]).parameters)
        arguments = {one: ODD[asked[at % len(asked)] % len(ODD)] for at, one in enumerate(names)}
        return [{"ask": name, "arguments": arguments}, *messages]


def told(messages: list[Plain], lies: Sequence[Lie]) -> list[bytes]:
    """The messages as they are sent by who tells these lies; a change that cannot be sent is not made."""
    frames = []
    for message in messages:
        for lie in lies:
            if lie.whole or not isinstance(message, dict) or "values" not in message:
                message = changed(message, lie.changes, ODD)
            else:
                message = message | {"values": changed(message["values"], lie.changes, ODD)}
        frame = bytearray(encode(message))
        for place, kind, byte in (damage for lie in lies for damage in lie.damage):
            at = place % len(frame)
            frame[at : at + (kind != "insert")] = b"" if kind == "cut" else bytes([byte])
        frames.append(bytes(frame))
    return frames


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
        given = {"student": LyingStudent(case), "inputs": inputs, "note": notes.append}
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
