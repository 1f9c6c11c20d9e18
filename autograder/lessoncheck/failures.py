"""The two ways a check can end badly: the student's code broke a rule, or we could not tell."""

from __future__ import annotations

from typing import Literal, NoReturn

# What kept a student's code from being looked at; "" when it ran.
Stop = Literal["", "not run", "not written", "syntax error", "not defined", "exception", "too slow", "process ended"]


class CheckFailed(Exception):
    """The student's code breaks the rule this check is about, or `stopped` before one could tell.

    Texts are for the student; `misconception` is the id of the diagnosis, for instructors and tests, and `keeps` the
    share of the item that code with this one slip keeps at least. `line` is the student's line that raised, in words.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        details: str = "",
        stopped: Stop = "",
        misconception: str = "",
        keeps: float = 0.0,
        line: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details
        self.stopped = stopped
        self.misconception = misconception
        self.keeps = keeps
        self.line = line


def line_that_raised(error: BaseException | None) -> str:
    """The student's line behind a failure, also where another failure was made of the one that had it."""
    while error is not None and not (isinstance(error, CheckFailed) and error.line):
        error = error.__context__
    return error.line if isinstance(error, CheckFailed) else ""


class GraderFault(Exception):
    """We could not carry out the check. Never charged to the student; the item goes to a human."""


class NeedsALook(GraderFault):
    """We cannot tell, through the student's doing: nothing is charged, and a human decides.

    `public` is for the student; the message says more, to the instructor.
    """

    def __init__(self, message: str, *, public: str) -> None:
        super().__init__(message)
        self.public = public


def fail(message: str, *, hint: str = "", details: str = "") -> NoReturn:
    """End the running check as failed, with one plain sentence, an optional hint and optional figures."""
    raise CheckFailed(message, hint=hint, details=details)
