"""All first-order mutants of right code: every change that an operator knows, made once and alone."""

from __future__ import annotations

import ast
import difflib
import hashlib
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wallgrade.authoring.mutants.operators import AT_BODIES, AT_FUNCTIONS, AT_NODES
from wallgrade.authoring.mutants.operators.scope import Scope, scope_of

SKIPPED_FIELDS = frozenset({"annotation", "returns", "type_comment", "ctx", "decorator_list", "format_spec"})
SHOWN = 160


@dataclass(frozen=True)
class Style:
    """One right way to write an item's cell; `name` is its id in the catalogue, or `reference`."""

    item: str
    name: str
    source: str

    @property
    def plain(self) -> str:
        """Its source as mutants are written: no comments, Python's own layout."""
        return ast.unparse(ast.parse(self.source)) + "\n"


@dataclass(frozen=True)
class Mutant:
    """A style with one change. `id` is `<item>/<style>/<operator>/<line>:<column>`, with `~2` where that is not one."""

    id: str
    style: Style
    source: str
    description: str

    @property
    def item(self) -> str:
        """The item whose cell it is."""
        return self.style.item

    @property
    def hash(self) -> str:
        """What it says, however it is called."""
        return hashlib.sha256(f"{self.item}\0{self.source}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class _Change:
    operator: str
    place: str
    source: str


def mutants(styles: Iterable[Style]) -> Iterator[Mutant]:
    """The mutants of all styles, in order. What reads like a style, or like an earlier mutant, is left out."""
    known = list(styles)
    seen = {(style.item, style.plain) for style in known}
    for style in known:
        plain = style.plain
        counts: dict[str, int] = {}
        for change in _changes(style.source):
            id = f"{style.item}/{style.name}/{change.operator}/{change.place}"
            counts[id] = counts.get(id, 0) + 1
            if (style.item, change.source) in seen:
                continue
            seen.add((style.item, change.source))
            full_id = id if counts[id] == 1 else f"{id}~{counts[id]}"
            yield Mutant(full_id, style, change.source, describe(plain, change.source))


def describe(before: str, after: str) -> str:
    """The change in one line: what went, and what came."""
    lines = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[:2] in {"- ", "+ "}]
    went = "; ".join(line[2:].strip() for line in lines if line[0] == "-")
    came = "; ".join(line[2:].strip() for line in lines if line[0] == "+")
    return f"{_short(went) or 'nothing'}  ->  {_short(came) or 'nothing'}"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _changes(source: str) -> Iterator[_Change]:
    """Each change's source; the tree is changed in place for as long as it takes to write it down."""
    tree = ast.parse(source)
    for parent, field, index, place, scope in list(_slots(tree, Scope(), "1:0")):
        value = getattr(parent, field)
        node = value if index is None else value[index]
        if index is None and isinstance(value, list):  # a body
            head, body = (value[:1], value[1:]) if _is_docstring(value[0]) else ([], value)
            at_bodies = AT_BODIES | (AT_FUNCTIONS if isinstance(parent, ast.FunctionDef) else {})
            for operator, rewrite_body in at_bodies.items():
                for changed_at, changed in list(rewrite_body(body, scope)):
                    at = body[min(changed_at, len(body) - 1)]
                    setattr(parent, field, head + changed)
                    yield from _written(tree, operator, f"{at.lineno}:{at.col_offset}")
                    setattr(parent, field, value)
            continue
        for operator, rewrite in AT_NODES.items():
            for other in list(rewrite(node, scope)):
                _put(parent, field, index, other)
                yield from _written(tree, operator, place)
                _put(parent, field, index, node)


def _put(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def _written(tree: ast.Module, operator: str, place: str) -> Iterator[_Change]:
    """Nothing where the change makes no Python: some do, at places where a name or a format must stand."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # `1 is x`, and the like
            source = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
            compile(source, "<mutant>", "exec")
            yield _Change(operator, place, source)
    except (SyntaxError, ValueError, TypeError, AttributeError):
        return


def _slots(node: ast.AST, scope: Scope, place: str) -> Iterator[tuple[ast.AST, str, int | None, str, Scope]]:
    """Where a node stands: parent, field, place in a list (None: the field itself, or the whole body)."""
    for field, value in ast.iter_fields(node):
        if field in SKIPPED_FIELDS:
            continue
        if isinstance(value, list):
            if value and isinstance(value[0], ast.stmt) and not isinstance(node, ast.Module):
                yield node, field, None, place, scope
            for index, child in enumerate(value):
                if isinstance(child, ast.AST) and not _is_docstring(child):
                    yield from _at(node, field, index, child, scope, place)
        elif isinstance(value, ast.AST):
            yield from _at(node, field, None, value, scope, place)


def _at(
    parent: ast.AST, field: str, index: int | None, child: ast.AST, scope: Scope, place: str
) -> Iterator[tuple[ast.AST, str, int | None, str, Scope]]:
    # inside an f-string Python 3.11 counts columns otherwise than later versions do
    here = place if isinstance(parent, ast.JoinedStr | ast.FormattedValue) else _place(child) or place
    if isinstance(child, ast.Import | ast.ImportFrom):
        return
    inner = _inside(scope, scope_of(child)) if isinstance(child, ast.FunctionDef | ast.Lambda) else scope
    yield parent, field, index, here, scope
    yield from _slots(child, inner, here)


def _inside(outer: Scope, own: Scope) -> Scope:
    return Scope(own.parameters, tuple(dict.fromkeys([*own.names, *outer.names])))


def _place(node: ast.AST) -> str:
    return f"{node.lineno}:{node.col_offset}" if isinstance(node, ast.expr | ast.stmt) else ""


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
