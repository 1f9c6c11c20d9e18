"""Texts that a program has run as code, where the program itself says which: magics with a body, `eval("1 + 2")`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from lessoncheck.cell_source import python_of

RUN_TEXT = frozenset({"eval", "exec", "compile"})
MAGICS = frozenset({"run_cell_magic", "run_line_magic", "run_cell"})


def texts_run_by(tree: ast.Module) -> Iterator[tuple[ast.Call, list[str]]]:
    """The calls that run them, and these texts as Python."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name), args=texts) if name in MAGICS:
                found = [text.value for text in texts if isinstance(text, ast.Constant)]
                if len(found) == len(texts):
                    yield node, [python_of(text) for text in found if isinstance(text, str)]
            case ast.Call(func=ast.Name(id=name), args=[text, *_]) if name in RUN_TEXT:
                if (known := _known_texts(text, tree)) is not None:
                    yield node, known
            case _:
                pass


def _known_texts(node: ast.expr, tree: ast.AST) -> list[str] | None:
    """All texts that an expression may be, a literal or a name that only stands for literals; None: no telling."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value.strip()]
    if not isinstance(node, ast.Name):
        return None
    found: list[str] = []
    values = list(_values_of(node.id, tree))
    for value in values:
        if not (isinstance(value, ast.Constant) and isinstance(value.value, str)):
            return None
        found.append(value.value.strip())
    return found if values else None


def _values_of(name: str, tree: ast.AST) -> Iterator[ast.AST | None]:
    """What the name is bound to, wherever in the tree that is; None for what is no plain assignment or loop."""
    plain = set[int]()
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=bound) as target], value=value) if bound == name:
                plain.add(id(target))
                yield value
            case (
                ast.For(target=ast.Name(id=bound) as target, iter=ast.List(elts=values) | ast.Tuple(elts=values))
                | ast.comprehension(
                    target=ast.Name(id=bound) as target, iter=ast.List(elts=values) | ast.Tuple(elts=values)
                )
            ) if bound == name:
                plain.add(id(target))
                yield from values
            case _:
                pass
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=bound, ctx=ast.Store()) if bound == name and id(node) not in plain:
                yield None
            case ast.arg() if node.arg == name:
                yield None
            case ast.ExceptHandler() | ast.MatchAs() if node.name == name:
                yield None
            case ast.alias() if name in (node.name, node.asname):
                yield None
            case _:
                pass
