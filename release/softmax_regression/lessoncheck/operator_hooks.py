"""torch's ready-made softmaxes and losses, watched at the dispatcher, where no thread and no torch mode is passed by.

A `TorchDispatchMode` belongs to one thread and can be switched off from inside. Replacing the CPU kernel itself holds
for the whole process: `F.softmax`, `torch.ops.aten._softmax`, attention, a thread, a disabled mode all arrive there.
It is done in the grader's worker only; what is used is noted only in calls of functions that are to be written from
scratch.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

_watching: list[set[str]] = []  # where the names of used kernels go: to the innermost block


@contextlib.contextmanager
def watched(operators: set[str]) -> Iterator[None]:
    """While the block runs, put the names of the watched kernels that were used into `operators`."""
    _replace_kernels()
    _watching.append(operators)
    try:
        yield
    finally:
        _watching.pop()


@cache
def _replace_kernels() -> Any:
    """Replace the kernels for the rest of the process: to do so for each call takes longer than most calls.

    The values they compute are the same to the bit: each goes on to its own `out` variant, which is not replaced.
    """
    import torch

    aten = torch.ops.aten

    def used(name: str) -> None:
        if _watching:
            _watching[-1].add(name)

    def softmax(x: Any, dim: int, half_to_float: bool) -> Any:
        used("_softmax")
        return aten._softmax.out(x, dim, half_to_float, out=torch.empty_like(x))

    def log_softmax(x: Any, dim: int, half_to_float: bool) -> Any:
        used("_log_softmax")
        return aten._log_softmax.out(x, dim, half_to_float, out=torch.empty_like(x))

    def nll_loss(x: Any, target: Any, weight: Any, reduction: int, ignore_index: int) -> Any:
        used("nll_loss_forward")
        empty = {"output": x.new_empty(0), "total_weight": x.new_empty(0)}
        return aten.nll_loss_forward.output(x, target, weight, reduction, ignore_index, **empty)

    library: Any = torch.library.Library("aten", "IMPL")  # type: ignore[no-untyped-call]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch warns, once, that a kernel is being replaced
        for name, kernel in (("_softmax", softmax), ("_log_softmax", log_softmax), ("nll_loss_forward", nll_loss)):
            library.impl(name, kernel, "CPU")
    return library  # kept by the cache: the kernels stay as long as it lives
