"""What the student's call really did in torch: which operators it dispatched, which optimisers it stepped.

Looking at operators instead of names catches a library softmax however it is reached
(`F.softmax`, `X.softmax(1)`, `getattr(torch, "soft" + "max")`), and never mistakes a word for a call.
"""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from lessoncheck.operator_hooks import watched

TORCH_INSTALLED = importlib.util.find_spec("torch") is not None  # a lesson need not use it


@dataclass
class Trace:
    """What was called by name in torch (such as `kl_div`) or dispatched as an operator (such as `_softmax`), and the
    optimiser classes that were constructed.

    Both are looked at: some functions dissolve into plain operators, and some calls reach only the operator.
    """

    operators: set[str] = field(default_factory=set)
    optimizers: set[str] = field(default_factory=set)


@contextlib.contextmanager
def traced(trace: Trace, *, operators: bool = True, steps: bool = True) -> Iterator[None]:
    """Record into `trace` while the block runs; without `operators` only the optimisers, which costs nothing.

    Recording operators costs some microseconds for each. Without `steps` an optimiser that was handed over may step.
    """
    if not TORCH_INSTALLED:
        yield
        return
    with contextlib.ExitStack() as stack:
        stack.enter_context(_optimizers_recorded(trace, steps))
        if operators:
            stack.enter_context(watched(trace.operators))
            for mode in _modes():
                stack.enter_context(mode(trace.operators))
        yield


@cache
def _modes() -> tuple[type[Any], type[Any]]:
    """The two modes of torch that see what is dispatched and what is called; made when torch is there."""
    from torch.overrides import TorchFunctionMode
    from torch.utils._python_dispatch import TorchDispatchMode

    class Recorder(TorchDispatchMode):  # type: ignore[no-untyped-call]
        def __init__(self, operators: set[str]) -> None:
            super().__init__()  # type: ignore[no-untyped-call]
            self._operators = operators

        @classmethod
        def _should_skip_dynamo(cls) -> bool:
            return False  # nothing is compiled here, and telling torch._dynamo so would first import it, for a second

        def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            self._operators.add(func.overloadpacket.__name__)
            return func(*args, **(kwargs or {}))

    class Caller(TorchFunctionMode):
        def __init__(self, operators: set[str]) -> None:
            super().__init__()
            self._operators = operators

        def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            self._operators.add(str(getattr(func, "__name__", "")))
            return func(*args, **(kwargs or {}))

    return Recorder, Caller


@contextlib.contextmanager
def _optimizers_recorded(trace: Trace, steps: bool) -> Iterator[None]:
    """Every optimiser that is built; with `steps` also every step of an SGD that was built before, or without one.

    All ways of stepping SGD, the functional form too, end in one of three functions of torch.optim.sgd.
    """
    import torch

    constructor = torch.optim.Optimizer.__init__

    def recording_constructor(self: Any, *args: Any, **kwargs: Any) -> None:
        trace.optimizers.add(type(self).__name__)
        constructor(self, *args, **kwargs)

    def recording(step: Callable[..., None]) -> Callable[..., None]:
        def record(*args: Any, **kwargs: Any) -> None:
            trace.optimizers.add("SGD")
            step(*args, **kwargs)

        return record

    module: Any = sys.modules["torch.optim.sgd"]
    names = ("_single_tensor_sgd", "_multi_tensor_sgd", "_fused_sgd") if steps else ()
    kept = {name: getattr(module, name) for name in names if hasattr(module, name)}
    torch.optim.Optimizer.__init__ = recording_constructor  # type: ignore[method-assign]
    for name, step in kept.items():
        setattr(module, name, recording(step))
    try:
        yield
    finally:
        torch.optim.Optimizer.__init__ = constructor  # type: ignore[method-assign]
        for name, step in kept.items():
            setattr(module, name, step)
