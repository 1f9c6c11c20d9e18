"""The `student` of a check: something whose functions can be called with plain inputs.

A check does not know where the student's code runs: in the notebook's own kernel, in the pytest process
of the student's machine, or in a forked process of the grader's.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import ModuleType
from typing import Any

import numpy as np

from lessoncheck import messages
from lessoncheck.cell_execution import Namespace
from lessoncheck.driver_api import perform
from lessoncheck.exception_hints import hint_for
from lessoncheck.failures import CheckFailed, GraderFault, Stop
from lessoncheck.from_scratch import Allowed
from lessoncheck.not_called import NotCalled
from lessoncheck.operator_trace import LONGEST_NAME, MOST_NAMES
from lessoncheck.plain_text import one_line
from lessoncheck.printed import ShownOutput
from lessoncheck.protocol import Plain
from lessoncheck.reply_size import TooLarge, bounds_for, within
from lessoncheck.student_error import TEXT_LIMIT, StudentError
from lessoncheck.time_limit import CellTooSlow, Clock

Helpers = Mapping[str, Callable[..., Plain]]
DEFAULT_SECONDS = 10.0
MOST_TIMEOUTS, LEAST_SECONDS = 2, 2.0
WRONG_ARGUMENTS = "wrong_arguments"  # the diagnosis of a function that cannot take the lesson's arguments
KINDS: Mapping[str, Stop] = {
    "SyntaxError": "syntax error",
    "NameError": "not defined",
    "UnboundLocalError": "not defined",
    CellTooSlow.__name__: "too slow",
    NotCalled.__name__: "too slow",
    "ProcessEnded": "process ended",
}


@dataclass(frozen=True)
class Reply:
    """What came of one call: the driver's values, what was printed, what torch was asked to do."""

    values: dict[str, Plain]
    printed: str
    operators: frozenset[str]
    optimizers: frozenset[str]


class Student(ABC):
    """Calls a student's functions; `call` either returns a reply or ends the check as failed.

    `operators` and `optimizers` are what torch was asked to do in all calls so far, also those that ended in an error;
    `incomplete`: that was too much to be told.
    `left_behind` is what these calls left changed for everybody, such as gradients that are switched off.
    `remembered` is for a check that has something to tell to the item's later checks.
    """

    def __init__(self) -> None:
        self.operators: set[str] = set()
        self.optimizers: set[str] = set()
        self.incomplete = False
        self.left_behind: set[str] = set()
        self.remembered: dict[str, Any] = {}

    def unexplained(self, function: str, allowed: Allowed) -> str:
        """What keeps us from telling that `function` is written from scratch, by its text or by what torch was asked to
        do; "" where nothing does, or nobody looks: a person's own machine reports, it does not grade.
        """
        return ""

    def start_afresh(self) -> None:
        """Forget, where that can be done, what the student's code keeps in memory: the next call is a first one."""
        return

    def call(
        self,
        driver: str,
        /,
        *,
        helpers: Helpers | None = None,
        seconds: float = DEFAULT_SECONDS,
        silence: float | None = None,
        elements: int = 0,
        **arguments: Plain,
    ) -> Reply:
        """Run the lesson's driver with plain arguments.

        `helpers` are grader-side functions that the driver may ask for by name while it runs (right versions
        of functions that the one under test calls). `seconds` bounds the call where it can be bounded. For calls that
        honestly take long, `silence` bounds the time between two signs that the driver gives with `Caller.going_on`:
        what never ends is then ended early. The reply's arrays have together at most a few times the elements that were
        sent, or a million; or so many `elements`.
        Raises CheckFailed, with the student's own line and message, when the student's code fails.
        """
        request = {"call": driver, "arguments": arguments}
        message = self.exchange(request, helpers or {}, seconds, silence)
        if not isinstance(message, dict):
            raise GraderFault("the worker's reply is not a reply")
        told = self._remember(message)
        try:
            message = within(message, bounds_for(arguments, elements))
        except TooLarge as large:
            raise CheckFailed(messages.too_large(str(large))) from None
        if "too_large" in message:
            raise CheckFailed(messages.too_large(str(message["too_large"])))
        if "unusable" in message:
            raise CheckFailed(messages.UNUSABLE_VALUE)
        if "fault" in message:
            raise GraderFault(str(message["fault"]))
        if "missing" in message:
            error = _error(message.get("cell_error"))
            text, details = messages.missing(str(message["missing"]), error)
            kind = error_kind(error, "not defined")
            raise CheckFailed(text, hint=_hint(error), details=details, stopped=kind)
        if "raised" in message:
            raised = _error(message["raised"]) or StudentError("Error", "")
            text, details = messages.raised(raised)
            hint, kind = _hint(raised), error_kind(raised)
            raise CheckFailed(text, hint=hint, details=details, stopped=kind, line=details)
        if "wrong_arguments" in message:
            raise _refused(message["wrong_arguments"])
        try:
            return Reply(dict(message["values"]), str(message["printed"]), told["operators"], told["optimizers"])
        except (KeyError, TypeError, ValueError):
            raise GraderFault("the worker's reply is not a reply") from None

    def _remember(self, message: dict[str, Plain]) -> dict[str, frozenset[str]]:
        """What this message tells of the call, which is taken out of it: nobody else has to look at so many names."""
        told = {}
        for what, seen in (
            ("operators", self.operators),
            ("optimizers", self.optimizers),
            ("left_behind", self.left_behind),
        ):
            if isinstance(names := message.pop(what, None), list):
                texts = tuple(name for name in names[:MOST_NAMES] if isinstance(name, str))
                self.incomplete |= len(texts) < len(names)
                told[what] = _shortened(texts)
                seen |= told[what]
        self.incomplete |= message.get("incomplete", False) is not False
        return told

    @abstractmethod
    def exchange(
        self, request: dict[str, Plain], helpers: Helpers, seconds: float, silence: float | None = None
    ) -> Plain:
        """Carry the request to where the student's code runs and bring back the reply."""

    @abstractmethod
    def answer(self, item: str) -> str:
        """The text of the student's answer cell for a quiz item; it is read, never run."""


@lru_cache(maxsize=256)  # most calls of a function tell the same
def _shortened(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(one_line(name, LONGEST_NAME) for name in names)


class LocalStudent(Student):
    """A student in this very process: in the notebook's kernel, or in local pytest.

    `run` gives the names that the cells define; it is called once, when a check first calls (a quiz never does).
    After a call that took too long the next one is waited for only briefly, and after two they fail at once.
    `printed` is what the student's code printed in all calls.
    """

    def __init__(
        self,
        run: Callable[[], Namespace],
        drivers: Callable[[], ModuleType],
        answers: Callable[[str], str],
        preload: Callable[[], dict[str, np.ndarray[Any, Any]]],
    ) -> None:
        super().__init__()
        self._run = run
        self._drivers = drivers
        self._answers = answers
        self._preload = preload
        self._timeouts = 0
        self.printed = ShownOutput()

    @cached_property
    def _namespace(self) -> Namespace:
        return self._run()

    def exchange(
        self, request: dict[str, Plain], helpers: Helpers, seconds: float, silence: float | None = None
    ) -> Plain:
        """Runs right here, in bounds of time like those of grading."""
        if self._timeouts >= MOST_TIMEOUTS:
            raise CheckFailed(messages.NO_MORE_TIME, stopped="too slow")
        patience = min(silence or seconds, LEAST_SECONDS if self._timeouts else seconds)
        clock = Clock(patience, messages.TOO_SLOW.format(seconds=patience))
        reply = perform(
            self._drivers(),
            self._namespace,
            request,
            lambda name, arguments: helpers[name](**arguments),
            _Lazy(self._preload),
            clock.start_anew if silence is not None else lambda: None,
            clock=clock,
            show=self.printed.add,
        )
        self._timeouts += clock.over
        return reply

    def answer(self, item: str) -> str:
        """As the notebook (or its saved file) has it now."""
        return self._answers(item)


class _Lazy(dict[str, Any]):
    """A dict that loads the lesson's data when a driver first asks for it."""

    def __init__(self, load: Callable[[], dict[str, np.ndarray[Any, Any]]]) -> None:
        super().__init__()
        self._load = load

    def __missing__(self, key: str) -> Any:
        self.update(self._load())
        if key not in self:
            raise KeyError(key)
        return self[key]


def error_kind(error: StudentError | None, otherwise: Stop = "exception") -> Stop:
    """What kind of error stopped a student's code; `otherwise` if it is none of a kind of its own."""
    if error is None:
        return otherwise
    if not error.written:
        return "not written"
    return KINDS.get(error.type, otherwise)


def _hint(error: StudentError | None) -> str:
    return "" if error is None else hint_for(error.type, error.message)


def _refused(call: Plain) -> Exception:
    try:
        text = messages.wrong_arguments(call)[:TEXT_LIMIT]
    except (KeyError, TypeError, ValueError, OverflowError):
        return GraderFault("the worker's reply is not a reply")
    hint = messages.NO_SUCH_CALL_HINT
    return CheckFailed(text, hint=hint, stopped="exception", misconception=WRONG_ARGUMENTS)


def _error(plain: Plain) -> StudentError | None:
    if not isinstance(plain, dict):
        return None
    try:
        kind, message, cell, code = (
            one_line(str(plain[name]), TEXT_LIMIT) for name in ("type", "message", "cell", "code")
        )
        return StudentError(kind, message, cell, int(plain["line"]), code)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
