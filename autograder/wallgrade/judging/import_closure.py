"""Which files a Python file depends on: itself and, over and over, what it imports from one folder. Nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path


def import_closure(files: Iterable[Path], root: Path) -> frozenset[Path]:
    """The files and all modules below `root` that they import, directly or not, by statements at any depth.

    What is imported by a computed name is not seen. A file that cannot be parsed depends on itself only.
    """
    found: set[Path] = set()
    waiting = [file.resolve() for file in files]
    root = root.resolve()
    while waiting:
        file = waiting.pop()
        if file in found:
            continue
        found.add(file)
        waiting.extend(_imported(file, file.stat().st_mtime_ns, root) if file.is_file() else ())
    return frozenset(found)


@lru_cache(maxsize=1000)
def _imported(file: Path, changed: int, root: Path) -> tuple[Path, ...]:
    """What the file, as it is since `changed`, imports itself."""
    try:
        return tuple(dict.fromkeys(_statements(ast.parse(file.read_bytes()), file, root)))
    except (OSError, SyntaxError, ValueError):
        return ()


def _statements(tree: ast.Module, file: Path, root: Path) -> Iterator[Path]:
    package = file.parent.relative_to(root).parts if file.is_relative_to(root) else ()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _modules(alias.name.split("."), root)
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            base += node.module.split(".") if node.module else []
            yield from _modules(base, root)
            for alias in node.names:
                yield from _modules([*base, alias.name], root)


def _modules(parts: list[str], root: Path) -> Iterator[Path]:
    """The module of this dotted name, and the packages on the way to it."""
    for length in range(1, len(parts) + 1):
        path = root.joinpath(*parts[:length])
        for candidate in (path.with_suffix(".py"), path / "__init__.py"):
            if candidate.is_file():
                yield candidate
