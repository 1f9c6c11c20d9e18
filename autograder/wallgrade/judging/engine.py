"""Which grader this is: a digest of our own code that takes part in judging, and the versions of what computes."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES_ROOT = Path(__file__).resolve().parents[2]
# whole: to follow the imports of what runs checks takes longer than a command may take to start
ENGINE = ("lessoncheck", "wallgrade/judging", "wallgrade/sandbox", "wallgrade/witnesses")
PACKAGES = ("torch", "numpy", "ipython", "pytest")


def digest(files: Iterable[Path], root: Path) -> str:
    """One hash of these files' names and contents; files that are not there count as such."""
    total = hashlib.sha256()
    for path in sorted(set(files)):
        name = str(path.relative_to(root.resolve())) if path.is_relative_to(root.resolve()) else path.name
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
        total.update(f"{name}\0{content}\0".encode())
    return total.hexdigest()


@cache
def engine_digest() -> str:
    """A hash of our own code that takes part in judging."""
    return digest(engine_files(), PACKAGES_ROOT)


def engine_files() -> frozenset[Path]:
    """All files of the engine: code, pytest's settings, the report's template."""
    found = [path for folder in ENGINE for path in (PACKAGES_ROOT / folder).rglob("*")]
    found.append(PACKAGES_ROOT / "wallgrade" / "__init__.py")
    return frozenset(path for path in found if path.is_file() and path.suffix != ".pyc")


@cache
def versions() -> dict[str, str]:
    """Versions of what computes."""
    found = {"python": platform.python_version(), "machine": platform.machine()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = ""
    return found
