"""Operators on expressions: arithmetic, comparisons, constants, names, subscripts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations

from wallgrade.authoring.mutants.operators.scope import Rewrite, Scope, with_fields

ARITHMETIC: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Div),
    ast.Mult: (ast.Div, ast.Add, ast.Pow),
    ast.Div: (ast.Mult, ast.FloorDiv, ast.Sub),
    ast.FloorDiv: (ast.Div, ast.Mod),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}
COMPARISONS: tuple[type[ast.cmpop], ...] = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


def arithmetic(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Another operator, the operands exchanged, one operand left out."""
    if isinstance(node, ast.BinOp):
        for other in ARITHMETIC.get(type(node.op), ()):
            yield ast.BinOp(node.left, other(), node.right)
        if not isinstance(node.op, ast.Add | ast.Mult):
            yield ast.BinOp(node.right, node.op, node.left)
        yield node.left
        yield node.right
    elif isinstance(node, ast.AugAssign):
        for other in ARITHMETIC.get(type(node.op), ()):
            yield ast.AugAssign(node.target, other(), node.value)


def comparison(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Another comparison; only the first of a chain is changed."""
    if isinstance(node, ast.Compare):
        first, *others = node.ops
        for other in COMPARISONS if isinstance(first, COMPARISONS) else (OPPOSITES[type(first)],):
            if not isinstance(first, other):
                yield ast.Compare(node.left, [other(), *others], node.comparators)


def boolean(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """`and` for `or`, one operand left out, `not` left out."""
    if isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        yield from node.values
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand


def condition(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A condition negated, and forced both ways."""
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        tests = [ast.UnaryOp(ast.Not(), node.test), ast.Constant(True), ast.Constant(False)]
        for test in tests:
            if isinstance(node, ast.IfExp):
                yield ast.IfExp(test, node.body, node.orelse)
            else:
                yield type(node)(test, node.body, node.orelse)


def sign(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A minus left out."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Invert):
        yield node.operand


def constant(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A number off by one, negated, zero, a tenth or ten times as large; a truth value or None replaced."""
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        others = [value + 1, value - 1, -value, type(value)(0)]
        if isinstance(value, float):
            others += [value * 10, value / 10]
        for other in dict.fromkeys(others):
            if other != value:
                yield ast.UnaryOp(ast.USub(), ast.Constant(-other)) if other < 0 else ast.Constant(other)
    elif value is None:
        yield ast.Constant(0)


def name(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Another name of the same function."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in scope.names:
        for other in scope.names:
            if other != node.id:
                yield ast.Name(other, ast.Load())


def elements(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Two elements of a tuple or list exchanged (on the left of an assignment too), or one left out."""
    if isinstance(node, ast.Tuple | ast.List):
        for first, second in combinations(range(len(node.elts)), 2):
            exchanged = list(node.elts)
            exchanged[first], exchanged[second] = exchanged[second], exchanged[first]
            yield type(node)(exchanged, node.ctx)
        if isinstance(node.ctx, ast.Load):
            for left_out in range(len(node.elts)):
                yield type(node)([*node.elts[:left_out], *node.elts[left_out + 1 :]], node.ctx)


def subscript(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A subscript left out, a bound of a slice off by one or left out."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield node.value
    elif isinstance(node, ast.Slice):
        for bound in ("lower", "upper"):
            value = getattr(node, bound)
            if value is None:
                yield with_fields(node, **{bound: ast.Constant(1 if bound == "lower" else -1)})
            else:
                yield with_fields(node, **{bound: None})
                for operator in (ast.Add(), ast.Sub()):
                    yield with_fields(node, **{bound: ast.BinOp(value, operator, ast.Constant(1))})


def attribute(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """An attribute left out: `.data`, `.values`, `.grad`, `.T`, ..."""
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and not isinstance(node.value, ast.Name):
        yield node.value
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in scope.names:
        yield ast.Name(node.value.id, node.ctx)


EXPRESSIONS: dict[str, Rewrite] = {
    "arithmetic": arithmetic,
    "comparison": comparison,
    "boolean": boolean,
    "condition": condition,
    "sign": sign,
    "constant": constant,
    "name": name,
    "elements": elements,
    "subscript": subscript,
    "attribute": attribute,
}
