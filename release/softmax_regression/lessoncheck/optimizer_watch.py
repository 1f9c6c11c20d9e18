"""Notes the optimisers of torch.optim that are built or stepped, however that is done."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import Any

CLASSES = {"sgd": "SGD"}  # what the optimiser of a module is called, where it is not the module's name
COMPUTES = ("_single_tensor_", "_multi_tensor_", "_fused_")


@contextlib.contextmanager
def optimizers_recorded(used: set[str], *, steps: bool) -> Iterator[None]:
    """While the block runs, put the class of every optimiser that is built into `used`; with `steps` also of every
    one that steps, though it was built before, or never.

    All ways of stepping, the functional forms too, end in a function of the optimiser's module that computes the step.
    """
    import torch

    constructor = torch.optim.Optimizer.__init__

    def recording_constructor(self: Any, *args: Any, **kwargs: Any) -> None:
        used.add(type(self).__name__)
        constructor(self, *args, **kwargs)

    def recording(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def record(*args: Any, **kwargs: Any) -> Any:
            used.add(name)
            return step(*args, **kwargs)

        return record

    kept = [(module, name, getattr(module, name), optimizer) for module, name, optimizer in _steps() if steps]
    torch.optim.Optimizer.__init__ = recording_constructor  # type: ignore[method-assign]
    for module, name, step, optimizer in kept:
        setattr(module, name, recording(optimizer, step))
    try:
        yield
    finally:
        torch.optim.Optimizer.__init__ = constructor  # type: ignore[method-assign]
        for module, name, step, _ in kept:
            setattr(module, name, step)


@cache
def _steps() -> list[tuple[ModuleType, str, str]]:
    """The functions of torch.optim that compute a step: module, name, what the optimiser is called."""
    return [
        (module, name, CLASSES.get(module.__name__.rpartition(".")[2], module.__name__.rpartition(".")[2].title()))
        for module in list(sys.modules.values())
        if getattr(module, "__name__", "").startswith("torch.optim.")
        for name, found in vars(module).items()
        if name.startswith(COMPUTES) and getattr(found, "__module__", "") == module.__name__
    ]
