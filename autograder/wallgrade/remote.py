"""The `student` on the far side of the wall: calls cross as plain values, and only plain values come back."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lessoncheck.cells import Cell
from lessoncheck.failures import CheckFailed, GraderFault
from lessoncheck.student import Helpers, Student
from lessoncheck.wire import Plain, WireClosed, WireError
from wallgrade import texts
from wallgrade.zygote import Session, Zygote

MOST_TIMEOUTS = 2
MOST_QUESTIONS = 100_000


@dataclass
class Program:
    """A submission's cells. `broken` is set once the cells themselves turned out not to finish."""

    cells: Sequence[Cell]
    seconds: float = 60.0
    broken: str = field(default="")


class RemoteStudent(Student):
    """One item's student: a forked process of its own, opened when a check first calls.

    A call that takes too long or ends the process costs the check that made it; the next one gets a fresh
    process, but after two timeouts the item's remaining calls fail at once.
    """

    def __init__(self, zygote: Callable[[], Zygote], program: Program, answer: Callable[[str], str]) -> None:
        self._zygote = zygote
        self._program = program
        self._answer = answer
        self._session: Session | None = None
        self._timeouts = 0

    def exchange(self, request: dict[str, Plain], helpers: Helpers, seconds: float) -> Plain:
        """Send the request over the wall; answer the far side's questions to `helpers` until the reply comes."""
        if self._timeouts >= MOST_TIMEOUTS:
            raise CheckFailed(texts.NO_MORE_TIME, crashed=True)
        session = self._open()
        deadline = time.monotonic() + seconds
        try:
            session.connection.send(request, seconds)
            for _ in range(MOST_QUESTIONS):
                reply = session.connection.receive(deadline - time.monotonic())
                if isinstance(reply, dict) and "unsendable" in reply:
                    raise CheckFailed(texts.UNUSABLE_VALUE)
                if not (isinstance(reply, dict) and "ask" in reply):
                    return reply
                session.connection.send({"answer": _ask(helpers, reply)}, seconds)
            raise CheckFailed(texts.TOO_SLOW.format(seconds=seconds), crashed=True)
        except TimeoutError:
            self.close()
            self._timeouts += 1
            raise CheckFailed(texts.TOO_SLOW.format(seconds=seconds), crashed=True) from None
        except WireClosed:
            self.close()
            raise CheckFailed(texts.PROCESS_ENDED, crashed=True) from None
        except WireError as error:
            self.close()
            raise GraderFault(f"the session sent something unreadable: {error}") from None
        except CheckFailed:
            self.close()
            raise

    def answer(self, item: str) -> str:
        """The text of the submitted answer cell."""
        return self._answer(item)

    def close(self) -> None:
        """End the session, if one is open."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _open(self) -> Session:
        if self._program.broken:
            raise CheckFailed(self._program.broken, crashed=True)
        if self._session is None:
            session = self._zygote().open_session()
            try:
                session.connection.send(
                    {"cells": [[cell.name, cell.source, cell.role] for cell in self._program.cells]},
                    self._program.seconds,
                )
                session.connection.receive(self._program.seconds)
            except TimeoutError:
                session.close()
                self._program.broken = texts.CELLS_TOO_SLOW.format(seconds=self._program.seconds)
                raise CheckFailed(self._program.broken, crashed=True) from None
            except WireError:
                session.close()
                self._program.broken = texts.CELLS_ENDED_PROCESS
                raise CheckFailed(self._program.broken, crashed=True) from None
            self._session = session
        return self._session


def _ask(helpers: Helpers, question: dict[str, Plain]) -> Plain:
    """A right helper's answer. The question comes from the far side, so it may be nonsense."""
    name, arguments = question.get("ask"), question.get("arguments")
    if not isinstance(name, str) or name not in helpers or not isinstance(arguments, dict):
        raise CheckFailed(texts.UNUSABLE_VALUE)
    try:
        return helpers[name](**arguments)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError):
        raise CheckFailed(texts.UNUSABLE_VALUE) from None
