"""Functions that are still as they were handed out: a stub does nothing but say that it is not written yet."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from lessoncheck.cell_source import python_of
from lessoncheck.cells import Cell
from lessoncheck.student_error import StudentError
from wallgrade.witnesses.program import Unreadable, read_program

ERROR = NotImplementedError.__name__
# what a signature with its annotations is made of: nothing that runs a function
NOTATION = (
    ast.arguments, ast.arg, ast.Name, ast.Load, ast.Attribute, ast.Subscript, ast.Tuple, ast.List, ast.Constant,
    ast.BinOp, ast.BitOr,
)  # fmt: skip


def stub_error(cells: Sequence[Cell], function: str) -> StudentError | None:
    """The error that every call of `function` ends in; None where only running the program can tell.

    It can be told without running where a cell has nothing but `def`s and imports, in this cell and in all others of
    the student's: then no other code runs before the call.
    """
    if not any(cell.name == function and f"raise {ERROR}" in cell.source for cell in cells):
        return None
    try:
        program = read_program(tuple(cells))
    except Unreadable:
        return None
    bindings = program.binding.get(function, ())
    if len(bindings) != 1 or program.stars or not all(_only_defines(statement.node) for statement in program.own):
        return None
    match bindings[0].node:
        case ast.FunctionDef(name=name, body=[*_, ast.Raise() as last]) as node if name == function:
            before = node.body[:-1]
            return _raised(last, bindings[0].cell) if not before or _says_nothing_but_text(before) else None
    return None


def _only_defines(node: ast.stmt) -> bool:
    match node:
        case ast.FunctionDef(args=args, decorator_list=[], returns=returns):
            parts = [args, *([returns] if returns else [])]
            return all(isinstance(part, NOTATION) for whole in parts for part in ast.walk(whole))
        case ast.Import() | ast.ImportFrom():
            return True
    return _says_nothing_but_text([node])


def _says_nothing_but_text(statements: list[ast.stmt]) -> bool:
    return all(isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant) for one in statements)


def _raised(node: ast.Raise, cell: Cell) -> StudentError | None:
    match node.exc:
        case ast.Call(func=ast.Name(id="NotImplementedError"), args=[ast.Constant(value=str(text))], keywords=[]):
            line = python_of(cell.source).splitlines()[node.lineno - 1]
            return StudentError(ERROR, text, cell.name, node.lineno, line.strip())
    return None
