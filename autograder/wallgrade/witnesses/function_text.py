"""Reads all that a function is made of, by what is allowed there."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from lessoncheck.from_scratch import Allowed
from wallgrade.witnesses.program import Program, Statement, dotted

EVERYDAY_METHODS = frozenset(
    {
        "__init__", "__call__", "__len__", "__iter__", "__next__", "__getitem__", "__setitem__", "__contains__",
        "__repr__", "__str__", "__enter__", "__exit__", "__post_init__", "__slots__", "__all__",
    }
)  # fmt: skip
BASES = frozenset(
    {"object", "NamedTuple", "TypedDict", "Protocol", "Generic", "ABC", "Enum", "IntEnum", "Module", "Function",
     "Exception", "ValueError", "TypeError", "RuntimeError", "dict", "list", "tuple"}
)  # fmt: skip


def words_used(statements: list[Statement]) -> set[str]:
    """The attributes that these statements use."""
    return {word for statement in statements if statement.own for node in statement.nodes for word in _words(node)}


def outside(program: Program, statements: list[Statement], names: set[str], allowed: Allowed) -> str:
    """The first thing in these statements that is not allowed, with its cell; "" when there is none.

    `names` are the notebook's names that they use.
    """
    own = {statement for statement in statements if statement.own}
    classes = [node for statement in own for node in statement.nodes if isinstance(node, ast.ClassDef)]
    reader = _Reader(program, names, allowed, frozenset(word for cls in classes for word in _members(cls)))
    for statement in statements:
        if statement.own:
            for word in reader.outside(statement):
                return f"{word} ({statement.cell.name})"
    return ""


class _Reader:
    def __init__(self, program: Program, names: set[str], allowed: Allowed, members: frozenset[str]) -> None:
        self._program = program
        self._names = names
        self._allowed = allowed
        self._words = allowed.words | members
        self._importable = self._words | allowed.builtins | allowed.modules | {"*"}
        self._seen = set[int]()
        self._own = {name for statement in program.own for name in statement.binds}

    def outside(self, statement: Statement) -> Iterator[str]:
        for node in statement.nodes:
            of_module = isinstance(node, ast.Attribute) and dotted(node, self._program.imported)
            known = self._allowed.words if of_module else self._words
            yield from (_shown(node, word) for word in _words(node) if word not in known)
            yield from self._construct(node)
            top = node is statement.node
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield from self._import(node, top)
        for name in sorted(statement.uses):
            yield from self._name(name)

    def _name(self, name: str) -> Iterator[str]:
        if name in self._program.binding or name in self._allowed.builtins:
            return
        not_allowed = hasattr(builtins, name) or name == "get_ipython"
        if not_allowed or (self._program.stars and name not in self._words):
            yield name

    def _import(self, node: ast.Import | ast.ImportFrom, top: bool) -> Iterator[str]:
        for alias in node.names:
            if top and (alias.asname or alias.name.split(".")[0]) not in self._names:
                continue  # imported, and not used here
            if isinstance(node, ast.Import):
                if alias.name not in self._allowed.modules:
                    yield alias.name
            elif node.module in self._program.written_modules and not alias.asname:
                pass  # its text is read like that of a cell
            elif node.module not in self._allowed.modules:
                yield node.module or "."
            elif not {alias.name, f"{node.module}.{alias.name}"} & self._importable:
                yield alias.name

    def _construct(self, node: ast.AST) -> Iterator[str]:
        match node:
            case ast.Call(func=ast.Name(id="getattr") as called, args=[_, ast.Constant(), *_]):
                self._seen.add(id(called))
            case ast.Name(id="getattr") if id(node) not in self._seen:
                yield "getattr with a computed name"
            case ast.Call(func=ast.Name(id="type"), args=[_, _, *_]):
                yield "type with bases"
            case ast.ClassDef(bases=bases, keywords=keywords):
                yield from (f"a class with {keyword.arg}=" for keyword in keywords)
                yield from (f"a class of {ast.unparse(base)[:60]}" for base in bases if not self._base(base))
            case ast.FunctionDef(name=name) | ast.Name(id=name, ctx=ast.Store()):
                if _is_dunder(name) and name not in EVERYDAY_METHODS:
                    yield name
            case _:
                pass

    def _base(self, base: ast.expr) -> bool:
        match base:
            case ast.Name(id=name) if name in self._own and name not in self._program.imported:
                return True  # is read as well
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return name in BASES
            case ast.Subscript(value=value):
                return self._base(value)
            case _:
                return False


def _words(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Attribute(attr=word):
            yield word
        case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=word), *_]):
            yield str(word)
        case ast.MatchClass(kwd_attrs=words):
            yield from words
        case _:
            pass


def _shown(node: ast.AST, word: str) -> str:
    text = ast.unparse(node)
    return text if len(text) <= 60 and "\n" not in text else word[:60]


def _members(cls: ast.ClassDef) -> Iterator[str]:
    """What a class gives its objects: methods, names in its body, what its methods set on their first argument."""
    for node in cls.body:
        match node:
            case ast.FunctionDef(name=name, args=ast.arguments(args=[ast.arg(arg=me), *_])):
                yield name
                for inner in ast.walk(node):
                    match inner:
                        case ast.Attribute(value=ast.Name(id=base), attr=word, ctx=ast.Store()) if base == me:
                            yield word
                        case _:
                            pass
            case ast.FunctionDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case _:
                pass


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")
