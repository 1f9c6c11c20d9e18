"""An error in the student's own code, told without any of our frames."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass

TEXT_LIMIT = 400
NOT_RUN = "not run"  # the type of the error of a cell that nobody ran
KERNELS_OWN = ("ipykernel_", "<ipython-input")  # in the file names of a running notebook's cells


@dataclass(frozen=True)
class StudentError:
    """What went wrong in the student's own code, without any of our frames.

    `line` counts from 1 inside `cell`; 0 when no line of the student's was running. `written` is false
    for the NotImplementedError of an untouched stub.
    """

    type: str
    message: str
    cell: str = ""
    line: int = 0
    code: str = ""

    @property
    def written(self) -> bool:
        """False when this is the exception of a stub that nobody has filled in."""
        stub = not self.code or "raise NotImplementedError" in self.code  # torch raises it too
        return self.type != "NotImplementedError" or not stub


def describe_error(error: BaseException, cell: str = "") -> StudentError:
    """The error as the student should read it: their last line that was running, their message, cut short."""
    message = safe_text(error)
    if isinstance(error, SyntaxError):
        return StudentError(
            "SyntaxError", error.msg or "", cell, error.lineno or 0, (error.text or "").strip()[:TEXT_LIMIT]
        )
    line, code = 0, ""
    frames = traceback.extract_tb(error.__traceback__)
    if theirs := next((frame for frame in reversed(frames) if _is_theirs(frame)), None):
        line, code = theirs.lineno or 0, (theirs.line or "").strip()[:TEXT_LIMIT]
        cell = _cell_of(theirs, frames) or cell
    return StudentError(type(error).__name__[:TEXT_LIMIT], message, cell, line, code)


def _is_theirs(frame: traceback.FrameSummary) -> bool:
    return frame.filename.startswith("<cell ") or any(part in frame.filename for part in KERNELS_OWN)


def _cell_of(theirs: traceback.FrameSummary, frames: Iterable[traceback.FrameSummary]) -> str:
    """The cell's name; in a running notebook, where cells have none, that of the cell's function that was called."""
    if theirs.filename.startswith("<cell "):
        return theirs.filename[len("<cell ") : -1]
    called = (frame.name for frame in frames if frame.filename == theirs.filename)
    return next((name for name in called if name.isidentifier()), "")  # not <module>, <lambda>


def safe_text(error: BaseException) -> str:
    """What the error says, cut short."""
    try:
        return str(error)[:TEXT_LIMIT]
    except Exception:  # a student's exception class may have a broken __str__
        return ""
