"""Operators on calls: arguments, keywords, near methods, what is wrapped around a value."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations

from wallgrade.authoring.mutants.operators.scope import Rewrite, Scope, parsed

# names that are taken for one another
NEAR = (
    ("sum", "mean", "max", "min", "prod", "median", "std", "logsumexp"),
    ("argmax", "argmin", "max"),
    ("amax", "amin", "max", "mean"),
    ("exp", "log", "exp2", "sqrt", "expm1"),
    ("log", "log2", "log10", "log1p", "exp", "abs"),
    ("zero_", "fill_", "detach_", "requires_grad_"),
    ("zero_grad", "step"),
    ("train", "eval"),
    ("no_grad", "enable_grad", "inference_mode"),
    ("sub_", "add_", "sub", "mul_"),
    ("add_", "sub_", "add"),
    ("float", "double", "int", "half", "bool"),
    ("eq", "ne", "ge", "le"),
    ("item", "detach", "tolist", "numpy"),
    ("clone", "detach"),
    ("zeros_like", "ones_like"),
    ("zeros", "ones", "empty"),
    ("arange", "zeros", "ones"),
    ("clamp", "clip", "round"),
    ("clamp_min", "clamp_max"),
    ("unsqueeze", "squeeze"),
    ("numel", "dim", "size", "nelement"),
    ("len", "sum", "max"),
    ("append", "extend"),
)
NEAR_OF = {name: [other for group in NEAR if name in group for other in group if other != name] for name in
           {name for group in NEAR for name in group}}  # fmt: skip
WRAPPINGS = ("{}.detach()", "{}.item()", "{}.data", "{}.mean()", "{}.sum()", "float({})", "int({})", "{}.numpy()",
             "{}.round()", "{}.double()", "{}.clone()", "-{}", "{} + 1", "{} * 100", "list({})", "{}[:2]", "{}[:1]",
             "{}.clamp(-10, 10)")  # fmt: skip
DIMENSIONS = ("0", "1", "-1", "1, keepdim=True", "0, keepdim=True")
REDUCTIONS = frozenset({"sum", "mean", "max", "argmax", "min", "argmin", "amax", "logsumexp"})


def arguments(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Two positional arguments exchanged, one left out, one None."""
    if isinstance(node, ast.Call):
        for first, second in combinations(range(len(node.args)), 2):
            exchanged = list(node.args)
            exchanged[first], exchanged[second] = exchanged[second], exchanged[first]
            yield ast.Call(node.func, exchanged, node.keywords)
        for place, argument in enumerate(node.args):
            before, after = node.args[:place], node.args[place + 1 :]
            yield ast.Call(node.func, [*before, *after], node.keywords)
            if not isinstance(argument, ast.Constant | ast.Starred):
                yield ast.Call(node.func, [*before, ast.Constant(None), *after], node.keywords)


def keywords(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A keyword left out, the values of two exchanged."""
    if isinstance(node, ast.Call):
        for place in range(len(node.keywords)):
            yield ast.Call(node.func, node.args, [*node.keywords[:place], *node.keywords[place + 1 :]])
        for one, other in combinations(node.keywords, 2):
            exchanged = {one.arg: other.value, other.arg: one.value}
            changed = [ast.keyword(known.arg, exchanged.get(known.arg, known.value)) for known in node.keywords]
            yield ast.Call(node.func, node.args, changed)


def dimension(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A dimension given to a reduction that has none."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in REDUCTIONS:
        on_torch = isinstance(node.func.value, ast.Name) and node.func.value.id == "torch"
        if len(node.args) == on_torch and not node.keywords:
            for text in DIMENSIONS:
                call = parsed(f"f({text})")
                assert isinstance(call, ast.Call)
                yield ast.Call(node.func, [*node.args, *call.args], call.keywords)


def near(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A method or function exchanged for one that is taken for it."""
    if isinstance(node, ast.Attribute):
        for other in NEAR_OF.get(node.attr, ()):
            yield ast.Attribute(node.value, other, node.ctx)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in scope.names:
        for other in NEAR_OF.get(node.func.id, ()):
            yield ast.Call(ast.Name(other, ast.Load()), node.args, node.keywords)


def call_left_out(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """`x.f(...)` and `f(x)` become `x`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        on_torch = isinstance(node.func.value, ast.Name) and node.func.value.id == "torch"
        yield from node.args[:1] if on_torch else [node.func.value]
    elif isinstance(node, ast.Call) and len(node.args) == 1:
        yield node.args[0]


def wrapped(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """What is assigned, returned, iterated over or added up, with something done to it first."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Return) and node.value is not None:
        for value in _wrappings(node.value):
            if isinstance(node, ast.Assign):
                yield ast.Assign(node.targets, value)
            elif isinstance(node, ast.AugAssign):
                yield ast.AugAssign(node.target, node.op, value)
            else:
                yield ast.Return(value)
    elif isinstance(node, ast.Call):
        for place, argument in enumerate(node.args):
            for value in () if isinstance(argument, ast.Constant | ast.Starred) else _wrappings(argument):
                yield ast.Call(node.func, [*node.args[:place], value, *node.args[place + 1 :]], node.keywords)
    elif isinstance(node, ast.For):
        for form in ("{}[:2]", "{}[:1]", "{}[1:]", "{}[:-1]", "list({})[:2]", "list({})[:-1]", "list({})[1:]",
                     "list({})[:10]", "reversed(list({}))", "list({}) * 2"):  # fmt: skip
            around = parsed(form.format(f"({ast.unparse(node.iter)})"))
            yield ast.For(node.target, around, node.body, node.orelse)


def _wrappings(value: ast.expr) -> Iterator[ast.expr]:
    if not isinstance(value, ast.Tuple | ast.List | ast.Lambda | ast.JoinedStr | ast.ListComp | ast.GeneratorExp):
        text = ast.unparse(value)
        for form in WRAPPINGS:
            yield parsed(form.format(f"({text})"))


def loop_range(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A range that begins or ends one off; of `range(1, n + 1)` the end is arithmetic, and changed as such."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
        if len(node.args) == 1:
            yield ast.Call(node.func, [ast.Constant(1), node.args[0]], [])
        end = 0 if len(node.args) == 1 else 1
        for operator in (ast.Add(), ast.Sub()):
            changed = list(node.args)
            changed[end] = ast.BinOp(node.args[end], operator, ast.Constant(1))
            yield ast.Call(node.func, changed, [])


CALLS: dict[str, Rewrite] = {
    "arguments": arguments,
    "keywords": keywords,
    "dimension": dimension,
    "near": near,
    "call_left_out": call_left_out,
    "wrapped": wrapped,
    "loop_range": loop_range,
}
