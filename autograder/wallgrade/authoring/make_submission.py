"""Making submissions: a released notebook with given texts in its solution cells."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

from lessoncheck.cells import ANSWER_SUFFIX, marker, read_notebook

_SOLUTION_MARK = re.compile(r"^[ \t]*### (BEGIN|END) SOLUTION[ \t]*\n?", re.MULTILINE)


def reference_cells(source: Path) -> dict[str, str]:
    """The instructor's solution of every item, from the masters in `source`, without the region marks."""
    return {
        item: _SOLUTION_MARK.sub("", cell.source)
        for path in sorted(source.glob("*.ipynb"))
        for item, cell in _solution_cells(read_notebook(path)).items()
    }


def fill_in(released: Any, cells: Mapping[str, str]) -> Any:
    """A copy of a released notebook in which the solution cells of these items have these texts."""
    notebook = copy.deepcopy(released)
    for item, cell in _solution_cells(notebook).items():
        cell.source = cells.get(item, cell.source)
    return notebook


def write_submission(release: Path, target: Path, cells: Mapping[str, str]) -> None:
    """Write a student's notebooks for the released assignment into `target` (a folder that does not exist yet)."""
    target.mkdir(parents=True)
    for path in sorted(release.glob("*.ipynb")):
        nbformat.write(fill_in(read_notebook(path), cells), str(target / path.name))


def _solution_cells(notebook: Any) -> dict[str, Any]:
    return {
        marker(cell)["grade_id"].removesuffix(ANSWER_SUFFIX): cell
        for cell in notebook.cells
        if marker(cell).get("solution")
    }
