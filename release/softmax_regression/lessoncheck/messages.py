"""Every sentence the engine itself says to a student. A lesson's own sentences live with its checks."""

from __future__ import annotations

from typing import Any

from lessoncheck.not_called import NotCalled
from lessoncheck.student_error import NOT_RUN, StudentError
from lessoncheck.time_limit import CellTooSlow

REPEATED_IN_GRADING = "Grading repeats {them} on other inputs."
READABLE = "The answer can be read. Grading tells whether it is right."
NOT_READABLE = "The answer cannot be read yet."
NO_CHECKS = "There are no checks for “{item}”. Is the name spelled as in the check cells?"
FAULT = "This check could not be carried out. That is a fault of the grader, not yours; your teacher will look at it."
FAULT_LOCAL = "This check could not be carried out here ({reason}). That is a fault of the kit, not yours."
NOT_JUDGED = (
    "This notebook was not judged: nbgrader ran it without the course's nbgrader_config.py. "
    "Grade it with the course's configuration."
)
VALIDATION_FAILED = "{item}: {passing} {message}"
NO_CHECKS_FOLDER = (
    "The checks are not here: there is no folder “checks” beside this notebook. Put it back from a fresh download."
)
UNUSABLE_VALUE = "Your code handed over a value that is not a plain tensor, number or text."
TOO_LARGE = "Your code handed over a value of shape {shape}, which is too large to be looked at."
TOO_MUCH = "Your code handed over so many values that they are not looked at."
LEFT_OUT = "(The rest is left out: it is too long to be shown.)"
CANNOT_TELL = (
    "Your program reaches for the insides of Python, torch or the grader ({name}). So it cannot be told whether this "
    "is written from scratch, and your teacher will look at it."
)
CANNOT_TELL_WHY = "the program reaches for {name}; read it, and give the points by hand if it is written from scratch"
OWN_INPUT = "The public examples of this check pass. This is one of grading's own inputs, which are not shown."
SLIP = "One well-known slip was found; it leaves you {share:.0%} of the points."
SIDE = "There is nothing to object to here so far; it counts once one of the item's main checks passes."
NO_SUCH_CALL = "{name}({parameters}) cannot be called as it is in this lesson, with {given}: {reason}."
NO_SUCH_CALL_HINT = "Keep the first line of the function as it was handed out."
NOT_CHECKED = "Not checked: the cell above has not run as it stands now."
NO_SUCH_FUNCTION = "There is no function called {name} in the notebook."
NOT_DEFINED = "{name} is not defined, because its cell stopped with {error}"
LAST_EDIT = "The last run of the cell {cell} stopped with {error}"
LAST_EDIT_TITLE = "the cell above has run"
LAST_EDIT_HINT = "Mend that cell and run it, then check again. Until then {name} is the function from before the edit."
RUN_IT_FIRST = "Run the cell of {name} first: since the notebook was started nothing has defined {name}."
ALSO = "For the same reason also not yet:"
AS_ABOVE = "For the same reason as above."
NEXT_WRITE = "Next: write the function, run its cell, then check again."
NEXT_LINE = "Next: mend {line}"
NEXT_DEFINE = "Next: run the cell that defines the function, then check again."
NEXT_CELL = "Next: mend the cell above and run it, then check again."
NEXT_STOPPED = "Next: mend what stopped your code."
NEXT_RULE = "Next: see to it that {title}."
NEXT_ITEM = "Next: {item}, in {notebook}. pytest reads what is saved."
TOO_SLOW = "Your code did not finish within {seconds:g} seconds."
NO_MORE_TIME = "Not run: earlier checks of this item already took too long."
PRINTED = "Printed while the checks ran:"
REPEATED = "  ({times} times)"
MORE_PRINTED = "(and {lines} more lines)"
NOT_ALL_KEPT = "(more was printed here than is kept)\n"
INTERRUPTED = "{where} was running: {code}"
INTERRUPTED_ELSEWHERE = "none of your own code was running."
GATE = "While this check fails, the item scores nothing."


def passing(passed: int, total: int, *, public: bool) -> str:
    """How many of an item's checks pass."""
    check = "public check" if public else "check"
    if total == 1:
        return f"The {check} passes." if passed else f"The {check} does not pass{' yet' * public}."
    return f"{passed} of {total} {check}s pass."


def missing(name: str, cell_error: StudentError | None) -> tuple[str, str]:
    """The function is not there: one sentence, which says why if its cell failed, and the line that stopped it."""
    if cell_error is None:
        return NO_SUCH_FUNCTION.format(name=name), ""
    if cell_error.type == NOT_RUN:
        return RUN_IT_FIRST.format(name=name), ""
    return NOT_DEFINED.format(name=name, error=_summary(cell_error, line=True)), _line(cell_error)


def too_large(shape: str) -> str:
    """A value that no check looks at; `shape` is "" where it is not one array."""
    return TOO_LARGE.format(shape=shape[:200]) if shape else TOO_MUCH


def last_edit(error: StudentError) -> tuple[str, str]:
    """The last run of a function's cell did not define it: one sentence, and the line that stopped it."""
    return LAST_EDIT.format(cell=error.cell, error=_summary(error, line=True)), _line(error)


def raised(error: StudentError) -> tuple[str, str]:
    """The student's code raised: one sentence, and the line it happened on."""
    if not error.written:
        return (error.message or f"{error.cell} is not written yet", "")
    if error.type == NotCalled.__name__:
        return error.message, ""
    if error.type == CellTooSlow.__name__:
        return error.message, _line(error)
    if not error.line:
        return f"Calling your function, or using what it returned, stopped with {_summary(error)}", error.code
    where = f"{_place(error)}: {error.code}" if error.cell else error.code
    return f"Your code stopped with {_summary(error)}", where


def interrupted(error: StudentError) -> str:
    """Where a person interrupted the student's code."""
    return INTERRUPTED.format(where=_place(error), code=error.code) if error.line else INTERRUPTED_ELSEWHERE


def wrong_arguments(call: dict[str, Any]) -> str:
    """The function cannot take the arguments that the lesson hands over."""
    count, named = int(call["given"]), [f"{name}=" for name in call["named"]]
    given = " and ".join(
        [f"{count} argument{'' if count == 1 else 's'}"] * bool(count) + [", ".join(named)] * bool(named)
    )
    return NO_SUCH_CALL.format(
        name=call["name"], parameters=call["parameters"], given=given or "no arguments", reason=call["reason"]
    )


def _line(error: StudentError) -> str:
    return f"{_place(error)}: {error.code}" if error.line else ""


def _place(error: StudentError) -> str:
    return f"line {error.line} of the cell {error.cell}" if error.cell else f"line {error.line}"


def _summary(error: StudentError, *, line: bool = False) -> str:
    place = f" on line {error.line}" if line and error.line else ""
    return f"{error.type}{place}: {error.message}" if error.message else f"{error.type}{place}."


NO_ANSWER = 'There is no answer yet. Write one letter between the quotes, as in {item} = "A", and run that cell.'
ANSWER_READ = "Your answer was read as {letter}."

# parts of a sentence about a cell
NO_TIME_LEFT = "the cells before it had used up the time"
DID_NOT_FINISH = "the cell did not finish within {seconds:.2g} seconds"
