"""The `student` of grading: calls go to a forked process as plain values, and only plain values come back."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lessoncheck.cells import Cell
from lessoncheck.failures import CheckFailed, GraderFault, Stop
from lessoncheck.from_scratch import Allowed
from lessoncheck.messages import UNUSABLE_VALUE
from lessoncheck.protocol import Plain, WireClosed, WireError
from lessoncheck.student import Helpers, Student
from wallgrade.sandbox import messages
from wallgrade.sandbox.fork_server import ForkServer, Session
from wallgrade.sandbox.limits import Limits
from wallgrade.witnesses.witnesses import unexplained

MOST_TIMEOUTS = 2
MOST_QUESTIONS = 100_000


@dataclass
class SubmissionBudget:
    """A submission's cells, and the time that they have left.

    `load_error`, a sentence and the kind of end, is set once the cells themselves turned out not to finish.
    `seconds_left` counts down the wall time that the items may still take together.
    """

    cells: Sequence[Cell]
    limits: Limits = field(default_factory=Limits)
    load_error: tuple[str, Stop] | None = None
    seconds_left: float = field(init=False)

    def __post_init__(self) -> None:
        self.seconds_left = self.limits.submission_seconds


class RemoteStudent(Student):
    """One item's student: a forked process of its own, opened when a check first calls.

    A call that takes too long or ends the process costs the check that made it; the next one gets a fresh
    process, but after two timeouts the item's remaining calls fail at once. `not_cacheable` tells that a limit of time
    was met or a process ended, which might not happen another time. `seconds` is how long all calls took, with starting
    the process and running the cells.
    """

    def __init__(
        self, server: Callable[[], ForkServer], program: SubmissionBudget, answer: Callable[[str], str]
    ) -> None:
        super().__init__()
        self._server = server
        self._program = program
        self._answer = answer
        self._session: Session | None = None
        self._timeouts = 0
        self.not_cacheable = False
        self.seconds = 0.0

    def exchange(self, request: dict[str, Plain], helpers: Helpers, seconds: float) -> Plain:
        """Send the request; answer the student side's questions to `helpers` until the reply comes."""
        if self._timeouts >= MOST_TIMEOUTS:
            raise self._out(messages.NO_MORE_TIME, "too slow")
        started = time.monotonic()
        try:
            return self._exchange(request, helpers, min(seconds, self._program.limits.call_seconds))
        except CheckFailed:
            self.close()  # whatever state it left behind: the next call starts afresh
            raise
        finally:
            taken = time.monotonic() - started
            self.seconds += taken
            self._program.seconds_left -= taken

    def _exchange(self, request: dict[str, Plain], helpers: Helpers, seconds: float) -> Plain:
        if self._program.seconds_left <= 0:
            raise self._out(messages.OUT_OF_TIME.format(seconds=self._program.limits.submission_seconds), "too slow")
        connection = self._open().connection
        seconds = max(min(seconds, self._program.seconds_left), 0.0)
        deadline = time.monotonic() + seconds
        try:
            connection.send(request, seconds)
            for _ in range(MOST_QUESTIONS):
                reply = connection.receive(deadline - time.monotonic())
                if isinstance(reply, dict) and "unsendable" in reply:
                    raise CheckFailed(UNUSABLE_VALUE)
                if not (isinstance(reply, dict) and "ask" in reply):
                    return reply
                connection.send({"answer": _ask(helpers, reply)}, seconds)
        except TimeoutError:
            self._timeouts += 1
        except WireClosed:
            raise self._out(messages.PROCESS_ENDED, "process ended") from None
        except WireError:  # our own end writes messages that can be read, so this is the student's doing
            raise CheckFailed(UNUSABLE_VALUE) from None
        raise self._out(messages.TOO_SLOW.format(seconds=seconds), "too slow")

    @property
    def timed_out(self) -> bool:
        """Whether a call, or the cells before it, ran out of time."""
        return self._timeouts > 0

    def unexplained(self, function: str, allowed: Allowed) -> str:
        """What the submission's text and all calls so far have outside of what is allowed."""
        return unexplained(self._program.cells, function, allowed, self.operators, incomplete=self.incomplete)

    def answer(self, item: str) -> str:
        """The text of the submitted answer cell."""
        return self._answer(item)

    def close(self) -> None:
        """End the session, if one is open."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _open(self) -> Session:
        if self._program.load_error:
            raise self._out(*self._program.load_error)
        if self._session is None:
            self._session = self._server().open_session()
            seconds = min(self._program.limits.cells_seconds, self._program.seconds_left)
            cells = [[cell.name, cell.source, cell.role] for cell in self._program.cells]
            ended: tuple[str, Stop]
            try:
                self._session.connection.send({"cells": cells}, seconds)
                ran = self._session.connection.receive(seconds)
            except TimeoutError:
                self._timeouts += 1
                ended = messages.CELLS_TOO_SLOW.format(seconds=seconds), "too slow"
            except WireError:
                ended = messages.CELLS_ENDED_PROCESS, "process ended"
            else:
                if isinstance(ran, dict) and "setup_failed" in ran:  # said before any of the student's code ran
                    self.close()
                    raise GraderFault(messages.NO_SANDBOX.format(reason=ran["setup_failed"]))
                self.not_cacheable |= not isinstance(ran, dict) or ran.get("interrupted") is not False
                return self._session
            self._program.load_error = ended
            raise self._out(*ended)
        return self._session

    def _out(self, sentence: str, stopped: Stop) -> CheckFailed:
        self.not_cacheable = True
        return CheckFailed(sentence, stopped=stopped)


def _ask(helpers: Helpers, question: dict[str, Plain]) -> Plain:
    """A right helper's answer. The question comes from the student side, so it may be nonsense."""
    name, arguments = question.get("ask"), question.get("arguments")
    if not isinstance(name, str) or name not in helpers or not isinstance(arguments, dict):
        raise CheckFailed(UNUSABLE_VALUE)
    try:
        return helpers[name](**arguments)
    except Exception:  # whatever the nonsense was
        raise CheckFailed(UNUSABLE_VALUE) from None
