"""Finds what a program changes that is not its own, and where it reaches for the means to do so.

That belongs to every function, wherever it stands: a cell that gives `torch.Tensor` another `exp` has a part in each
softmax. All other code that a function does not use is nobody's business.
"""

from __future__ import annotations

import ast
import builtins
import importlib.util
import sys
from collections.abc import Iterator
from functools import cache, cached_property

from wallgrade.witnesses import elsewhere_table as table
from wallgrade.witnesses.literals import MAGICS, RUN_TEXT
from wallgrade.witnesses.program import Program, Statement, dotted

SETS = frozenset({"setattr", "delattr"})
NAMESPACES = frozenset({"globals", "locals", "vars"})
NEVER = frozenset({"__builtins__", "__import__", "__loader__", "__spec__", "breakpoint"})
NOT_BY_NAME = RUN_TEXT | SETS | NAMESPACES | NEVER


def foreign_change(program: Program, words: set[str]) -> str:
    """The first such place in the student's own cells, with its cell; "" when there is none.

    `words` are the attributes that matter to the function in question.
    """
    finder = _Finder(program, words)
    for statement in program.own:
        for found in finder.found(statement):
            return f"{found} ({statement.cell.name})"
    return ""


class _Finder:
    def __init__(self, program: Program, words: set[str]) -> None:
        self._program = program
        self._words = words
        self._imported = program.imported
        self._own = {name for statement in program.own for name in statement.binds}
        nodes = [node for statement in program.own for node in statement.nodes]
        sys_known = any(path.startswith("sys") for paths in self._imported.values() for path in paths)
        self._path_changed = sys_known and any("sys.path" in dotted(node, self._imported) for node in nodes)
        self._writes_modules = self._path_changed or any(
            isinstance(node, ast.Constant) and node.value in ("writefile", "file") for node in nodes
        )

    def found(self, statement: Statement) -> Iterator[str]:
        self._seen = set[int]()  # nodes that the construct around them has spoken for
        mine = _first_arguments(statement)
        for node in statement.nodes:
            match node:
                case ast.Import(names=names):
                    yield from (alias.name for alias in names if not self._importable(alias.name))
                case ast.ImportFrom(module=module):
                    if not self._importable(module or ""):
                        yield module or "."
                case ast.Assign(value=ast.Name() as value) | ast.AnnAssign(value=ast.Name() as value):
                    self._seen.add(id(value))  # another name for the same, and known as that
                case ast.Attribute(ctx=ast.Store() | ast.Del()):
                    yield from self._store(node.value, node.attr, mine)
                case ast.Attribute():
                    yield from self._attribute(node)
                case ast.Call():
                    yield from self._call(node, statement, mine)
                case ast.Compare(comparators=[ast.Call(func=ast.Name(id=name)) as call]) if name in NAMESPACES:
                    self._seen.add(id(call.func))
                case ast.Name(id=name, ctx=ast.Load()):
                    yield from self._name(node)
                case _:
                    pass

    def _importable(self, module: str) -> bool:
        """Whether an import of it runs no code that the student wrote: what is not installed can only be that."""
        root = module.split(".")[0]
        if any(path == module or path.startswith(f"{module}.") for path in self._program.handed_out):
            return True
        if root in self._program.written_modules:
            return True
        if root in sys.stdlib_module_names:
            return not self._path_changed or root in table.WHOLE or root in table.PARTS
        return _installed(root) or not self._writes_modules

    def _attribute(self, node: ast.Attribute) -> Iterator[str]:
        if isinstance(node.value, ast.Name):
            self._seen.add(id(node.value))
        if id(node) in self._seen:
            return
        word = node.attr
        own = isinstance(node.value, ast.Name) and node.value.id == "self"
        if word in table.ROADS or (_is_dunder(word) and word not in table.DUNDERS and not own and not _is_super(node)):
            yield word
        for path in sorted(dotted(node, self._imported)):
            if not self._harmless(path):
                yield path

    def _harmless(self, path: str) -> bool:
        if path in self._program.handed_out or any(path.startswith(f"{p}.") for p in self._lesson):
            return True
        root, *rest = path.split(".")
        if root in self._program.written_modules:
            return True
        if root not in table.WHOLE and root not in table.PARTS:  # what is not there does nothing
            return not (root in sys.stdlib_module_names or _installed(root) or self._writes_modules)
        if any(part.startswith("register_") or part in table.NOT for part in rest):
            return False
        if any(part.startswith("_") and part not in table.DUNDERS for part in rest):
            return False
        return root in table.WHOLE or not rest or rest[0] in table.PARTS[root]

    @cached_property
    def _lesson(self) -> set[str]:
        """The lesson's own things, which may be used like an object of the student's."""
        return {path for path in self._program.handed_out if path.split(".")[0] not in table.WHOLE}

    def _call(self, node: ast.Call, statement: Statement, mine: set[str]) -> Iterator[str]:
        match node:
            case ast.Call(func=ast.Name(id=name), args=[text, *_]) if name in RUN_TEXT:
                if id(node) in self._program.read_calls and self._only_here(text, statement):
                    self._seen.add(id(node.func))
            case ast.Call(func=ast.Name(id=name), args=[target, ast.Constant(value=word), *_]) if name in SETS:
                self._seen.add(id(node.func))
                yield from self._store(target, str(word), mine)
            case ast.Call(func=ast.Name(id="getattr"), args=[target, ast.Constant(value=str(word)), *_]):
                yield from self._attribute(ast.Attribute(target, word, ast.Load()))
            case ast.Call(func=ast.Name(id="getattr"), args=[target, *_]) if self._foreign(target):
                yield "getattr with a computed name"
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in table.ASKS_ONLY:
                self._seen.update(id(argument) for argument in arguments)
            case ast.Call(func=ast.Attribute(attr=name)) if name in MAGICS and id(node) not in self._program.read_calls:
                yield name
            case ast.Call(func=ast.Attribute(attr="timeit" | "repeat") as called, args=[ast.Lambda(), *_]):
                if not any(keyword.arg == "setup" for keyword in node.keywords):
                    self._seen.add(id(called))
            case ast.Call(keywords=keywords) if any(keyword.arg == "eval_str" for keyword in keywords):
                yield "eval_str"
            case ast.Call(func=ast.Attribute() as called, keywords=keywords):
                loads = dotted(called, self._imported) & {"torch.load", "numpy.load"}
                if loads and {"weights_only", "allow_pickle", "pickle_module"} & {str(k.arg) for k in keywords}:
                    yield next(iter(loads))
                if "pickle.loads" in dotted(called, self._imported) and self._just_pickled(node):
                    self._seen.add(id(called))
            case _:
                pass

    def _store(self, target: ast.expr, word: str, mine: set[str]) -> Iterator[str]:
        place = f"{ast.unparse(target)[:60]}.{word}, which it changes"
        if _is_dunder(word) and word not in table.NAMES_OF_ITS_OWN:
            yield place
        elif paths := dotted(target, self._imported):
            if not all(self._may_change(f"{path}.{word}") for path in paths):
                yield place
        elif self._foreign(target) or (word in self._words - table.DATA and not self._object(target, mine)):
            yield place

    def _object(self, target: ast.expr, mine: set[str]) -> bool:
        """Whether this is an object of a class of the student's own."""
        if not isinstance(target, ast.Name):
            return False
        made = [statement.node for statement in self._program.binding.get(target.id, [])]
        return target.id in mine or (bool(made) and all(map(self._makes_object, made)))

    def _makes_object(self, node: ast.stmt) -> bool:
        match node:
            case ast.Assign(value=ast.Call(func=ast.Name(id=name))):
                made_by = [statement.node for statement in self._program.binding.get(name, [])]
                own = all(isinstance(cls, ast.ClassDef) and not _has_new(cls) for cls in made_by)
                return own if name not in self._imported else self._imported[name] == {"types.SimpleNamespace"}
            case _:
                return False

    def _may_change(self, path: str) -> bool:
        return path in table.SETTINGS or any(
            path.startswith(f"{free}.") or path == free for free in table.FREE_TO_CHANGE
        )

    def _foreign(self, target: ast.expr) -> bool:
        """Whether this is surely not the notebook's own."""
        match target:
            case ast.Name(id=name):
                return name in self._imported or (name not in self._own and hasattr(builtins, name) and name != "self")
            case ast.Attribute(attr="__class__"):
                return True
            case ast.Call(func=ast.Name(id="type")):
                return True
            case ast.Attribute():
                return bool(dotted(target, self._imported))
            case _:
                return False

    def _name(self, node: ast.Name) -> Iterator[str]:
        if id(node) in self._seen or (node.id in self._own and node.id not in self._imported):
            return
        if node.id in NOT_BY_NAME:
            yield node.id
        for path in sorted(self._imported.get(node.id, ())):
            if path in table.NOT_HANDED_ON:
                yield f"{path} handed on"
            elif not self._harmless(path):
                yield path

    def _only_here(self, text: ast.expr, statement: Statement) -> bool:
        """Whether a name is bound in no other cell than the one in which its values were looked up."""
        binding = self._program.binding.get(text.id, []) if isinstance(text, ast.Name) else []
        return all(other.cell is statement.cell for other in binding)

    def _just_pickled(self, node: ast.Call) -> bool:
        match node.args:
            case [ast.Call(func=ast.Attribute() as inner)]:
                return "pickle.dumps" in dotted(inner, self._imported)
            case _:
                return False


def _first_arguments(statement: Statement) -> set[str]:
    """What methods call the object that they belong to."""
    return {
        method.args.args[0].arg
        for node in statement.nodes
        if isinstance(node, ast.ClassDef)
        for method in node.body
        if isinstance(method, ast.FunctionDef) and method.args.args
    }


def _has_new(cls: ast.ClassDef) -> bool:
    return bool(cls.keywords) or any(isinstance(node, ast.FunctionDef) and node.name == "__new__" for node in cls.body)


@cache
def _installed(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _is_super(node: ast.Attribute) -> bool:
    match node.value:
        case ast.Call(func=ast.Name(id="super")):
            return True
        case _:
            return False


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")
