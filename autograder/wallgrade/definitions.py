"""Finding where a cell's text defines a name. The text is parsed, never run."""

from __future__ import annotations

import ast
import re
import warnings

LONGEST = 200_000


def definition_of(name: str, source: str, *, function: bool) -> str:
    """The last top-level definition of `name` in `source`; empty when there is none.

    Where a function is wanted, an assignment counts only if it can be one: a lambda or another name.
    A text that does not parse counts as a whole, so that its syntax error is what the student reads about.
    """
    if len(source) > LONGEST or not _looks_defined(name, source):
        return ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # magics end here too
        return source
    found = ""
    for node in tree.body:
        if _defines(node, name, function):
            first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ()))])
            found = "\n".join(source.split("\n")[first - 1 : node.end_lineno])
    return found


def _looks_defined(name: str, source: str) -> bool:
    word = re.escape(name)
    return re.search(rf"^(?:async\s+)?(?:def\s+{word}\b|{word}\s*[:=])", source, re.MULTILINE) is not None


def _defines(node: ast.stmt, name: str, function: bool) -> bool:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return node.name == name
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        plausible = not function or isinstance(node.value, ast.Lambda | ast.Name)
        return plausible and any(isinstance(target, ast.Name) and target.id == name for target in targets)
    return False
