"""Operators on texts: precision, labels, a minus glued to a figure."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import combinations

from wallgrade.authoring.mutants.operators.scope import Rewrite, Scope

_PRECISION = re.compile(r"\.(\d+)(?=f)")  # of a format's spec, `{:.4f}` or `%.4f`
_WORD = re.compile(r"[^\W\d_]{2,}")


def joined(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Of an f-string: two figures exchanged, one negated, left out or put to another precision; a label changed."""
    if not isinstance(node, ast.JoinedStr):
        return
    figures = [place for place, part in enumerate(node.values) if isinstance(part, ast.FormattedValue)]
    for first, second in combinations(figures, 2):
        one, other = node.values[first], node.values[second]
        assert isinstance(one, ast.FormattedValue)
        assert isinstance(other, ast.FormattedValue)
        yield _with(node, {first: _figure(one, other.value), second: _figure(other, one.value)})
    for place in figures:
        part = node.values[place]
        assert isinstance(part, ast.FormattedValue)
        yield _with(node, {place: _figure(part, ast.UnaryOp(ast.USub(), part.value))})
        yield _with(node, {place: ast.Constant("")})
        for spec in _specs(ast.unparse(part.format_spec)[2:-1] if part.format_spec else ""):
            format_spec = ast.JoinedStr([ast.Constant(spec)]) if spec else None
            yield _with(node, {place: ast.FormattedValue(part.value, part.conversion, format_spec)})
    labels = [place for place, part in enumerate(node.values) if isinstance(part, ast.Constant)]
    for first, second in combinations(labels, 2):
        yield _with(node, {first: node.values[second], second: node.values[first]})
    for place in labels:
        part = node.values[place]
        assert isinstance(part, ast.Constant)
        for text in _labels(str(part.value)):
            yield _with(node, {place: ast.Constant(text)})


def plain(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Of any other text: emptied, formats put to another precision, a word left out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        for match in _PRECISION.finditer(node.value):
            for digits in (int(match[1]) - 1, int(match[1]) + 1, 0):
                yield ast.Constant(node.value[: match.start()] + f".{digits}" + node.value[match.end() :])
        for text in _labels(node.value):
            yield ast.Constant(text)


def _labels(text: str) -> Iterator[str]:
    yield ""
    if text != text.strip():
        yield text.strip()
    for match in _WORD.finditer(text):
        yield text[: match.start()] + text[match.end() :]
    yield text.rstrip() + "-"
    yield text + "\n"


def _specs(spec: str) -> Iterator[str]:
    match = _PRECISION.search(spec)
    if match:
        for digits in (int(match[1]) - 1, int(match[1]) + 1, 0):
            yield spec[: match.start()] + f".{digits}" + spec[match.end() :]
        yield spec.replace("f", "%")
        yield spec.replace("f", "e")
    if spec:
        yield ""


def _figure(part: ast.FormattedValue, value: ast.expr) -> ast.FormattedValue:
    return ast.FormattedValue(value, part.conversion, part.format_spec)


def _with(node: ast.JoinedStr, changed: dict[int, ast.expr]) -> ast.JoinedStr:
    return ast.JoinedStr([changed.get(place, part) for place, part in enumerate(node.values)])


STRINGS: dict[str, Rewrite] = {"joined": joined, "plain": plain}
