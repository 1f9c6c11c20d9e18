"""Notes the optimisers of torch.optim that are built or stepped, however that is done."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

CLASSES = {"sgd": "SGD"}  # what the optimiser of a module is called, where it is not the module's name
COMPUTES = ("_single_tensor_", "_multi_tensor_", "_fused_")
CONSTRUCTOR = "__init__"

_told: list[tuple[set[str], bool]] = []  # who is told of optimisers, and whether of steps too: the innermost block


@contextlib.contextmanager
def optimizers_recorded(used: set[str], *, steps: bool) -> Iterator[None]:
    """While the block runs, put the class of every optimiser that is built into `used`; with `steps` also of every
    one that steps, though it was built before, or never.

    All ways of stepping, the functional forms too, end in a function of the optimiser's module that computes the step.
    """
    replaced = replace_optimizers()
    _told.append((used, steps))
    try:
        yield
    finally:
        _told.pop()
        for holder, name, own in replaced:
            setattr(holder, name, own)


def replace_optimizers() -> list[tuple[Any, str, Callable[..., Any]]]:
    """Exchange what builds and steps an optimiser in torch for what also tells, where that is not done yet.

    Returns what was exchanged: where, the name, and the function of before. The grader's fork server does it once, for
    to do it for each call takes longer than many calls.
    """
    found = [(holder, name, getattr(holder, name), optimizer) for holder, name, optimizer in _places()]
    own = [place for place in found if not hasattr(place[2], "tells_optimizers")]
    for holder, name, function, optimizer in own:
        setattr(holder, name, _telling(function, optimizer))
    return [(holder, name, function) for holder, name, function, _ in own]


def _telling(function: Callable[..., Any], optimizer: str) -> Callable[..., Any]:
    def tells(*args: Any, **kwargs: Any) -> Any:
        if _told:
            used, steps = _told[-1]
            if not optimizer:
                used.update(type(one).__name__ for one in args[:1])
            elif steps:
                used.add(optimizer)
        return function(*args, **kwargs)

    tells.tells_optimizers = True  # type: ignore[attr-defined]
    return tells


@cache
def _places() -> list[tuple[Any, str, str]]:
    """The constructor of all optimisers, and the functions of torch.optim that compute a step, with their optimiser."""
    import torch

    return [(torch.optim.Optimizer, CONSTRUCTOR, "")] + [
        (module, name, CLASSES.get(module.__name__.rpartition(".")[2], module.__name__.rpartition(".")[2].title()))
        for module in list(sys.modules.values())
        if getattr(module, "__name__", "").startswith("torch.optim.")
        for name, found in vars(module).items()
        if name.startswith(COMPUTES) and getattr(found, "__module__", "") == module.__name__
    ]
