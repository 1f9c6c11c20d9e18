"""A lesson's folder, as the engine sees it: notebooks, `checks/` with drivers.py, and the packages beside them."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from lessoncheck import cells
from lessoncheck.cell_execution import Namespace, run_cells
from lessoncheck.cell_limits import CellLimits
from lessoncheck.driver_api import load_drivers
from lessoncheck.inputs import PUBLIC_SEED
from lessoncheck.running_notebook import RunningNotebook
from lessoncheck.student import LocalStudent

CELL_SECONDS = 10.0, 20.0, 20.0  # a cell of a saved notebook; all cells of the lesson's; all of the student's own


class LessonFolder:
    """Reads lazily; nothing is loaded before a check needs it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def checks(self) -> Path:
        """The folder of the checks."""
        return self.root / "checks"

    @property
    def drivers_file(self) -> Path:
        """The drivers, which run on the student side."""
        return self.checks / "drivers.py"

    @property
    def preload_file(self) -> Path:
        """Says which arrays drivers may use; need not be there."""
        return self.checks / "preload.py"

    @staticmethod
    def drivers_in(root: str) -> Path:
        """The drivers' file of the lesson in `root`."""
        return LessonFolder(Path(root)).drivers_file

    def notebooks(self) -> list[Path]:
        """The lesson's notebooks in order."""
        return sorted(path for path in self.root.glob("*.ipynb"))

    def items(self) -> dict[str, str]:
        """The items in the notebooks' order, each with the name of the notebook file that has its check cell."""
        found: dict[str, str] = {}
        for path in self.notebooks():
            with contextlib.suppress(cells.NotebookUnreadable):  # whoever needs it is told
                found |= dict.fromkeys(cells.grade_cells(_read(path)), path.name)
        return found

    def drivers(self) -> ModuleType:
        """The lesson's drivers."""
        return _drivers(self.drivers_file)

    def preload(self, seed: bytes = PUBLIC_SEED) -> dict[str, np.ndarray[Any, Any]]:
        """The arrays that drivers may use by name: what `preload(seed)` in checks/preload.py returns, if it is there.

        The seed is that of the checks' inputs.
        """
        if not self.preload_file.is_file():
            return {}
        with self.on_path():
            arrays: dict[str, np.ndarray[Any, Any]] = load_drivers(self.preload_file).preload(seed)
        return arrays

    def student_in(self, namespace: Namespace) -> LocalStudent:
        """The student whose functions have these names, such as those of the running notebook."""

        def answer(item: str) -> str:
            if isinstance(namespace, RunningNotebook):
                return namespace.answer(item)
            return f"{item} = {namespace.values[item]!r}" if item in namespace.values else ""

        return LocalStudent(lambda: namespace, self.drivers, answer, self.preload)

    def student_in_files(self, item: str) -> LocalStudent:
        """The student whose functions are in the saved notebook that has `item`; its program is run once."""
        notebook = next((nb for nb in map(_read, self.notebooks()) if item in cells.grade_cells(nb)), None)
        if notebook is None:
            raise cells.NotebookUnreadable(f"No notebook in {self.root.name} has a check cell for {item}.")
        program = cells.student_cells(notebook)
        return LocalStudent(
            lambda: run_cells(program, limits=CellLimits(*CELL_SECONDS, by_hand=True)),
            self.drivers,
            lambda name: cells.answer_source(notebook, name),
            self.preload,
        )

    @contextlib.contextmanager
    def on_path(self) -> Iterator[None]:
        """While the block runs, the lesson's own packages can be imported."""
        sys.path.insert(0, str(self.root))
        try:
            yield
        finally:
            sys.path.remove(str(self.root))


@cache
def _drivers(drivers_file: Path) -> ModuleType:
    return load_drivers(drivers_file)


@cache
def _read(path: Path) -> Any:
    return cells.read_saved(path)
