"""Running a student's cells and holding what they define."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import linecache
import traceback
import warnings
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any

from lessoncheck.cell_imports import tolerant_of_imports
from lessoncheck.cell_limits import CellLimits, Cut
from lessoncheck.cell_source import python_of
from lessoncheck.cells import Cell, read_saved, student_cells
from lessoncheck.exception_hints import cannot_work_in_grading
from lessoncheck.interruption import Interrupted
from lessoncheck.notebook_names import QuietShell, around, names_for
from lessoncheck.printed import CellOutput, Discarded
from lessoncheck.student_error import TEXT_LIMIT, StudentError, describe_error, safe_text
from lessoncheck.time_limit import CellTooSlow


@dataclass
class Namespace:
    """The names that the student's cells defined, and the errors of cells that did not get through.

    `cut` are the cells, by number, that were not run to their end for lack of time.
    """

    values: dict[str, Any]
    cell_errors: list[StudentError] = field(default_factory=list)
    cut: dict[int, Cut] = field(default_factory=dict)

    def error_of(self, cell: str) -> StudentError | None:
        """The error that stopped the cell of this name, if one did."""
        return next((error for error in self.cell_errors if error.cell == cell), None)


def run_cells(
    cells: Iterable[Cell], values: dict[str, Any] | None = None, *, limits: CellLimits | None = None
) -> Namespace:
    """Run cells in order in one namespace, as a notebook would; a cell that fails is noted and the next one runs.

    What works on the student's computer and cannot work here (a package, a file, the network, a GPU) costs its own
    statement, and the cell goes on. With `limits` a cell is interrupted after its time; one that does not heed it must
    be ended from outside. What the cells print is swallowed. Each cell is compiled under the file name `<cell NAME>`,
    so that errors can be told in the student's own lines.
    """
    namespace = Namespace(values if values is not None else {})
    with contextlib.closing(_Program(namespace)) as program:
        for number, cell in enumerate(cells):
            cut = limits.known.get(number) if limits else None
            with contextlib.redirect_stdout(CellOutput()), contextlib.redirect_stderr(Discarded()):
                try:
                    with limits.of(number, cell) if limits else contextlib.nullcontext():
                        program.run(cell, cut)
                except BaseException as error:  # a cell may raise anything, and the next one must run
                    if isinstance(error, KeyboardInterrupt) and (limits is None or limits.by_hand):
                        raise Interrupted(describe_error(error, cell.name)) from None
                    program.note(error, cell.name)
                    if isinstance(error, CellTooSlow):
                        cut = Cut(max(_line_of(error, cell), 1), type(error).__name__, str(error))
            if cut:
                namespace.cut[number] = cut
    return namespace


class _Program:
    """Cells as they run, one after the other, with a shell around them and an event loop for those that await."""

    def __init__(self, namespace: Namespace) -> None:
        self._namespace = namespace
        self._values = namespace.values
        self._loop: asyncio.Runner | None = None
        self._something_missing = False
        shell = QuietShell(lambda source: self._execute(ast.parse(source), "<magic>"), self._values)
        self._around = contextlib.ExitStack()
        self._around.enter_context(around(shell))
        for name, value in {"__name__": "__main__", **names_for(shell)}.items():
            self._values.setdefault(name, value)

    def run(self, cell: Cell, cut: Cut | None = None) -> None:
        """The cell, up to where it is cut."""
        filename = file_of(cell)
        python = cell.source if _is_python(cell.source) else python_of(cell.source)
        linecache.cache[filename] = (len(python), None, python.splitlines(True), filename)
        tree = ast.Module(list(tolerant_of_imports(python)), [])
        if cut:
            code = linecache.getline(filename, cut.line).strip()[:TEXT_LIMIT]
            self._namespace.cell_errors.append(StudentError(cut.kind, cut.message, cell.name, cut.line, code))
            self._something_missing = True
            tree.body = [statement for statement in tree.body if (statement.end_lineno or 0) < cut.line]
        while tree.body:
            try:
                self._execute(tree, filename)
                break
            except Exception as error:
                line = _line_of(error, cell)
                if not (line and self._for_want_of_something(error)):
                    raise
                self.note(error, cell.name)
                tree.body = [statement for statement in tree.body if _first_line(statement) > line]

    def note(self, error: BaseException, cell: str) -> None:
        """An error that costs the cell, or one statement of it."""
        self._namespace.cell_errors.append(describe_error(error, cell))

    def close(self) -> None:
        """End what still waits in the event loop, and what stood around the cells."""
        self._around.close()
        if self._loop is not None:
            with contextlib.suppress(BaseException), contextlib.redirect_stderr(Discarded()):
                self._loop.close()

    def _for_want_of_something(self, error: Exception) -> bool:
        """Whether it would have worked on the student's computer; a name may be missing for the same want."""
        here = cannot_work_in_grading(type(error).__name__, safe_text(error))
        self._something_missing |= here
        return here or (self._something_missing and isinstance(error, NameError))

    def _execute(self, tree: ast.Module, filename: str) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about a student's string is not our concern
            code = compile(tree, filename, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        if code.co_flags & inspect.CO_COROUTINE or "asyncio" in code.co_names:
            self._wait_for(_awaited(code, self._values))
        else:
            exec(code, self._values)

    def _wait_for(self, coroutine: Coroutine[Any, Any, None]) -> None:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            self._loop = self._loop or asyncio.Runner()
            self._loop.run(coroutine)
        else:  # in a notebook that takes functions from another one: its own loop is running in this thread
            with ThreadPoolExecutor(1) as thread:
                thread.submit(asyncio.run, coroutine).result()


def _is_python(source: str) -> bool:
    try:
        tolerant_of_imports(source)
    except (SyntaxError, ValueError):
        return False
    return True


async def _awaited(code: CodeType, values: dict[str, Any]) -> None:
    waits = eval(code, values)
    if inspect.iscoroutine(waits):
        await waits


def file_of(cell: Cell) -> str:
    """The file name under which a cell is compiled."""
    return f"<cell {cell.name}>"


def _line_of(error: BaseException, cell: Cell) -> int:
    """The line of the cell's own statement that was running; 0 if none was."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno or 0 for frame in frames if frame.filename == file_of(cell)), 0)


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def namespace_of_notebook(path: Path) -> dict[str, Any]:
    """What a saved notebook's solution, setup and extra cells define (its demonstrations are not run)."""
    return run_cells(student_cells(read_saved(path))).values
