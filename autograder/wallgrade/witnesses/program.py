"""A student's program as it is run: its statements, which names they bind and use, and what was imported."""

from __future__ import annotations

import ast
import dis
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import CodeType

from lessoncheck.cell_source import python_of
from lessoncheck.cells import Cell
from wallgrade.witnesses.literals import texts_run_by

MOST_CHARACTERS = 200_000
MOST_STATEMENTS = 5_000
WRITES_FILES = frozenset(
    {
        "basicConfig", "check_call", "check_output", "copy2", "copyfile", "dump", "extract", "extractall", "link",
        "move", "open", "rename", "save", "savefig", "savetxt", "symlink", "system", "tofile", "urlretrieve",
        "write_bytes", "write_text",
    }
)  # fmt: skip


class Unreadable(Exception):
    """The program cannot be read; the message says what of it."""


@dataclass(frozen=True, eq=False)
class Statement:
    """A statement outside of all functions, with the notebook's names that it binds and those that it uses."""

    cell: Cell
    node: ast.stmt
    binds: frozenset[str]
    uses: frozenset[str]

    @property
    def own(self) -> bool:
        """Whether the student wrote it."""
        return self.cell.role != "setup"

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All nodes of its syntax tree."""
        return list(ast.walk(self.node))


@dataclass(frozen=True, eq=False)
class Program:
    """All statements, in the order in which they are run."""

    statements: list[Statement]
    read_calls: frozenset[int] = frozenset()  # the calls, by id, that run texts which are among the statements
    binding: dict[str, list[Statement]] = field(default_factory=dict)
    using: dict[str, list[Statement]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for statement in self.statements:
            for index, names in ((self.binding, statement.binds), (self.using, statement.uses)):
                for name in names:
                    index.setdefault(name, []).append(statement)

    @property
    def own(self) -> Iterator[Statement]:
        """What the student wrote."""
        return (statement for statement in self.statements if statement.own)

    @cached_property
    def imported(self) -> dict[str, set[str]]:
        """What a name may stand for by an import, or as another name for it, anywhere: dotted paths."""
        paths: dict[str, set[str]] = {}
        for statement in self.statements:
            for node in statement.nodes:
                for name, path in _imports(node):
                    paths.setdefault(name, set()).add(path)
        for _ in range(3):  # m = torch; n = m.nn
            for statement in self.own:
                for node in statement.nodes:
                    for name, value in _aliases(node):
                        paths.setdefault(name, set()).update(dotted(value, paths))
        return {name: found for name, found in paths.items() if found}

    @cached_property
    def handed_out(self) -> frozenset[str]:
        """What the lesson itself imports for the student."""
        found = (_imports(node) for statement in self.statements if not statement.own for node in statement.nodes)
        return frozenset(path for pairs in found for _, path in pairs)

    @cached_property
    def written_modules(self) -> frozenset[str]:
        """The modules that %%writefile writes, whose text is among the statements; none where files are written in any
        other way, too."""
        nodes = [node for statement in self.own for node in statement.nodes]
        if any(getattr(node, "attr", getattr(node, "id", "")) in WRITES_FILES for node in nodes):
            return frozenset()
        return frozenset(name.removesuffix(".py") for node in nodes for name in _written(node))

    @cached_property
    def stars(self) -> frozenset[str]:
        """The modules of which everything is imported."""
        return frozenset(
            node.module or ""
            for statement in self.statements
            for node in statement.nodes
            if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
        )


def dotted(node: ast.AST, imported: dict[str, set[str]]) -> set[str]:
    """What `torch.nn.functional` and the like stand for, where the first name is that of something imported."""
    words: list[str] = []
    while isinstance(node, ast.Attribute):
        words.insert(0, node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return set()
    return {".".join([path, *words]) for path in imported.get(node.id, ())}


@lru_cache(maxsize=2)
def read_program(cells: tuple[Cell, ...]) -> Program:
    """Read the cells. Unreadable when they are too long, or nested too deeply, to be read."""
    if sum(len(cell.source) for cell in cells if cell.role != "setup") > MOST_CHARACTERS:
        raise Unreadable("more than can be read")
    statements: list[Statement] = []
    read_calls: list[ast.Call] = []
    for cell in cells:
        try:
            for tree in _trees(python_of(cell.source), read_calls):
                if len(statements) + len(tree.body) > MOST_STATEMENTS:
                    raise Unreadable("more than can be read")
                statements.extend(_statement(cell, node) for node in tree.body)
        except (RecursionError, MemoryError):
            raise Unreadable(f"what is nested too deeply to be read ({cell.name})") from None
    return Program(statements, frozenset(map(id, read_calls)))


def _trees(source: str, read_calls: list[ast.Call]) -> Iterator[ast.Module]:
    """The syntax tree of a cell, and of the texts that it has run; none of what Python refuses: that never runs."""
    try:
        tree = compile(source, "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        compile(tree, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError):
        return
    yield tree
    for call, texts in texts_run_by(tree):
        read_calls.append(call)
        for text in texts:
            yield from _trees(text, read_calls)


def _statement(cell: Cell, node: ast.stmt) -> Statement:
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        code = compile(ast.Module([node], []), "cell", "exec", flags, dont_inherit=True)
    except SyntaxError:  # an import from __future__ that is not the first statement
        return Statement(cell, node, frozenset(), frozenset())
    binds, uses = set[str](), set[str]()
    for inner, outermost in _codes(code, True):
        for step in dis.get_instructions(inner):
            if step.opcode not in dis.hasname or step.opname.endswith(("_ATTR", "_METHOD", "_NAME_FROM")):
                continue
            if step.opname.startswith(("STORE", "DELETE")):
                if outermost or step.opname.endswith("_GLOBAL"):
                    binds.add(str(step.argval))
            elif step.opname.startswith("LOAD"):
                uses.add(str(step.argval))
    return Statement(cell, node, frozenset(binds), frozenset(uses))


def _codes(code: CodeType, outermost: bool) -> Iterator[tuple[CodeType, bool]]:
    yield code, outermost
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant, False)


def _written(node: ast.AST) -> Iterable[str]:
    match node:
        case ast.Call(
            func=ast.Attribute(attr="run_cell_magic"),
            args=[ast.Constant(value="writefile"), ast.Constant(value=str(name)), ast.Constant()],
        ):
            yield name.strip()
        case _:
            pass


def _imports(node: ast.AST) -> Iterable[tuple[str, str]]:
    match node:
        case ast.Import(names=names):
            for alias in names:
                yield (alias.asname, alias.name) if alias.asname else (alias.name.split(".")[0],) * 2
        case ast.ImportFrom(module=module, names=names):
            yield from ((alias.asname or alias.name, f"{module or ''}.{alias.name}") for alias in names)
        case _:
            pass


def _aliases(node: ast.AST) -> Iterable[tuple[str, ast.expr]]:
    match node:
        case ast.Assign(targets=targets, value=ast.Name() | ast.Attribute() as value):
            yield from ((target.id, value) for target in targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.Name() | ast.Attribute() as value):
            yield name, value
        case ast.NamedExpr(target=ast.Name(id=name), value=ast.Name() | ast.Attribute() as value):
            yield name, value
        case _:
            pass
