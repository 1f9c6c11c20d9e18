"""What the result of judging an item depends on, as one key.

An item depends on the student's program and answers; on the files of its own checks and on what they import of the
lesson; on the lesson's setup cells and on all of its other files, which cross to the student side or may be read by a
check; on the engine; on data, secret and limits; on what is installed, since a student may import it, and on the
environment that the student's process inherits. So editing a check gives new keys to the items that depend on it and
to no other.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import site
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from lessoncheck.driver_api import load_drivers
from lessoncheck.lesson import LessonFolder
from wallgrade.judging.collected_checks import collected_checks
from wallgrade.judging.engine import digest, engine_digest, versions
from wallgrade.judging.import_closure import import_closure
from wallgrade.judging.task import GradingTask
from wallgrade.sandbox.fork_server import clean_environment
from wallgrade.sandbox.lesson_files import lesson_files, preloaded, setup_sources
from wallgrade.sandbox.limits import Limits

FORMAT = 1


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
        self._task: GradingTask | None = None  # whose keys were asked for last

    def key(self, task: GradingTask, item: str) -> str:
        """The key of one item of a task; without the secret nobody can tell it. Files are looked at once for a task."""
        if task is not self._task:
            self._task, self._parts = task, self._lesson_parts()
        material = [self._parts.get(item, ""), [list(vars(cell).values()) for cell in task.cells], dict(task.answers)]
        here = [installed(tuple(site.getsitepackages())), inherited()]
        text = json.dumps([item, *material, *here, self._common], sort_keys=True)
        return hmac.new(self._secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def _lesson_parts(self) -> dict[str, str]:
        checks = collected_checks(self._lesson.checks)
        if self._of_lesson is None or self._of_lesson[0] != checks.signature:
            self._of_lesson = checks.signature, self._digests()
        return self._of_lesson[1]

    def files(self) -> frozenset[Path]:
        """All files of the lesson that some key depends on."""
        return self._shared().union(*self._of_items().values())

    def _digests(self) -> dict[str, str]:
        root = self._lesson.root
        common = digest(self._shared(), root) + repr(setup_sources(self._lesson))
        return {
            item: hashlib.sha256((common + digest(files, root)).encode()).hexdigest()
            for item, files in self._of_items().items()
        }

    def _shared(self) -> frozenset[Path]:
        """What every item depends on: all but the code of the checks."""
        checks = self._lesson.checks
        files = [path for path in lesson_files(self._lesson.root) if path.suffix != ".py" or checks not in path.parents]
        return import_closure([self._lesson.drivers_file, self._lesson.preload_file], self._lesson.root).union(files)

    def _of_items(self) -> dict[str, frozenset[Path]]:
        return {
            item: import_closure(files, self._lesson.root)
            for item, files in collected_checks(self._lesson.checks).files.items()
        }


def installed(folders: tuple[str, ...]) -> tuple[str, ...]:
    """Name and version of every package in these folders."""
    return _installed(tuple((folder, os.stat(folder).st_mtime_ns) for folder in folders if os.path.isdir(folder)))


@lru_cache(maxsize=4)
def _installed(folders: tuple[tuple[str, int], ...]) -> tuple[str, ...]:
    names = (name for folder, _ in folders for name in os.listdir(folder))
    return tuple(sorted(name for name in names if name.endswith((".dist-info", ".egg-info"))))


def inherited() -> dict[str, str]:
    """What a student's process has of the grader's environment. It starts no programs, so PATH does not matter."""
    return {name: value for name, value in clean_environment(Path()).items() if name != "PATH"}


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
