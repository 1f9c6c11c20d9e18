"""What an interruption by hand (Ctrl-C, the notebook's stop button) says: where the student's own code was."""

from __future__ import annotations

from lessoncheck import messages
from lessoncheck.student_error import StudentError, describe_error


class Interrupted(KeyboardInterrupt):
    """Shown in one line, in the notebook and by pytest."""

    __module__ = "builtins"  # so that the line begins with the name alone

    def __init__(self, error: StudentError) -> None:
        super().__init__(messages.interrupted(error))

    def _render_traceback_(self) -> list[str]:
        """IPython shows these lines instead of a traceback."""
        return [f"{type(self).__name__}: {self}"]


def interrupted(interrupt: KeyboardInterrupt) -> Interrupted:
    """The interruption, told in that one line."""
    return interrupt if isinstance(interrupt, Interrupted) else Interrupted(describe_error(interrupt))
