"""What a notebook has around its cells, where there is none: its names, its shell, its progress bars. All are quiet."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import IPython.core.getipython
import IPython.display
from IPython.core.interactiveshell import InteractiveShell

INSIDE_GRADER = "LESSONCHECK_INSIDE_GRADER"  # set where a session has a folder of its own
TQDM = ("tqdm", "tqdm.std", "tqdm.auto", "tqdm.autonotebook", "tqdm.notebook")


class Quiet:
    """Takes whatever is asked of it and does nothing: a widget, a display's handle, captured output."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Quiet()

    def __call__(self, *_: object, **__: object) -> Any:
        return Quiet()

    def __getitem__(self, key: object) -> Any:
        return Quiet()

    def __setitem__(self, key: object, value: object) -> None:
        pass

    def __contains__(self, key: object) -> bool:
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __str__(self) -> str:
        return ""

    def __format__(self, form: str) -> str:
        return ""


class QuietShell(Quiet):
    """Stands where IPython's shell would. Magics do nothing, except those that run or keep the student's own code."""

    def __init__(self, run: Callable[[str], object], names: dict[str, Any]) -> None:
        super().__init__()
        self._run = run
        self.user_ns = names

    def __bool__(self) -> bool:
        return True

    def run_line_magic(self, name: str, line: str, *_: object, **__: object) -> Any:
        """%time STATEMENT runs it, %run what %%writefile wrote; of all others nothing comes."""
        if name == "time":
            around = sys._getframe(1)  # it may stand in a function and use what is local there
            exec(compile(line, "<magic>", "exec"), around.f_globals, around.f_locals)
        elif name == "run" and line.strip():
            self._run(Path(line.split()[0]).read_text(encoding="utf-8"))
        return Quiet()

    def run_cell_magic(self, name: str, line: str, cell: str) -> Any:
        """%%writefile writes where what is written is gone afterwards; of all others nothing comes."""
        if name in {"writefile", "file"} and line.strip() and INSIDE_GRADER in os.environ:
            Path(line.split()[-1]).write_text(cell, encoding="utf-8")
            if "" not in sys.path:
                sys.path.append("")  # a notebook can import what lies beside it
        return Quiet()

    def run_cell(self, raw_cell: str, *_: object, **__: object) -> Any:
        """A cell that the program itself has run."""
        self._run(raw_cell)
        return Quiet()


class ProgressBar:
    """tqdm's bar without the bar: goes through what it is given."""

    n = 0
    total = None

    def __init__(self, iterable: Any = (), *_: object, **__: object) -> None:
        self._iterable = iterable

    def __iter__(self) -> Iterator[Any]:
        return iter(self._iterable)

    def __len__(self) -> int:
        return len(self._iterable)

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Quiet()  # update, set_description, set_postfix, close, ...

    @staticmethod
    def write(text: object = "", *_: object, **__: object) -> None:
        """Prints, as tqdm's does."""
        print(text)


def names_for(shell: QuietShell) -> dict[str, Any]:
    """The names that IPython puts into every notebook."""
    return {
        "get_ipython": lambda: shell,
        "display": Quiet(),
        "In": [""],
        "Out": {},
        "_": "",
        "__": "",
        "___": "",
    }


@contextlib.contextmanager
def around(shell: QuietShell) -> Iterator[None]:
    """While the block runs: what programs import to reach their notebook is there and quiet, if there is none.

    In grading, where student code runs in a process of its own, it stays so for the calls that follow. `torch.compile`
    hands back the function as it is: it may only make it faster, and would need a C++ compiler.
    """
    if InteractiveShell.initialized():
        yield
        return
    stand_ins: list[tuple[Any, str, Any]] = [
        (IPython, "get_ipython", lambda: shell),
        (IPython.core.getipython, "get_ipython", lambda: shell),
        (IPython.display, "display", Quiet()),
    ]
    if torch := sys.modules.get("torch"):
        stand_ins.append((torch, "compile", _as_it_is))
    bars = {name: _progress_bars(name) for name in TQDM if name not in sys.modules}
    kept = [(place, name, getattr(place, name)) for place, name, _ in stand_ins]
    for place, name, stand_in in stand_ins:
        setattr(place, name, stand_in)
    sys.modules.update(bars)
    try:
        yield
    finally:
        if INSIDE_GRADER not in os.environ:
            for place, name, real in kept:
                setattr(place, name, real)
            for name in bars:
                sys.modules.pop(name, None)


def _progress_bars(name: str) -> ModuleType:
    module: Any = ModuleType(name, "Progress bars that are not drawn.")
    module.__path__, module.__spec__ = [], ModuleSpec(name, None, is_package=True)
    module.tqdm = module.tqdm_notebook = ProgressBar
    module.trange = module.tnrange = lambda *bounds, **_: ProgressBar(range(*bounds))
    return module  # type: ignore[no-any-return]


def _as_it_is(model: Any = None, **_: object) -> Any:
    return (lambda function: function) if model is None else model
