"""The `student` of grading: calls go to a forked process as plain values, and only plain values come back."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lessoncheck.cells import Cell
from lessoncheck.failures import CheckFailed, Stop
from lessoncheck.from_scratch import Allowed
from lessoncheck.messages import NO_MORE_TIME, TOO_SLOW, UNUSABLE_VALUE, too_large
from lessoncheck.protocol import Plain, WireClosed, WireError
from lessoncheck.reply_size import Bounds, TooLarge, bounds_for, within
from lessoncheck.student import MOST_TIMEOUTS, Helpers, Student
from lessoncheck.student_error import StudentError
from wallgrade.sandbox import messages
from wallgrade.sandbox.cell_runs import CellRuns
from wallgrade.sandbox.fork_server import ForkServer, Session
from wallgrade.sandbox.late_imports import needed_by
from wallgrade.sandbox.limits import Limits
from wallgrade.sandbox.waiting import SECONDS_OF_A_TRY, Waiting
from wallgrade.witnesses.stubs import stub_error
from wallgrade.witnesses.witnesses import unexplained

MOST_MESSAGES = 100_000  # in one call


@dataclass
class SubmissionBudget:
    """A submission's cells, and the time that they have left.

    `seconds_left` counts down the wall time that the items may still take together, `waiting` what of it is in vain.
    What the grader's own side takes for them is processor time of the thread that made this, from then on.
    """

    cells: Sequence[Cell]
    limits: Limits = field(default_factory=Limits)
    seconds_left: float = field(init=False)
    runs: CellRuns = field(init=False)
    waiting: Waiting = field(init=False)
    _own_start: float = field(default_factory=time.thread_time, init=False)

    def __post_init__(self) -> None:
        self.seconds_left = self.limits.submission_seconds
        self.runs = CellRuns(self.cells, self.limits)
        self.waiting = Waiting(self.limits.waiting_seconds)

    @cached_property
    def imports(self) -> list[str]:
        """What the program imports that others do not."""
        return needed_by(cell.source for cell in self.cells)

    @property
    def out_of_time(self) -> str:
        """Why nothing more is run for this submission; "" while it has time."""
        if self.seconds_left <= 0:
            return messages.OUT_OF_TIME.format(seconds=self.limits.submission_seconds)
        if time.thread_time() - self._own_start > self.limits.grader_seconds:
            return messages.GRADER_OUT_OF_TIME.format(seconds=self.limits.grader_seconds)
        return ""


class RemoteStudent(Student):
    """One item's student: a forked process of its own, opened when a check first calls.

    A call that takes too long or ends the process costs the check that made it; the next one gets a fresh process.
    After a timeout the item's further calls are waited for only briefly, and after two they fail at once; what other
    items call by the item's name is then known not to end. `not_cacheable` tells that a limit of time was met or a
    process ended, which might not happen another time. `seconds` is how long all calls took, with starting the process
    and running the cells.
    """

    def __init__(
        self, server: Callable[[], ForkServer], program: SubmissionBudget, answer: Callable[[str], str], item: str = ""
    ) -> None:
        super().__init__()
        self._server = server
        self._program = program
        self._answer = answer
        self._item = item
        self._session: Session | None = None
        self._timeouts = 0
        self.not_cacheable = False
        self.seconds = 0.0

    def exchange(
        self, request: dict[str, Plain], helpers: Helpers, seconds: float, silence: float | None = None
    ) -> Plain:
        """Send the request; answer the student side's questions to `helpers` until the reply comes.

        Where the item's function is a stub, every call would end alike, and none is made.
        """
        if self._stub is not None:
            return {"raised": dict(vars(self._stub))}
        if self._timeouts >= (1 if self._program.waiting.used_up else MOST_TIMEOUTS):
            raise self._out(NO_MORE_TIME, "too slow")
        started = time.monotonic()
        try:
            return self._exchange(request, helpers, min(seconds, self._program.limits.call_seconds), silence)
        except CheckFailed:
            self.close()  # whatever state it left behind: the next call starts afresh
            raise
        finally:
            taken = time.monotonic() - started
            self.seconds += taken
            self._program.seconds_left -= taken

    def _exchange(self, request: dict[str, Plain], helpers: Helpers, seconds: float, silence: float | None) -> Plain:
        if sentence := self._program.out_of_time:
            raise self._out(sentence, "too slow")
        connection = self._open().connection
        patience = self._program.waiting.patience(silence or seconds, again=self._timeouts > 0)
        seconds = min(seconds, self._program.seconds_left)
        began = heard = time.monotonic()
        last = heard + seconds
        try:
            connection.send(request, patience)
            for _ in range(MOST_MESSAGES):
                reply = connection.receive(min(heard + patience, last) - time.monotonic())
                if isinstance(reply, dict) and "unsendable" in reply:
                    raise CheckFailed(UNUSABLE_VALUE)
                if isinstance(reply, dict) and "going_on" in reply:
                    heard = time.monotonic() if silence is not None else heard
                    continue
                if not (isinstance(reply, dict) and "ask" in reply):
                    self._look_at_memory(reply, time.monotonic() - began)
                    return reply
                if sentence := self._program.out_of_time:
                    raise self._out(sentence, "too slow")
                connection.send({"answer": _ask(helpers, reply, bounds_for(request))}, patience)
        except TimeoutError:
            pass
        except WireClosed:
            raise self._out(messages.PROCESS_ENDED, "process ended") from None
        except WireError:  # our own end writes messages that can be read, so this is the student's doing
            raise CheckFailed(UNUSABLE_VALUE) from None
        raise self._timed_out(time.monotonic() - heard, patience if time.monotonic() < last else seconds)

    def _timed_out(self, waited: float, seconds: float) -> CheckFailed:
        self._no_end(waited, messages.NOT_CALLED.format(name=self._item, seconds=seconds))
        return self._out(TOO_SLOW.format(seconds=seconds), "too slow")

    def _look_at_memory(self, reply: Plain, taken: float) -> None:
        """What goes on until all memory is used up has no end either."""
        raised = reply.get("raised") if isinstance(reply, dict) else None
        if isinstance(raised, dict) and raised.get("type") == MemoryError.__name__ and taken > SECONDS_OF_A_TRY:
            self._no_end(taken, messages.NOT_CALLED_MEMORY.format(name=self._item))
            self.not_cacheable = True

    def _no_end(self, waited: float, sentence: str) -> None:
        self._timeouts += 1
        self._program.waiting.was_in_vain(waited)
        self._program.waiting.not_called.setdefault(self._item, sentence)

    @cached_property
    def _stub(self) -> StudentError | None:
        return stub_error(self._program.cells, self._item)

    @property
    def timed_out(self) -> bool:
        """Whether a call, or the cells before it, ran out of time."""
        return self._timeouts > 0 or bool(self._program.runs.cut)

    def unexplained(self, function: str, allowed: Allowed) -> str:
        """What the submission's text and all calls so far have outside of what is allowed."""
        return unexplained(self._program.cells, function, allowed, self.operators, incomplete=self.incomplete)

    def answer(self, item: str) -> str:
        """The text of the submitted answer cell."""
        return self._answer(item)

    def start_afresh(self) -> None:
        """The next call has a process of its own."""
        self.close()

    def close(self) -> None:
        """End the session, if one is open."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _open(self) -> Session:
        runs, waiting = self._program.runs, self._program.waiting
        while self._session is None:
            if runs.load_error:
                raise self._out(*runs.load_error)
            limits = self._program.limits
            seconds = min(self._program.seconds_left, waiting.seconds_left + limits.cells_seconds + limits.cell_seconds)
            if seconds <= 0:  # whatever the process said of its cells, there was no end to them
                runs.end()
                continue
            session, useful = self._server().open_session(self._program.imports), False
            started, cut_before = time.monotonic(), len(runs.cut)
            try:
                not_called = {name: why for name, why in waiting.not_called.items() if name != self._item}
                useful = runs.run_in(session.connection, seconds, not_called)
            finally:
                if not useful:
                    session.close()
            if len(runs.cut) > cut_before:
                waiting.was_in_vain(time.monotonic() - started)
            self.not_cacheable |= bool(runs.cut or not_called)
            if useful:
                self._session = session
        return self._session

    def _out(self, sentence: str, stopped: Stop) -> CheckFailed:
        self.not_cacheable = True
        return CheckFailed(sentence, stopped=stopped)


def _ask(helpers: Helpers, question: dict[str, Plain], bounds: Bounds) -> Plain:
    """A right helper's answer. The question comes from the student side, so it may be nonsense, or too large."""
    name, arguments = question.get("ask"), question.get("arguments")
    if not isinstance(name, str) or name not in helpers or not isinstance(arguments, dict):
        raise CheckFailed(UNUSABLE_VALUE)
    try:
        return helpers[name](**within(arguments, bounds))
    except TooLarge as large:
        raise CheckFailed(too_large(str(large))) from None
    except Exception:  # whatever the nonsense was
        raise CheckFailed(UNUSABLE_VALUE) from None
