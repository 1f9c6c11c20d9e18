"""What the result of judging an item depends on, as one key.

An item depends on the student's program and answers; on the files of its own checks and on what they import of the
lesson; on what of the lesson is copied to the student side; on the engine; on data, secret, limits and versions.
So editing a check gives new keys to the items that depend on it and to no other.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import platform
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from lessoncheck.driver_api import load_drivers
from lessoncheck.lesson import LessonFolder
from wallgrade.judging.collected_checks import collected_checks
from wallgrade.judging.import_closure import import_closure
from wallgrade.judging.task import GradingTask
from wallgrade.sandbox.lesson_files import preloaded, setup_sources, student_side_files
from wallgrade.sandbox.limits import Limits

FORMAT = 1
PACKAGES_ROOT = Path(__file__).resolve().parents[2]
# and all that these import of wallgrade; lessoncheck is taken whole
ENGINE = ("judging/check_runner.py", "sandbox/fork_server_main.py")
PACKAGES = ("torch", "numpy", "ipython", "pytest")


class CacheKeys:
    """The keys of one lesson's results, as its files are now."""

    def __init__(self, lesson: LessonFolder, limits: Limits, secret: bytes) -> None:
        self._lesson = lesson
        self._secret = secret
        self._common = {
            "format": FORMAT,
            "engine": engine_digest(),
            "versions": versions(),
            "limits": asdict(limits),
            "data": data_identity(lesson, secret),
        }
        self._of_lesson: tuple[Any, dict[str, str]] | None = None

    def key(self, task: GradingTask, item: str) -> str:
        """The key of one item of a task; without the secret nobody can tell it."""
        material = [self._lesson_part(item), [list(vars(cell).values()) for cell in task.cells], dict(task.answers)]
        text = json.dumps([item, *material, self._common], sort_keys=True)
        return hmac.new(self._secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def _lesson_part(self, item: str) -> str:
        checks = collected_checks(self._lesson.checks)
        if self._of_lesson is None or self._of_lesson[0] != checks.signature:
            self._of_lesson = checks.signature, self._digests()
        return self._of_lesson[1].get(item, "")

    def _digests(self) -> dict[str, str]:
        root = self._lesson.root
        shared = [path for path in sorted(self._lesson.checks.rglob("*")) if _is_data(path)]
        shared += [
            *import_closure([self._lesson.drivers_file, self._lesson.preload_file], root),
            *student_side_files(root),
        ]
        common = digest(shared, root) + repr(setup_sources(self._lesson))
        return {
            item: hashlib.sha256((common + digest(import_closure(files, root), root)).encode()).hexdigest()
            for item, files in collected_checks(self._lesson.checks).files.items()
        }


def _is_data(path: Path) -> bool:
    return path.is_file() and path.suffix not in {".py", ".pyc"}


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
    own = import_closure([PACKAGES_ROOT / "wallgrade" / name for name in ENGINE], PACKAGES_ROOT)
    return digest([*own, *_engine_files()], PACKAGES_ROOT)


def _engine_files() -> list[Path]:
    """All of lessoncheck: code, pytest's settings, the report's template."""
    return [path for path in (PACKAGES_ROOT / "lessoncheck").rglob("*") if path.is_file() and path.suffix != ".pyc"]


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


def data_identity(lesson: LessonFolder, secret: bytes) -> str:
    """Which data the lesson finds on this machine.

    What `identity()` in checks/preload.py says; where there is none, a hash of the arrays themselves.
    """
    if not lesson.preload_file.is_file():
        return ""
    with lesson.on_path():
        identity = getattr(load_drivers(lesson.preload_file), "identity", None)
        if identity is not None:
            try:
                return str(identity())
            except RuntimeError:  # there is no data: what needs it is a fault, and those are not kept
                return "none"
    total = hashlib.sha256()
    for name, array in sorted(preloaded(lesson, secret).items()):
        total.update(f"{name} {array.dtype} {array.shape}".encode() + array.tobytes())
    return total.hexdigest()
