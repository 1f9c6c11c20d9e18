"""What the drivers in checks/drivers.py hand to the student's functions, and put in the place of their helpers.

Nothing here knows a right answer: where one is needed, the grader side is asked for it.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lessoncheck.driver_api import Caller, as_array

from . import texts

Arrays = Sequence[NDArray[Any]]
Function = Callable[..., Any]
# What a notebook commonly has under these names is not an argument of train_ch3 or evaluate_accuracy.
NOTEBOOK_NAMES = (
    "net", "train_iter", "test_iter", "data_iter", "loss", "num_epochs", "batch_size", "params", "lr", "optimizer",
    "W", "b", "X", "y", "y_hat", "num_inputs", "num_outputs", "softmax", "cross_entropy",
)  # fmt: skip


class Course:
    """What a run of train_ch3 does, in order, one letter for each thing; it explains a wrong result and proves nothing.

    b, t: train_iter, test_iter hands out a mini-batch. n: net predicts (N: with autograd off). l: loss is called.
    h, p, g: backward reaches the loss, the prediction, the parameters (`weights`). s: sgd is called, o: the optimiser
    steps (S, O: the parameters have no gradient then, or it is 0).
    """

    MOST = 20_000

    def __init__(self, weights: Sequence[Tensor]) -> None:
        self.letters: list[str] = []
        self._weights = weights
        self._watch(weights[0], "g")

    def note(self, letter: str) -> None:
        """One more thing."""
        if len(self.letters) < self.MOST:
            self.letters.append(letter)

    def predicts(self, y_hat: Tensor) -> Tensor:
        """net has been called; the same tensor, which now tells when backward comes by."""
        self.note("n" if torch.is_grad_enabled() else "N")
        return self._watch(y_hat, "p")

    def compares(self, losses: Tensor) -> Tensor:
        """loss has been called; the same tensor, likewise."""
        self.note("l")
        return self._watch(losses, "h")

    def updates(self, letter: str) -> None:
        """sgd or the optimiser is about to change the parameters."""
        moved = any(p.grad is not None and bool(p.grad.any()) for p in self._weights)
        self.note(letter if moved else letter.upper())

    def _watch(self, tensor: Tensor, letter: str) -> Tensor:
        if tensor.requires_grad:
            tensor.register_hook(lambda _: self.note(letter))  # type: ignore[no-untyped-call]
        return tensor


class Batches:
    """Mini-batches of (X, y), the same at every `iter()`; `passes` counts how often that was."""

    def __init__(self, batches: Sequence[Arrays], handed_out: Callable[[], None] | None = None) -> None:
        self._batches = [(torch.tensor(X), torch.tensor(y)) for X, y in batches]
        self._handed_out = handed_out
        self.passes = 0

    @cached_property
    def dataset(self) -> list[tuple[Tensor, Tensor]]:
        """All examples, as a DataLoader's dataset has them."""
        return [(x, label) for X, y in self._batches for x, label in zip(X, y, strict=True)]

    def __len__(self) -> int:
        return len(self._batches)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        self.passes += 1
        return self._clones()

    def _clones(self) -> Iterator[tuple[Tensor, Tensor]]:
        for X, y in self._batches:
            if self._handed_out is not None:
                self._handed_out()
            yield X.clone(), y.clone()


class ShuffledImages:
    """Mini-batches of grey images, in a new order at every `iter()`: X float32 (B, 1, h, w) in [0, 1], y int64."""

    def __init__(self, images: Tensor, labels: Tensor, batch_size: int, generator: torch.Generator) -> None:
        self.dataset = torch.utils.data.TensorDataset(images, labels)
        self._batch_size = batch_size
        self._generator = generator

    def __len__(self) -> int:
        return -(-len(self.dataset) // self._batch_size)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        images, labels = self.dataset.tensors
        order = torch.randperm(len(labels), generator=self._generator)
        for chosen in torch.split(order, self._batch_size):
            X = images.index_select(0, chosen).float().div_(255)  # a third of the time that images[chosen] takes
            yield X.unsqueeze(1), labels.index_select(0, chosen).long()


def stand_ins(caller: Caller, names: Iterable[str]) -> dict[str, Function]:
    """Right versions of the helpers called `names`, each of which asks the grader side for its figures."""

    def sgd(params: Iterable[Tensor], lr: float, batch_size: float) -> list[Tensor]:
        tensors = list(params)
        if any(p.grad is None for p in tensors):
            raise RuntimeError(texts.SGD_WITHOUT_GRADIENT)
        stepped = caller.ask(
            "sgd",
            {
                "params": [as_array(p) for p in tensors],
                "grads": [as_array(p.grad) for p in tensors],
                "lr": float(lr),
                "batch_size": float(batch_size),
            },
        )
        with torch.no_grad():
            for p, new in zip(tensors, stepped, strict=True):
                p.copy_(torch.tensor(new))
        return tensors

    labels_first = takes_labels_first(caller, "accuracy")

    def accuracy(y_hat: Tensor, y: Tensor) -> float:
        if (
            labels_first and getattr(y_hat, "ndim", 0) == 1
        ):  # the order of the student's own accuracy, judged in its own item
            y_hat, y = y, y_hat
        must_be_scores_and_labels(y_hat, y)
        return float(caller.ask("accuracy", {"y_hat": as_array(y_hat), "y": as_array(y)}))

    def evaluate_accuracy(data_iter: Any, net: Any) -> float:
        if callable(data_iter) and not callable(net):  # the order is judged in evaluate_accuracy's own item
            data_iter, net = net, data_iter
        with torch.no_grad():
            y_hat, y = zip(*[(as_array(net(X)), as_array(y)) for X, y in data_iter], strict=True)
        return float(caller.ask("accuracy", {"y_hat": np.concatenate(y_hat), "y": np.concatenate(y)}))

    known: dict[str, Function] = {"sgd": sgd, "accuracy": accuracy, "evaluate_accuracy": evaluate_accuracy}
    for name, function in known.items():
        function.__qualname__ = name  # as Python's messages call it
    return {name: known[name] for name in names}


def takes_labels_first(caller: Caller, name: str) -> bool:
    """Whether the student's function has the labels before the predictions, by the names of its parameters."""
    first, second, *_ = [*parameters(caller.namespace.values.get(name)), "", ""]
    return _called_labels(first) and not _called_labels(second)


def parameters(function: Any) -> list[str]:
    """The names of a function's parameters; none where there is no telling."""
    with contextlib.suppress(TypeError, ValueError):
        return list(inspect.signature(function).parameters)
    return []


def _called_labels(name: str) -> bool:
    return name.lower() in {"y", "ys", "y_true", "labels", "label", "target", "targets", "gt", "truth"}


def must_be_scores_and_labels(y_hat: Any, y: Any) -> None:
    """A right helper refuses, in words, what accuracy(y_hat, y) is not made for."""
    if not isinstance(y_hat, Tensor) or not isinstance(y, Tensor) or y_hat.ndim != 2 or y.shape != y_hat.shape[:1]:
        shapes = [str(tuple(x.shape)) if isinstance(x, Tensor) else type(x).__name__ for x in (y_hat, y)]
        raise ValueError(texts.ACCURACY_TAKES.format(y_hat=shapes[0], y=shapes[1]))


def spied_on(sgd: Function, calls: list[Any], course: Course) -> Function:
    """`sgd`, except that each call first adds [lr, batch_size] to `calls` (None for what is not a number)."""

    signature: inspect.Signature | None = None
    with contextlib.suppress(TypeError, ValueError):
        signature = inspect.signature(sgd)

    def spy(*arguments: Any, **named: Any) -> Any:
        course.updates("s")
        try:
            if signature is None:
                raise TypeError
            values = list(signature.bind(*arguments, **named).arguments.values())
        except (TypeError, ValueError):
            values = [*arguments, *named.values()]
        calls.append([_number(value) for value in (*values[1:3], None, None)[:2]])
        return sgd(*arguments, **named)

    return spy


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError, RuntimeError):
        return None


@contextlib.contextmanager
def notebook_names(caller: Caller, given: dict[str, Any], *, bare: bool) -> Iterator[None]:
    """While the block runs, the notebook's own `net`, `lr`, ... stand for what is `given`; `bare`: for nothing.

    So code that reads them instead of its arguments fails where the names are bare, and only there.
    """
    values = caller.namespace.values
    kept = {name: values[name] for name in NOTEBOOK_NAMES if name in values}
    try:
        if bare:
            for name in kept:
                del values[name]
        else:
            values.update(given)
        yield
    finally:
        for name in NOTEBOOK_NAMES:
            values.pop(name, None)
        values.update(kept)
