"""The part of a lesson that may be where student code runs: packages, drivers, data, setup cells. No check, no key."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from lessoncheck.cells import grade_cells, read_saved, student_cells
from lessoncheck.lesson import LessonFolder

log = logging.getLogger(__name__)

ENGINE = Path(__file__).parents[2] / "lessoncheck"


def save_preloaded(lesson: LessonFolder, student_side: Path, seed: bytes) -> list[str]:
    """Put the lesson's arrays into the student side's folder as files, for the fork server to map; their names."""
    arrays = preloaded(lesson, seed)
    for name, array in arrays.items():
        np.save(student_side / f"{name}.npy", array)
    return list(arrays)


def preloaded(lesson: LessonFolder, seed: bytes) -> dict[str, np.ndarray[Any, Any]]:
    """The lesson's arrays. Where its data is missing, none: the items that need them fail as faults of ours."""
    try:
        return lesson.preload(seed)
    except RuntimeError as error:
        log.error("%s", error)
        return {}


def setup_sources(lesson: LessonFolder) -> list[str]:
    """The setup cells of the lesson's graded notebooks."""
    notebooks = [read_saved(path) for path in lesson.notebooks()]
    return [
        cell.source
        for notebook in notebooks
        if grade_cells(notebook)
        for cell in student_cells(notebook)
        if cell.role == "setup"
    ]


NOT_READ = ("*.ipynb", "__pycache__", "*.pyc", ".*")  # of a lesson; of its notebooks only cells are read
SKIPPED = ("*.ipynb", "__pycache__", ".*", "figures", "data", "checks")  # of a lesson, on the student side


def student_side_files(lesson_root: Path) -> list[Path]:
    """The lesson's files that `copy_student_side` copies, drivers and engine aside."""
    return _files(lesson_root, SKIPPED)


Signature = tuple[tuple[str, int, int], ...]


def lesson_files(lesson_root: Path) -> list[Path]:
    """All files of the lesson that its checks may read, on either side, but its notebooks."""
    return _files(lesson_root, NOT_READ)


def _files(root: Path, skipped: Iterable[str]) -> list[Path]:
    return [Path(path) for path in _paths(root, skipped)]


def _paths(root: Path, skipped: Iterable[str]) -> Iterator[str]:
    skip = shutil.ignore_patterns(*skipped)
    for folder, folders, files in os.walk(root):
        ignored = skip(folder, [*folders, *files])
        folders[:] = [name for name in folders if name not in ignored]
        yield from (os.path.join(folder, name) for name in files if name not in ignored)


def signature_of(lesson: LessonFolder) -> Signature:
    """Changes when a file of the lesson does. It is asked for twice for each submission, hence without a Path each."""
    found = []
    for path in [*_paths(lesson.root, NOT_READ), *map(str, lesson.notebooks())]:
        with contextlib.suppress(FileNotFoundError):
            status = os.stat(path)
            found.append((path, status.st_mtime_ns, status.st_size))
    return tuple(sorted(found))


def copy_student_side(lesson_root: Path, target: Path) -> None:
    """Copy what a student's program may see: the lesson's packages, its drivers, and the engine.

    Of the checks only the drivers go: the rest computes what is right.
    """
    skip = shutil.ignore_patterns(*SKIPPED)
    shutil.copytree(lesson_root, target, ignore=skip)
    (target / "checks").mkdir()
    shutil.copy(LessonFolder(lesson_root).drivers_file, target / "checks")
    shutil.copytree(ENGINE, target / "lessoncheck", ignore=skip, dirs_exist_ok=True)
