"""What the drivers in checks/drivers.py hand to the student's functions, and put in the place of their helpers.

Nothing here knows a right answer: where one is needed, the grader side is asked for it.
"""

from __future__ import annotations

import contextlib
import inspect
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lessoncheck.driver_api import Caller, UnusableValue, as_array

from . import texts
from .training_course import Course, must_be_scores_and_labels

Arrays = Sequence[NDArray[Any]]
Function = Callable[..., Any]
# What a notebook commonly has under these names is not an argument of train_ch3 or evaluate_accuracy.
NOTEBOOK_NAMES = (
    "net", "train_iter", "test_iter", "data_iter", "loss", "num_epochs", "batch_size", "params", "lr", "optimizer",
    "W", "b", "X", "y", "y_hat", "num_inputs", "num_outputs", "softmax", "cross_entropy",
)  # fmt: skip


class Batches:
    """Mini-batches of (X, y), the same at every `iter()`; `passes` counts how often that was.

    `note` is told each start and each mini-batch that is handed out, by one of the two `letters`.
    """

    def __init__(
        self, batches: Sequence[Arrays], note: Callable[[str], None] = lambda letter: None, letters: str = "eb"
    ) -> None:
        self._batches = [(torch.tensor(X), torch.tensor(y)) for X, y in batches]
        self._note = note
        self._start, self._next = letters[0], letters[1]
        self.passes = 0

    @cached_property
    def dataset(self) -> list[tuple[Tensor, Tensor]]:
        """All examples, as a DataLoader's dataset has them."""
        return [(x, label) for X, y in self._batches for x, label in zip(X, y, strict=True)]

    def __len__(self) -> int:
        return len(self._batches)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        self.passes += 1
        self._note(self._start)
        return self._clones()

    def _clones(self) -> Iterator[tuple[Tensor, Tensor]]:
        for X, y in self._batches:
            self._note(self._next)
            yield X.clone(), y.clone()


def data_iter_of(batches: Sequence[tuple[Tensor, Tensor]], kind: str) -> Any:
    """These mini-batches as a data_iter: a "list" of them, a "generator", or a DataLoader ("loader")."""
    if kind == "list":
        return batches
    if kind == "generator":
        return (batch for batch in batches)
    examples = torch.utils.data.TensorDataset(*(torch.cat(column) for column in zip(*batches, strict=True)))
    numbers = torch.split(torch.arange(len(examples)), [len(y) for _, y in batches])
    return torch.utils.data.DataLoader(examples, batch_sampler=[chosen.tolist() for chosen in numbers])


class ImageBatches:
    """Mini-batches of grey images in this order at every `iter()`: X float32 (B, 1, h, w) in [0, 1], y int64 (B,).

    `note` is told the pass and the number of each mini-batch, both from 0, before it is handed out.
    """

    def __init__(
        self, images: Tensor, labels: Tensor, order: Tensor, batch_size: int, note: Callable[[int, int], None]
    ) -> None:
        self.dataset = torch.utils.data.Subset(torch.utils.data.TensorDataset(images, labels), order.tolist())
        self._images, self._labels = images, labels
        self._order = order
        self._batch_size = batch_size
        self._note = note
        self._passes = 0

    def __len__(self) -> int:
        return -(-len(self._order) // self._batch_size)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        turn, self._passes = self._passes, self._passes + 1
        for number, chosen in enumerate(torch.split(self._order, self._batch_size)):
            self._note(turn, number)
            X = self._images.index_select(0, chosen).float().div_(255)  # a third of the time that images[chosen] takes
            yield X.unsqueeze(1), self._labels.index_select(0, chosen).long()


for _iterator in (Batches, ImageBatches):
    _iterator.__name__ = "mini-batches"  # as Python's messages call it


class ParameterPath:
    """Where parameters are before certain mini-batches of the first passes over the training images."""

    def __init__(self, parameters: Sequence[Tensor], places: Iterable[int], most_passes: int) -> None:
        self._parameters = parameters
        self._places = frozenset(places)
        self._most_passes = most_passes
        self._size = sum(p.numel() for p in parameters)
        self._points: list[tuple[int, int, NDArray[Any]]] = []

    def note(self, turn: int, batch: int) -> None:
        """This mini-batch of this pass is about to be handed out."""
        wanted = batch in self._places and turn < self._most_passes
        if wanted and sum(p.numel() for p in self._parameters) == self._size:
            with contextlib.suppress(UnusableValue):
                point = np.concatenate([as_array(p).reshape(-1) for p in self._parameters])
                self._points.append((turn, batch, point.astype(np.float32)))

    @property
    def recorded(self) -> dict[str, NDArray[Any]]:
        """`places` (n, 2): pass and mini-batch, from 0. `path` (n, size): the parameters then, one after the other."""
        return {
            "places": np.array([point[:2] for point in self._points], dtype=np.int64).reshape(-1, 2),
            "path": np.array([point[2] for point in self._points], dtype=np.float32).reshape(-1, self._size),
        }


def stand_ins(caller: Caller, names: Iterable[str]) -> dict[str, Function]:
    """Right versions of the helpers called `names`, each of which asks the grader side for its figures."""

    def sgd(params: Iterable[Tensor], lr: float, batch_size: float) -> list[Tensor]:
        tensors = _tensors(params)
        if tensors is None or _number(lr) is None or _number(batch_size) is None:
            raise TypeError(texts.SGD_TAKES)
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

    labels_first = takes_labels_first(caller.namespace.values.get("accuracy"))
    own_evaluation = caller.namespace.values.get("evaluate_accuracy")

    def accuracy(y_hat: Tensor, y: Tensor) -> float:
        if labels_first and getattr(y_hat, "ndim", 0) == 1:  # the order is judged in accuracy's own item
            y_hat, y = y, y_hat
        must_be_scores_and_labels("accuracy", y_hat, y)
        return float(caller.ask("accuracy", {"y_hat": as_array(y_hat), "y": as_array(y)}))

    def evaluate_accuracy(data_iter: Any, net: Any) -> float:
        if callable(data_iter) and not callable(net) and takes_net_first(own_evaluation):
            data_iter, net = net, data_iter  # the order is judged in evaluate_accuracy's own item
        if callable(data_iter) or not callable(net):
            raise TypeError(texts.EVALUATE_TAKES)
        with torch.no_grad():
            y_hat, y = zip(*[(as_array(net(X)), as_array(y)) for X, y in data_iter], strict=True)
        return float(caller.ask("accuracy", {"y_hat": np.concatenate(y_hat), "y": np.concatenate(y)}))

    known: dict[str, Function] = {"sgd": sgd, "accuracy": accuracy, "evaluate_accuracy": evaluate_accuracy}
    for name, function in known.items():
        function.__qualname__ = name  # as Python's messages call it
    return {name: known[name] for name in names}


# What the parameters of a function that takes two of these are called in public code.
LABELS = {"y", "ys", "y_true", "labels", "label", "target", "targets", "gt", "truth"}
NETS = {"net", "model", "network", "module", "mlp", "classifier"}


def takes_labels_first(accuracy: Any) -> bool:
    """Whether the student's accuracy has the labels before the predictions, by the names of its parameters."""
    return bool(_first_is_among(LABELS, accuracy))


def takes_net_first(evaluate_accuracy: Any) -> bool:
    """Whether the student's evaluate_accuracy has net before data_iter: by its names, else by which order works."""
    by_name = _first_is_among(NETS, evaluate_accuracy)
    if by_name is not None:
        return by_name

    def net(X: Tensor) -> Tensor:
        return X.reshape(len(X), -1)

    def works(*arguments: Any) -> bool:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception, SystemExit):
            evaluate_accuracy(*arguments)
            return True
        return False

    data_iter = [(torch.eye(2), torch.arange(2))]
    return works(net, data_iter) and not works(data_iter, net)


def parameter_names(function: Any) -> list[str]:
    """The names of a function's parameters; none where there is no telling."""
    with contextlib.suppress(Exception):  # whatever a strange callable sets off
        return [str(name) for name in inspect.signature(function).parameters]
    return []


def _first_is_among(names: set[str], function: Any) -> bool | None:
    """Whether the first of two parameters is called so, and the second is not; None where that tells nothing."""
    first, second = ([name.lower() in names for name in parameter_names(function)] + [False, False])[:2]
    return first if first != second else None


def settings_kept(function: Function) -> Function:
    """`function`, after which torch's settings are what they were; that it leaves them changed is told in its item."""

    def call(*arguments: Any, **named: Any) -> Any:
        grad, dtype = torch.is_grad_enabled(), torch.get_default_dtype()
        try:
            return function(*arguments, **named)
        finally:
            torch.set_grad_enabled(grad)
            torch.set_default_dtype(dtype)

    return call


def spied_on(sgd: Function, calls: list[Any], course: Course) -> Function:
    """`sgd`, except that each call first adds [lr, batch_size] to `calls` (None for what is not a number)."""

    signature: inspect.Signature | None = None
    with contextlib.suppress(TypeError, ValueError):
        signature = inspect.signature(sgd)
    exchanged = parameter_names(sgd)[1:3] == ["batch_size", "lr"]  # this order is judged in sgd's own item

    def spy(*arguments: Any, **named: Any) -> Any:
        course.updates("s")
        try:
            if signature is None:
                raise TypeError
            bound = signature.bind(*arguments, **named).arguments
            values = [None, bound["lr"], bound["batch_size"]] if exchanged else list(bound.values())
        except (TypeError, ValueError, KeyError):
            values = [*arguments, *named.values()]
        calls.append([_number(value) for value in (*values[1:3], None, None)[:2]])
        return sgd(*arguments, **named)

    return spy


def _tensors(params: Any) -> list[Tensor] | None:
    """The tensors in params; None for anything else."""
    with contextlib.suppress(TypeError):
        tensors = list(params)
        apart = len({id(p) for p in tensors}) == len(tensors)  # one that is there twice would take two steps
        if not isinstance(params, Tensor) and apart and all(isinstance(p, Tensor) for p in tensors):
            return tensors
    return None


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
