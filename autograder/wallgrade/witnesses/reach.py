"""Which statements of a program have a part in what one of its functions does."""

from __future__ import annotations

import ast
from collections.abc import Collection

from wallgrade.witnesses.program import Program, Statement


def reached(program: Program, function: str, elsewhere: Collection[str]) -> tuple[list[Statement], set[str]]:
    """The statements that define `function`, and all that it uses, and the notebook's names among that.

    What is no function, class, import or literal may be changed by whoever mentions it, so all who do belong to it.
    `elsewhere` are functions that are looked at on their own.
    """
    names, found = set[str](), dict[int, Statement]()
    wanted = [function]

    def add(statement: Statement) -> bool:
        new = id(statement) not in found
        found[id(statement)] = statement
        return new

    while wanted:
        name = wanted.pop()
        if name in names or (name in elsewhere and name != function):
            continue
        names.add(name)
        binding = program.binding.get(name, [])
        for statement in binding:
            if add(statement):
                wanted.extend(statement.uses)
        if not _stays_as_it_is(name, program, ()):
            for statement in program.using.get(name, []):
                if statement.own and not _only_calls(statement, name) and add(statement):
                    wanted.extend(statement.uses | statement.binds)
    return [statement for statement in program.statements if id(statement) in found], names


def _stays_as_it_is(name: str, program: Program, on_the_way: tuple[str, ...]) -> bool:
    """Whether the name only ever stands for functions, classes, modules and literals, itself or by another name."""

    def literal(value: ast.expr | None) -> bool:
        match value:
            case None | ast.Constant() | ast.Lambda() | ast.Attribute():
                return True
            case ast.Name(id=other):
                return other in on_the_way or _stays_as_it_is(other, program, (*on_the_way, name))
            case ast.UnaryOp(operand=operand):
                return literal(operand)
            case ast.BinOp(left=left, right=right):
                return literal(left) and literal(right)
            case ast.Tuple(elts=elements):
                return all(map(literal, elements))
            case _:
                return False

    for statement in program.binding.get(name, []):
        match statement.node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Import() | ast.ImportFrom():
                pass
            case ast.Assign(value=value) | ast.AnnAssign(value=value) | ast.AugAssign(value=value):
                if not literal(value):
                    return False
            case _:
                return False
    return True


def _only_calls(statement: Statement, name: str) -> bool:
    """Whether the statement does nothing with what stands for the name but to call it."""
    called = {id(node.func) for node in statement.nodes if isinstance(node, ast.Call)}
    return all(id(node) in called for node in statement.nodes if isinstance(node, ast.Name) and node.id == name)
