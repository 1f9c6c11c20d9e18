"""What nbgrader refuses once submissions came in: notebooks and cells that are added or removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbgrader.api import Gradebook, MissingEntry

from lessoncheck.cells import marker
from wallgrade.authoring import messages


def why_cells_are_fixed(gradebook: Gradebook, assignment: str, notebooks: Mapping[str, Any], *, whole: bool) -> str:
    """Why these notebooks (with `whole`, all of the assignment) cannot be stored, in a sentence; empty if they can."""
    try:
        stored = gradebook.find_assignment(assignment)
    except MissingEntry:
        return ""
    count = len(stored.submissions)
    before = {notebook.name: notebook for notebook in stored.notebooks}
    changes = []
    if whole and count:
        changes += [messages.GONE.format(notebook=name) for name in sorted(before.keys() - notebooks.keys())]
        changes += [messages.NEW.format(notebook=name) for name in sorted(notebooks.keys() - before.keys())]
    for name in sorted(before.keys() & notebooks.keys()):
        if before[name].submissions and (differing := _stored(before[name]) ^ _made(notebooks[name])):
            cells = ", ".join(sorted({cell for _, cell in differing}))
            changes.append(messages.OTHER_CELLS.format(notebook=name, cells=cells))
    return messages.CELLS_FIXED.format(assignment=assignment, count=count, what="; ".join(changes)) if changes else ""


def _stored(notebook: Any) -> set[tuple[str, str]]:
    kinds = {"grade": notebook.grade_cells, "solution": notebook.solution_cells, "task": notebook.task_cells}
    return {(kind, cell.name) for kind, cells in kinds.items() for cell in cells} | {
        ("source", cell.name) for cell in notebook.source_cells
    }


def _made(notebook: Any) -> set[tuple[str, str]]:
    found = set()
    for cell in notebook.cells:
        kinds = [kind for kind in ("grade", "solution", "task") if marker(cell).get(kind)]
        if kinds or marker(cell).get("locked"):
            found |= {(kind, str(marker(cell)["grade_id"])) for kind in (*kinds, "source")}
    return found
