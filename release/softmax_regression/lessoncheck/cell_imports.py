"""An import that fails costs nothing but what needs it: the cell goes on, and the name tells when it is used."""

from __future__ import annotations

import ast
import warnings
from functools import lru_cache


class NotImported:
    """Stands for what could not be imported; whoever uses it gets the import's own error, on the line of the use."""

    _why = ""  # also of a copy, which is made without __init__

    def __init__(self, name: str, error: Exception) -> None:
        self._why = f"{name} could not be imported ({error})"

    def __getattr__(self, name: str) -> object:
        raise ImportError(self._why) from None

    def __call__(self, *arguments: object, **named: object) -> object:
        raise ImportError(self._why) from None


@lru_cache(maxsize=32)  # of the lesson's own cells, which the fork server runs once, every session has them
def tolerant_of_imports(python: str) -> tuple[ast.stmt, ...]:
    """A cell's statements, where an import on its own, outside any block, does not stop the cell.

    The student may have a package that the grader has not, or an import that nothing of theirs uses.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a student's string is not our concern
        statements = ast.parse(python).body
    return tuple(_in_try(node) if isinstance(node, ast.Import | ast.ImportFrom) else node for node in statements)


def _in_try(node: ast.Import | ast.ImportFrom) -> ast.stmt:
    if isinstance(node, ast.ImportFrom) and node.module == "__future__":
        return node
    names = [(alias.asname or alias.name).partition(".")[0] for alias in node.names if alias.name != "*"]
    note = f"__import__({__name__!r}, fromlist=['note']).note_failure(globals(), {names!r}, _error)"
    tried = ast.parse(f"try:\n    pass\nexcept Exception as _error:\n    {note}\n").body[0]
    assert isinstance(tried, ast.Try)
    for inner in ast.walk(tried):
        ast.copy_location(inner, node)
    tried.body = [node]
    return tried


def note_failure(values: dict[str, object], names: list[str], error: Exception) -> None:
    """Let the names that the import would have bound stand for its failure, unless they stand for something already."""
    for name in names:
        values.setdefault(name, NotImported(name, error))
