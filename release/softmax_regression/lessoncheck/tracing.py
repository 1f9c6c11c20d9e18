"""What the student's call really did in torch: which operators it dispatched, which optimisers it stepped.

Looking at operators instead of names catches a library softmax however it is reached
(`F.softmax`, `X.softmax(1)`, `getattr(torch, "soft" + "max")`), and never mistakes a word for a call.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Trace:
    """What was called by name in torch (such as `kl_div`) or dispatched as an operator (such as `_softmax`), and the
    optimiser classes that were constructed.

    Both are looked at: some functions dissolve into plain operators, and some calls reach only the operator.
    """

    operators: set[str] = field(default_factory=set)
    optimizers: set[str] = field(default_factory=set)


@contextlib.contextmanager
def traced(trace: Trace, *, operators: bool = True) -> Iterator[None]:
    """Record into `trace` while the block runs; without `operators` only the optimisers, which costs nothing.

    Recording operators costs some microseconds for each.
    """
    import torch
    from torch.overrides import TorchFunctionMode
    from torch.utils._python_dispatch import TorchDispatchMode

    class Recorder(TorchDispatchMode):  # type: ignore[no-untyped-call]
        @classmethod
        def _should_skip_dynamo(cls) -> bool:
            return False  # nothing is compiled here, and telling torch._dynamo so would first import it, for a second

        def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            trace.operators.add(func.overloadpacket.__name__)
            return func(*args, **(kwargs or {}))

    class Caller(TorchFunctionMode):
        def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            trace.operators.add(str(getattr(func, "__name__", "")))
            return func(*args, **(kwargs or {}))

    constructor = torch.optim.Optimizer.__init__

    def recording_constructor(self: Any, *args: Any, **kwargs: Any) -> None:
        trace.optimizers.add(type(self).__name__)
        constructor(self, *args, **kwargs)

    torch.optim.Optimizer.__init__ = recording_constructor  # type: ignore[method-assign]
    try:
        if not operators:
            yield
            return
        with Recorder(), Caller():  # type: ignore[no-untyped-call]
            yield
    finally:
        torch.optim.Optimizer.__init__ = constructor  # type: ignore[method-assign]
