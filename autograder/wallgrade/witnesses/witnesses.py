"""What keeps us from telling that a function is written from scratch."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lessoncheck.cells import Cell
from lessoncheck.from_scratch import Allowed
from wallgrade.witnesses import messages
from wallgrade.witnesses.changes import foreign_change
from wallgrade.witnesses.function_text import outside, words_used
from wallgrade.witnesses.program import Unreadable, read_program
from wallgrade.witnesses.reach import reached


def unexplained(
    cells: Sequence[Cell], function: str, allowed: Allowed, operators: Collection[str], *, incomplete: bool
) -> str:
    """What of the program's text, or of what torch was asked to do in calls of `function`, is not among what is
    allowed there; "" when all of it is.

    `incomplete`: torch was asked to do more than could be told.
    """
    try:
        program = read_program(tuple(cells))
    except Unreadable as why:
        return str(why)
    statements, names = reached(program, function, allowed.elsewhere)
    if found := outside(program, statements, names, allowed) or foreign_change(program, words_used(statements)):
        return found
    if unknown := sorted(set(operators) - allowed.words - allowed.operators):
        return messages.OPERATORS.format(names=", ".join(name[:60] for name in unknown[:3]))
    return messages.INCOMPLETE if incomplete else ""
