"""What the student's call really did in torch: which operators it dispatched, which optimisers it stepped.

Looking at operators instead of names catches a library softmax however it is reached
(`F.softmax`, `X.softmax(1)`, `getattr(torch, "soft" + "max")`), and never mistakes a word for a call.
"""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from lessoncheck.operator_hooks import watched
from lessoncheck.optimizer_watch import optimizers_recorded

TORCH_INSTALLED = importlib.util.find_spec("torch") is not None  # a lesson need not use it


MOST_NAMES = 300  # honest code uses some thirty
LONGEST_NAME = 100


@dataclass
class Trace:
    """What was called by name in torch (such as `kl_div`) or dispatched as an operator (such as `_softmax`), and the
    classes of optimisers that were built or stepped.

    Both are looked at: some functions dissolve into plain operators, and some calls reach only the operator. A name
    that is left out for want of room makes the trace `incomplete`.
    """

    operators: set[str] = field(default_factory=set)
    optimizers: set[str] = field(default_factory=set)
    incomplete: bool = False

    def note(self, operator: str) -> None:
        """One more operator or function."""
        if operator in self.operators:
            return
        if len(self.operators) < MOST_NAMES and len(operator) <= LONGEST_NAME:
            self.operators.add(operator)
        else:
            self.incomplete = True


@contextlib.contextmanager
def traced(trace: Trace, *, operators: bool = True, steps: bool = True) -> Iterator[None]:
    """Record into `trace` while the block runs; without `operators` only the optimisers, which costs next to nothing.

    Recording operators costs some microseconds for each. Without `steps` an optimiser that was handed over may step.
    """
    if not TORCH_INSTALLED:
        yield
        return
    with contextlib.ExitStack() as stack:
        stack.enter_context(optimizers_recorded(trace.optimizers, steps=steps))
        if operators:
            stack.enter_context(watched(trace.note))
            for mode in _modes():
                stack.enter_context(mode(trace.note))
        yield


@cache
def _operator(func: Any) -> str:
    name = str(func.overloadpacket.__name__)
    return name if func.namespace == "aten" else f"{func.namespace}::{name}"


@cache
def _modes() -> tuple[type[Any], type[Any]]:
    """The two modes of torch that see what is dispatched and what is called; made when torch is there."""
    from torch.overrides import TorchFunctionMode
    from torch.utils._python_dispatch import TorchDispatchMode

    class Recorder(TorchDispatchMode):  # type: ignore[no-untyped-call]
        def __init__(self, note: Callable[[str], None]) -> None:
            super().__init__()  # type: ignore[no-untyped-call]
            self._note = note

        @classmethod
        def _should_skip_dynamo(cls) -> bool:
            return False  # nothing is compiled here, and telling torch._dynamo so would first import it, for a second

        def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            self._note(_operator(func))
            return func(*args, **(kwargs or {}))

    class Caller(TorchFunctionMode):
        def __init__(self, note: Callable[[str], None]) -> None:
            super().__init__()
            self._note = note

        def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            self._note(str(getattr(func, "__name__", "")))
            return func(*args, **(kwargs or {}))

    return Recorder, Caller
