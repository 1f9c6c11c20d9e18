"""Hooks on those operators of torch that a lesson wants watched, in the dispatcher, which nothing passes by.

A `TorchDispatchMode` belongs to one thread and can be switched off from inside. Replacing the CPU kernel itself holds
for the whole process: a function, a method, `torch.ops.aten`, a thread, a disabled mode all arrive there. It is done in
the grader's fork server only; what is used is noted only in calls of functions that are to be written from scratch.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

_watching: list[Callable[[str], None]] = []  # who is told the names of used kernels: the innermost block
_replaced: list[Any] = []  # the kernels stay as long as torch's library objects live


@contextlib.contextmanager
def watched(note: Callable[[str], None]) -> Iterator[None]:
    """While the block runs, `note` is told the names of the replaced kernels that are used."""
    _watching.append(note)
    try:
        yield
    finally:
        _watching.pop()


def replace_kernels(kernels: Mapping[str, Callable[..., Any]]) -> None:
    """For the rest of the process (to do so for each call takes longer than most calls), note each use of these
    operators of torch and compute them with the kernels given."""
    import torch

    library: Any = torch.library.Library("aten", "IMPL")  # type: ignore[no-untyped-call]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch warns, once, that a kernel is being replaced
        for name, kernel in kernels.items():
            library.impl(name, _noting(name, kernel), "CPU")
    _replaced.append(library)


def _noting(name: str, kernel: Callable[..., Any]) -> Callable[..., Any]:
    def noted(*arguments: Any) -> Any:
        if _watching:
            _watching[-1](name)
        return kernel(*arguments)

    return noted
