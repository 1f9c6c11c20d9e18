"""Operators on a body of statements. Each yields the place of the change and the changed body."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from wallgrade.authoring.mutants.operators.scope import Scope, StatementRewrite, with_fields

Bodies = Iterator[tuple[int, list[ast.stmt]]]
# what may be left behind, or reach into the function itself
BEGINNING_OR_END = (
    "torch.set_grad_enabled(False)",
    "torch.manual_seed(0)",
    "torch.set_default_dtype(torch.float64)",
)
# of a parameter; where it has no such thing, nothing
TRAINING_MODE = (
    "if hasattr({0}, 'train'):\n    {0}.train()",
    "if hasattr({0}, 'eval'):\n    {0}.eval()",
)
END = (
    "for _p in {0}.parameters() if hasattr({0}, 'parameters') else {0} if isinstance({0}, list) else [{0}]:\n"
    "    if isinstance(_p, torch.Tensor):\n        _p.requires_grad_(False)",
    "if isinstance({0}, torch.Tensor):\n    {0}.detach().add_(1)",
)


def removed(body: list[ast.stmt], scope: Scope) -> Bodies:
    """One statement left out."""
    for place in range(len(body)):
        yield place, [*body[:place], *body[place + 1 :]] or [ast.Pass()]


def moved(body: list[ast.stmt], scope: Scope) -> Bodies:
    """Two neighbours exchanged."""
    for place in range(len(body) - 1):
        yield place, [*body[:place], body[place + 1], body[place], *body[place + 2 :]]


def indented(body: list[ast.stmt], scope: Scope) -> Bodies:
    """A statement moved into the block before or after it, or the first or last of a block moved out of it."""
    for place, statement in enumerate(body):
        if not isinstance(statement, ast.For | ast.While | ast.With | ast.If):
            continue
        before, after = body[:place], body[place + 1 :]
        if after:
            yield place + 1, [*before, with_fields(statement, body=[*statement.body, after[0]]), *after[1:]]
        if before:
            yield place - 1, [*before[:-1], with_fields(statement, body=[before[-1], *statement.body]), *after]
        rest = statement.body[:-1] or [ast.Pass()]
        yield place, [*before, with_fields(statement, body=rest), statement.body[-1], *after]
        if len(statement.body) > 1:
            yield place, [*before, statement.body[0], with_fields(statement, body=statement.body[1:]), *after]


def doubled(body: list[ast.stmt], scope: Scope) -> Bodies:
    """A statement there twice."""
    for place, statement in enumerate(body):
        if not isinstance(statement, ast.Return | ast.FunctionDef | ast.Import | ast.ImportFrom):
            yield place, [*body[:place], statement, *body[place:]]


def unwrapped(body: list[ast.stmt], scope: Scope) -> Bodies:
    """A block's header left out (`with torch.no_grad():`, a loop, an `if`), or a block of `no_grad` added."""
    for place, statement in enumerate(body):
        before, after = body[:place], body[place + 1 :]
        if isinstance(statement, ast.For | ast.While | ast.With | ast.If):
            yield place, [*before, *statement.body, *after]
            if isinstance(statement, ast.If) and statement.orelse:
                yield place, [*before, *statement.orelse, *after]
                yield place, [*before, ast.If(statement.test, statement.orelse, statement.body), *after]
        elif scope.names:
            block = ast.parse("with torch.no_grad():\n    pass").body[0]
            assert isinstance(block, ast.With)
            yield place, [*before, ast.With(block.items, [statement]), *after]
        if isinstance(statement, ast.FunctionDef) and statement.decorator_list:
            yield place, [*before, with_fields(statement, decorator_list=[]), *after]


def loop_end(body: list[ast.stmt], scope: Scope) -> Bodies:
    """`break`, or for outer loops also `continue`, at an end of a loop's body."""
    for place, statement in enumerate(body):
        if isinstance(statement, ast.For | ast.While):
            for inner in (
                [*statement.body, ast.Break()],
                [ast.Continue(), *statement.body],
                [*statement.body[:-1], ast.Continue(), statement.body[-1]],
            ):
                yield place, [*body[:place], with_fields(statement, body=inner), *body[place + 1 :]]


def result(body: list[ast.stmt], scope: Scope) -> Bodies:
    """Nothing returned, or what is returned only computed; a result assigned before used as None."""
    for place, statement in enumerate(body):
        before, after = body[:place], body[place + 1 :]
        if isinstance(statement, ast.Return) and statement.value is not None:
            yield place, [*before, ast.Expr(statement.value), *after]
            yield place, [*before, ast.Return(ast.Tuple([statement.value, ast.Constant(0)], ast.Load())), *after]
        elif isinstance(statement, ast.Assign):
            yield place, [*before, ast.Assign(statement.targets, ast.Constant(None)), *after]
        elif isinstance(statement, ast.AugAssign):
            yield place, [*before, ast.Assign([statement.target], statement.value), *after]
            target = ast.parse(ast.unparse(statement.target), mode="eval").body
            longer = ast.BinOp(target, statement.op, statement.value)
            yield place, [*before, ast.Assign([statement.target], longer), *after]


def state(body: list[ast.stmt], scope: Scope) -> Bodies:
    """A statement that leaves something behind, before the first of a function's and before its result."""
    end = len(body) - isinstance(body[-1], ast.Return)
    modes = [form.format(name) for name in scope.parameters for form in TRAINING_MODE]
    for text in (*BEGINNING_OR_END, *modes):
        added = ast.parse(text).body
        for place in {0, end}:
            yield place, [*body[:place], *added, *body[place:]]
    for text in (form.format(name) for name in scope.parameters for form in END):
        yield end, [*body[:end], *ast.parse(text).body, *body[end:]]


AT_BODIES: dict[str, StatementRewrite] = {
    "removed": removed,
    "moved": moved,
    "indented": indented,
    "doubled": doubled,
    "unwrapped": unwrapped,
    "loop_end": loop_end,
    "result": result,
}
AT_FUNCTIONS: dict[str, StatementRewrite] = {"state": state}
