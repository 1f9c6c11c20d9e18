"""Sealing a gradebook, so that stock nbgrader, which has no judge, gives nobody points with it.

Stock nbgrader gives full marks to a check cell without output. So the gradebook's own copies of our check cells are
text: put back by stock nbgrader, they are left to a human. And the kernel that it would run a stranger's notebook
with exists nowhere. Our own grading uses neither; nbgrader's statistics use other tables.
"""

from __future__ import annotations

import json
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import SaveCells
from nbgrader.utils import compute_checksum

from wallgrade.gradebook import messages

KERNEL = "graded-only-by-wallgrade"


class SaveSealedCells(SaveCells):  # type: ignore[misc]
    """nbgrader's SaveCells, and then the seal."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Save the cells of one notebook and seal it."""
        nb, resources = super().preprocess(nb, resources)
        with Gradebook(self.db_url) as gradebook:
            seal(gradebook, gradebook.find_notebook(self.notebook_id, self.assignment_id))
        return nb, resources


def seal(gradebook: Gradebook, notebook: Any) -> None:
    """Seal one notebook of the gradebook; one that is sealed already stays as it is."""
    points = {cell.name: cell.max_score for cell in notebook.grade_cells if cell.cell_type == "code"}
    by_hand = {cell.name for cell in notebook.solution_cells}
    kernel = json.dumps({"name": KERNEL, "display_name": messages.SEALED_KERNEL, "language": "python"})
    if notebook.kernelspec != kernel:
        notebook.kernelspec = kernel
    for cell in notebook.source_cells:
        if cell.name in points and cell.name not in by_hand and cell.cell_type != "markdown":
            cell.cell_type = "markdown"
            cell.checksum = compute_checksum(_as_markdown(cell, points[cell.name]))
    if gradebook.db.dirty:
        gradebook.db.commit()


def _as_markdown(cell: Any, points: float) -> NotebookNode:
    mark = NotebookNode(grade_id=cell.name, grade=True, solution=False, locked=cell.locked, points=points)
    return NotebookNode(cell_type="markdown", source=cell.source, metadata=NotebookNode(nbgrader=mark))
