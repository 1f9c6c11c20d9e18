"""Which cells of a notebook make up the student's program, in order.

Solution cells and the student's own extra cells are theirs. Of the read-only cells only those tagged
`setup` belong to the program (imports, the net); demonstrations and the long training run do not, so that
judging never waits for them. Check cells are never part of it.
"""

from __future__ import annotations

import contextlib
import json
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Role = Literal["solution", "setup", "extra"]
ANSWER_SUFFIX = "_answer"


class NotebookUnreadable(Exception):
    """The file is not a notebook that can be read."""


@dataclass(frozen=True)
class Cell:
    """One code cell: `name` is the item's for a solution cell, otherwise what a person would call it."""

    name: str
    source: str
    role: Role


def read_notebook(path: Path) -> Any:
    """The notebook at `path` in the current format (nbformat 4); NotebookUnreadable with one sentence.

    For whoever changes or writes notebooks. Who only reads them takes `read_saved`.
    """
    import nbformat  # takes a second and more (jsonschema, which builds a grammar)

    with _readable(path), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # cell ids that are missing or doubled are repaired while reading
        return nbformat.read(str(path), as_version=4)


def read_saved(path: Path) -> Mapping[str, Any]:
    """The cells of the notebook at `path`, for the functions below; NotebookUnreadable with one sentence.

    Nothing is validated, so that nobody who checks a notebook waits for nbformat.
    """
    with _readable(path):
        notebook = json.loads(path.read_bytes())
        if notebook["nbformat"] != 4:
            notebook = read_notebook(path)
        cells = [{**cell, "source": "".join(cell["source"])} for cell in notebook["cells"]]  # as a text, or in lines
        return {"cells": cells}


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except NotebookUnreadable:
        raise
    except FileNotFoundError:
        raise NotebookUnreadable(f"There is no notebook {path.name} in {path.parent.name}.") from None
    except Exception as error:  # of many kinds, from JSON's to nbformat's own
        raise NotebookUnreadable(f"{path.name} cannot be read as a notebook ({type(error).__name__}).") from None


def marker(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """The cell's nbgrader metadata; empty for a cell without any."""
    found = cell.get("metadata", {}).get("nbgrader", {})
    return found if isinstance(found, Mapping) else {}


def grade_cells(notebook: Any) -> dict[str, float]:
    """Item ids and points of the notebook's check cells, in order."""
    return {
        str(marker(cell)["grade_id"]): float(marker(cell).get("points", 0))
        for cell in notebook["cells"]
        if marker(cell).get("grade")
    }


def student_cells(notebook: Any) -> list[Cell]:
    """The code cells that make up the student's program, in the notebook's order."""
    cells: list[Cell] = []
    extras = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        mark = marker(cell)
        name = str(mark.get("grade_id", ""))
        if mark.get("solution"):
            cells.append(Cell(name.removesuffix(ANSWER_SUFFIX), cell["source"], "solution"))
        elif mark.get("grade"):
            continue
        elif mark.get("locked"):
            if "setup" in cell["metadata"].get("tags", ()):
                cells.append(Cell(name, cell["source"], "setup"))
        else:
            extras += 1
            cells.append(Cell(f"extra cell {extras}", cell["source"], "extra"))
    return cells


def answer_source(notebook: Any, item: str) -> str:
    """The text of the solution cell of `item`; empty when there is none."""
    for cell in notebook["cells"]:
        mark = marker(cell)
        if mark.get("solution") and mark.get("grade_id") == item + ANSWER_SUFFIX:
            return str(cell["source"])
    return ""
