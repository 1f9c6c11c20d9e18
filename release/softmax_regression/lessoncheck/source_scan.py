"""Scans a program's text for names with which it could reach into Python, torch or the grader. Nothing is run.

What a function does in torch is watched from inside the process in which it runs. A program that takes hold of
frames, modules, objects or torch's dispatcher could blind that watch, so where it decides about points, such a program
is left to a human. A lesson's functions need none of this.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from lessoncheck.cells import Cell
from lessoncheck.source import parse_quietly

MODULES = frozenset(
    {
        "_thread", "builtins", "concurrent", "ctypes", "dis", "importlib", "inspect", "lessoncheck", "marshal",
        "multiprocessing", "pickle", "socket", "subprocess", "threading", "types",
    }
)  # fmt: skip
CALLS = frozenset({"__import__", "breakpoint", "compile", "eval", "exec"})
ATTRIBUTES = frozenset(
    {
        "_C", "__builtins__", "__globals__", "__subclasses__", "_getframe", "_python_dispatch", "addaudithook",
        "currentframe", "f_back", "f_globals", "f_locals", "fdopen", "get_objects", "get_referents", "get_referrers",
        "gi_frame", "library", "modules", "overrides", "setprofile", "settrace", "tb_frame",
    }
)  # fmt: skip
HARMLESS = frozenset({"check"})  # what may be imported from lessoncheck
_WORD = re.compile(r"[A-Za-z_]\w*")


def reaches_for(cells: Iterable[Cell]) -> str:
    """The first such name in the student's own cells, with its cell; empty if there is none."""
    for cell in cells:
        if cell.role != "setup":
            name = next(_names(cell.source), "")
            if name:
                return f"{name} ({cell.name})"
    return ""


def _names(source: str) -> Iterator[str]:
    try:
        tree = parse_quietly(source)
    except SyntaxError:  # magics end here too: look at the words
        yield from (word for word in _WORD.findall(source) if word in CALLS | (ATTRIBUTES - {"library", "modules"}))
        return
    for node in ast.walk(tree):
        yield from _name(node)


def _name(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names if alias.name.split(".")[0] in MODULES)
            yield from (alias.name for alias in names if ATTRIBUTES & set(alias.name.split(".")))
        case ast.ImportFrom(module=str(module), names=names):
            imported = {alias.name for alias in names}
            harmless = module == "lessoncheck" and imported <= HARMLESS
            if ATTRIBUTES & {*module.split("."), *imported} or (module.split(".")[0] in MODULES and not harmless):
                yield module
        case ast.Name(id=name) if name in CALLS or name in ATTRIBUTES - {"library", "modules", "overrides"}:
            yield name
        case ast.Attribute(attr=name) if name in ATTRIBUTES:
            yield name
        case ast.Call(func=ast.Name(id="getattr"), args=[_, name, *_]) if not isinstance(name, ast.Constant):
            yield "getattr with a computed name"
        case ast.Constant(value=str(text)) if text in ATTRIBUTES - {"library", "modules", "overrides"}:
            yield text
        case _:
            pass
