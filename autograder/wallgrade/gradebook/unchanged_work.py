"""Which items' work is the same in two gradings, so that a score by hand on it still stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lessoncheck.cells import ANSWER_SUFFIX, NotebookUnreadable, marker, read_notebook


def unchanged_items(before: Path, now: Any) -> frozenset[str]:
    """The graded cells of the notebook `now` whose work is as it was in the autograded file `before`.

    The work on an item is its own solution cell and all cells that the student added, which it may use.
    """
    try:
        was, is_now = _work(read_notebook(before)), _work(now)
    except NotebookUnreadable:
        return frozenset()
    return frozenset(item for item in is_now.keys() & was.keys() if is_now[item] == was[item])


def _work(notebook: Any) -> dict[str, tuple[str, ...]]:
    answers, added, items = {}, [], []
    for cell in notebook.cells:
        mark = marker(cell)
        if mark.get("solution") or mark.get("task"):
            answers[str(mark["grade_id"])] = str(cell.source)
        elif not mark and cell.cell_type == "code" and str(cell.get("id", "")).startswith("student-"):
            added.append(str(cell.source))
        if mark.get("grade") or mark.get("task"):
            items.append(str(mark["grade_id"]))
    return {item: (answers.get(item, answers.get(item + ANSWER_SUFFIX, "")), *added) for item in items}
