"""The notebook whose kernel this is: the names it defined, and which of its cells ran (IPython keeps their text)."""

from __future__ import annotations

import linecache
import re
from textwrap import dedent
from typing import Any

from lessoncheck.cell_execution import Namespace
from lessoncheck.student_error import KERNELS_OWN, NOT_RUN, StudentError, describe_error


class RunningNotebook(Namespace):
    """The names of a running notebook.

    A cell that did not compile leaves the function of before in place, and one that nobody ran leaves none. Both can
    be told: IPython keeps the text of each cell that was run, also of one that failed.
    """

    def __init__(self, shell: Any) -> None:
        super().__init__(shell.user_ns)
        self._shell = shell

    def error_of(self, cell: str) -> StudentError | None:
        """Why there is no function of this name."""
        source = self._last_input(rf"def\s+{cell}\b")
        return StudentError(NOT_RUN, "", cell) if source is None else self._error_in(source, cell)

    def error_of_last_edit(self, cell: str) -> StudentError | None:
        """What stopped the last run of the cell that defines this function, if the function is that of an earlier run.

        None also where it cannot be told, such as for a function that came from elsewhere or was wrapped.
        """
        code = getattr(self.values.get(cell), "__code__", None)
        source = self._last_input(rf"def\s+{cell}\b")
        if code is None or source is None or code.co_name != cell or source.lstrip().startswith("%%"):
            return None
        ran = "".join(linecache.getlines(code.co_filename))
        if not ran or not any(part in code.co_filename for part in KERNELS_OWN):
            return None
        try:
            same = self._python(source).split() == ran.split()
        except SyntaxError:
            same = False
        return None if same else self._error_in(source, cell)

    def answer(self, item: str) -> str:
        """The text of the cell that last wrote to the name of a quiz item; empty if none did."""
        return self._last_input(rf"{item}\s*[:=＝]") or ""

    def _last_input(self, pattern: str) -> str | None:
        begins = re.compile(f"^{pattern}", re.MULTILINE)  # as IPython does, a cell is read without its common indent
        inputs = [str(source) for source in self._shell.history_manager.input_hist_raw]
        return next((source for source in reversed(inputs) if begins.search(dedent(source))), None)

    def _python(self, source: str) -> str:
        python: str = self._shell.transform_cell(source)
        return python

    def _error_in(self, source: str, cell: str) -> StudentError:
        try:
            compile(self._python(source), f"<cell {cell}>", "exec")
        except (SyntaxError, ValueError) as error:
            return describe_error(error, cell)
        return StudentError("an error", "", cell)
