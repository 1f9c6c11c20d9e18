"""Takes functions a student wrote in one notebook into another one."""

from __future__ import annotations

from pathlib import Path
from typing import Any


class NotebookNotReady(RuntimeError):
    """A notebook, or something that should be defined in it, is not there; the message says what to do."""


def functions_from(notebook: str | Path, *names: str) -> tuple[Any, ...]:
    """The functions called `names` from a saved notebook, in that order (always a tuple, also for one name).

    Only the notebook's definitions run, not its demonstrations and not its training. What counts is the file
    on disk, so the notebook must have been saved. A stub nobody has filled in is returned as it is and raises
    its own NotImplementedError when it is called.

    Raises NotebookNotReady if the file is missing or does not define one of the names.
    """
    from lessoncheck.cell_execution import namespace_of_notebook

    path = Path(notebook)
    if not path.is_file():
        raise NotebookNotReady(
            f"There is no notebook {path.name} in {path.absolute().parent}. "
            "Open this notebook from the assignment's folder, with that notebook beside it."
        )
    namespace = namespace_of_notebook(path)
    missing = [name for name in names if name not in namespace]
    if missing:
        raise NotebookNotReady(
            f"{path.name} does not define {', '.join(missing)}. "
            "Write it there (or mend the cell that stops with an error), save that notebook, and run this cell again."
        )
    return tuple(namespace[name] for name in names)
