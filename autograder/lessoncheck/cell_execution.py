"""Running a student's cells and holding what they define."""

from __future__ import annotations

import contextlib
import io
import linecache
import signal
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any

from lessoncheck.cell_imports import tolerant_of_imports
from lessoncheck.cell_source import python_of
from lessoncheck.cells import Cell, read_notebook, student_cells

TEXT_LIMIT = 400


@dataclass(frozen=True)
class StudentError:
    """What went wrong in the student's own code, without any of our frames.

    `line` counts from 1 inside `cell`; 0 when no line of the student's was running. `written` is false
    for the NotImplementedError of an untouched stub.
    """

    type: str
    message: str
    cell: str = ""
    line: int = 0
    code: str = ""

    @property
    def written(self) -> bool:
        """False when this is the exception of a stub that nobody has filled in."""
        stub = not self.code or "raise NotImplementedError" in self.code  # torch raises it too
        return self.type != "NotImplementedError" or not stub


@dataclass
class Namespace:
    """The names that the student's cells defined, and the errors of cells that did not get through."""

    values: dict[str, Any]
    cell_errors: list[StudentError] = field(default_factory=list)

    def error_of(self, cell: str) -> StudentError | None:
        """The error that stopped the cell of this name, if one did."""
        return next((error for error in self.cell_errors if error.cell == cell), None)


class _QuietShell:
    """Stands where IPython's shell would: magics do nothing, except those whose body is the student's code."""

    def __init__(self, run: Callable[[str], None]) -> None:
        self._run = run

    def run_cell_magic(self, name: str, line: str, body: str) -> None:
        if name in {"time", "timeit", "capture"}:
            self._run(body)

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *arguments, **options: None


class CellTooSlow(BaseException):
    """Interrupts a cell that takes too long; no `except Exception` of the cell's own stops it."""


def run_cells(
    cells: Iterable[Cell], values: dict[str, Any] | None = None, *, seconds: float | None = None
) -> Namespace:
    """Run cells in order in one namespace; a cell that fails is noted and the next one runs.

    With `seconds` a cell is interrupted after that time (in the main thread of a Unix process only; a cell that
    does not heed it must be ended from outside). What the cells print is swallowed. Each cell is compiled under the
    file name `<cell NAME>`, so that errors can be told in the student's own lines.
    """
    namespace = Namespace(values if values is not None else {})
    namespace.values.setdefault("__name__", "__main__")
    for cell in cells:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            try:
                with _at_most(seconds):
                    _run_cell(cell, namespace.values)
            except BaseException as error:  # a cell may raise anything, and the next one must run
                if seconds is None and isinstance(error, KeyboardInterrupt):
                    raise
                namespace.cell_errors.append(describe_error(error, cell.name))
    return namespace


@contextlib.contextmanager
def _at_most(seconds: float | None) -> Iterator[None]:
    if seconds is None:
        yield
        return

    def interrupt(signum: int, frame: Any) -> None:
        raise CellTooSlow(f"the cell did not finish within {seconds:g} seconds")

    signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _run_cell(cell: Cell, values: dict[str, Any]) -> None:
    filename = f"<cell {cell.name}>"

    def run(source: str) -> None:
        python, code = _compiled(source, filename)
        linecache.cache[filename] = (len(python), None, python.splitlines(True), filename)
        exec(code, values)

    shell = _QuietShell(run)
    values["get_ipython"] = lambda: shell
    run(cell.source)


def _compiled(source: str, filename: str) -> tuple[str, CodeType]:
    """The cell as Python and compiled."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "\\d" in a student's string is not our concern
        python = python_of(source)
        return python, compile(tolerant_of_imports(python, filename), filename, "exec")


def describe_error(error: BaseException, cell: str = "") -> StudentError:
    """The error as the student should read it: their last line that was running, their message, cut short."""
    message = _safe_text(error)
    if isinstance(error, SyntaxError):
        return StudentError(
            "SyntaxError", error.msg or "", cell, error.lineno or 0, (error.text or "").strip()[:TEXT_LIMIT]
        )
    line, code = 0, ""
    for frame in traceback.extract_tb(error.__traceback__):
        if (
            frame.filename.startswith("<cell ")
            or "ipykernel_" in frame.filename
            or frame.filename.startswith("<ipython-input")
        ):
            line, code = frame.lineno or 0, (frame.line or "").strip()[:TEXT_LIMIT]
            if frame.filename.startswith("<cell "):
                cell = frame.filename[len("<cell ") : -1]
    return StudentError(type(error).__name__[:TEXT_LIMIT], message, cell, line, code)


def _safe_text(error: BaseException) -> str:
    try:
        return str(error)[:TEXT_LIMIT]
    except Exception:  # a student's exception class may have a broken __str__
        return ""


def namespace_of_notebook(path: Path) -> dict[str, Any]:
    """What a saved notebook's solution, setup and extra cells define (its demonstrations are not run)."""
    return run_cells(student_cells(read_notebook(path))).values
