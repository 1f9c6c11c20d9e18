"""What an operator may know beside the node: the names of the function that it is in."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

Node = TypeVar("Node", bound=ast.AST)
Rewrite = Callable[[ast.AST, "Scope"], Iterator[ast.AST]]
StatementRewrite = Callable[[list[ast.stmt], "Scope"], Iterator[tuple[int, list[ast.stmt]]]]


@dataclass(frozen=True)
class Scope:
    """The parameters of the surrounding function, and all names that it binds, parameters first."""

    parameters: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def scope_of(function: ast.FunctionDef | ast.Lambda) -> Scope:
    """The names of one function; those of functions inside it are its own too."""
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    parameters = [argument.arg for argument in every]
    body = function.body if isinstance(function.body, list) else [function.body]
    bound = [
        node.id
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    return Scope(tuple(parameters), tuple(dict.fromkeys([*parameters, *bound])))


def with_fields(node: Node, **changed: object) -> Node:
    """A node like this one but for some fields; the parts are shared."""
    other = copy.copy(node)
    for name, value in changed.items():
        setattr(other, name, value)
    return other


def parsed(text: str) -> ast.expr:
    """An expression from its text."""
    return ast.parse(text, mode="eval").body
