"""The drivers: one for each way of calling a student's functions, on the student side.

A driver turns plain arrays and numbers into what the function wants, calls it, and returns plain values. What
would be right is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from lessoncheck.driver_api import Caller, StudentRaised, as_array, describe, unwatched
from lessoncheck.protocol import Plain
from softmax_lesson.epoch_lines import lacking
from softmax_lesson.stand_ins import (
    Arrays,
    Batches,
    ImageBatches,
    ParameterPath,
    data_iter_of,
    notebook_names,
    parameter_names,
    settings_kept,
    spied_on,
    stand_ins,
    takes_net_first,
)
from softmax_lesson.training_course import SGD, Course, LinearNet, cut, linear, loss_of, whole

Array = NDArray[Any]
aten = torch.ops.aten
TEST_SLICE = 2000  # examples; enough for the line that is printed, and cheap


def _nll_loss(x: Any, target: Any, weight: Any, reduction: int, ignore_index: int) -> Any:
    empty = {"output": x.new_empty(0), "total_weight": x.new_empty(0)}
    return aten.nll_loss_forward.output(x, target, weight, reduction, ignore_index, **empty)


# torch's ready-made softmaxes and losses, whose use grading sees however they are reached. The values are the same to
# the bit: each goes on to its own `out` variant.
WATCHED: dict[str, Callable[..., Any]] = {
    "_softmax": lambda x, dim, half: aten._softmax.out(x, dim, half, out=torch.empty_like(x)),
    "_log_softmax": lambda x, dim, half: aten._log_softmax.out(x, dim, half, out=torch.empty_like(x)),
    "nll_loss_forward": _nll_loss,
}


@unwatched
def parameters(caller: Caller, name: str) -> dict[str, Plain]:
    """The names of a function's parameters, in order; none where Python cannot tell."""
    return {"names": parameter_names(caller.function(name))}


def _is_of_an_epoch(line: str) -> bool:
    return len(lacking(line)) < 3


def softmax(caller: Caller, X: Array, cotangent: Array | None = None) -> dict[str, Plain]:
    """softmax(X); with a cotangent (n, q) also the gradient of sum(cotangent * Y) in X."""
    tensor = torch.tensor(X, requires_grad=cotangent is not None)
    Y = caller.run("softmax", tensor)
    return {
        "Y": describe(Y),
        "X_after": as_array(tensor),
        "X_takes_gradients_as_before": tensor.requires_grad == (cotangent is not None),
        "X_grad": _gradient(caller, Y, cotangent, tensor),
    }


def cross_entropy(
    caller: Caller, y_hat: Array, y: Array, cotangent: Array | None = None, exchanged: bool = False
) -> dict[str, Plain]:
    """cross_entropy(y_hat, y); with a cotangent (n,) also the gradient of sum(cotangent * losses) in y_hat.

    exchanged: call it as (y, y_hat).
    """
    predicted, labels = torch.tensor(y_hat, requires_grad=cotangent is not None), torch.tensor(y)
    arguments = (labels, predicted) if exchanged else (predicted, labels)
    losses = caller.run("cross_entropy", *arguments)
    return {
        "losses": describe(losses),
        "y_hat_after": as_array(predicted),
        "y_hat_takes_gradients_as_before": predicted.requires_grad == (cotangent is not None),
        "y_after": as_array(labels),
        "y_hat_grad": _gradient(caller, losses, cotangent, predicted),
    }


@unwatched
def accuracy(caller: Caller, y_hat: Array, y: Array, with_gradients: bool = False) -> dict[str, Plain]:
    """accuracy(y_hat, y); with_gradients: y_hat comes from a computation that autograd records, as a net's does."""
    source, labels = torch.tensor(y_hat, requires_grad=with_gradients), torch.tensor(y)
    predicted = source * 1 if with_gradients else source
    record = predicted.grad_fn
    value = caller.run("accuracy", predicted, labels)
    return {
        "value": describe(value),
        "y_hat_after": as_array(predicted),
        "y_after": as_array(labels),
        "record_kept": predicted.grad_fn is record and predicted.requires_grad == with_gradients,
    }


@unwatched
def evaluate_accuracy(
    caller: Caller,
    batches: Sequence[Arrays],
    W: Array,
    b: Array,
    module: bool = False,
    data: str = "loader",
    right: Sequence[str] = (),
    bare: bool = False,
) -> dict[str, Plain]:
    """evaluate_accuracy(data_iter, net) for the linear net with weights W (d, q) and b (q,).

    If that order raises, the other one is tried: `swapped` tells. Where both raise, the error is that of the one in
    which net was called more often. module: net is an nn.Module instead of a function. data: data_iter is a DataLoader
    ("loader"), a "list" or a "generator". right: names of helpers to replace by right ones. bare: without the
    notebook's usual names.
    """
    broken_off: list[tuple[int, StudentRaised]] = []
    for swapped in (False, True):
        calls: list[None] = []
        net, params = _linear_net(W, b, module, calls)
        tensors = [(torch.tensor(X), torch.tensor(y)) for X, y in batches]
        data_iter = data_iter_of(tensors, data)
        given = {"data_iter": data_iter, "test_iter": data_iter, "net": net}
        with caller.replaced(**stand_ins(caller, right)), notebook_names(caller, given, bare=bare):
            try:
                arguments = (net, data_iter) if swapped else (data_iter, net)
                value = caller.run("evaluate_accuracy", *arguments)
            except StudentRaised as raised:
                broken_off.append((len(calls), raised))
                continue
        return {
            "value": describe(value),
            "swapped": swapped,
            "params_after": [as_array(p.mT if module and p.ndim == 2 else p) for p in params],
            "require_grad": all(p.requires_grad for p in params),
            "gradients": any(p.grad is not None for p in params),
            "batches_after": [[as_array(X), as_array(y)] for X, y in tensors],
        }
    (in_order, first), (exchanged, second) = broken_off
    net_first = in_order == exchanged and takes_net_first(caller.function("evaluate_accuracy"))
    raise (second if net_first or exchanged > in_order else first) from None


def sgd(
    caller: Caller, params: Arrays, steps: Sequence[Arrays], lr: float, batch_size: int, container: str = "list"
) -> dict[str, Plain]:
    """sgd(params, lr, batch_size), once for each list of gradients in `steps`, in a list or a tuple of tensors.

    A parameter whose shape they changed ends it; one whose dtype they changed goes on in that dtype.
    """
    tensors = [torch.tensor(p, requires_grad=True) for p in params]
    handed = tuple(tensors) if container == "tuple" else list(tensors)
    for grads in steps:
        if any(tensor.shape != grad.shape for tensor, grad in zip(tensors, grads, strict=True)):
            break
        with caller.theirs():
            for tensor, grad in zip(tensors, grads, strict=True):
                tensor.grad = torch.tensor(grad, dtype=tensor.dtype)
        caller.run("sgd", handed, lr, batch_size)
    same = len(handed) == len(tensors) and all(a is b for a, b in zip(handed, tensors, strict=True))
    return {
        "params_after": [as_array(tensor) for tensor in tensors],
        "same_objects": same,
        "require_grad": all(tensor.requires_grad and tensor.is_leaf for tensor in tensors),
    }


@unwatched
def train_ch3(
    caller: Caller,
    train: Sequence[Arrays],
    test: Sequence[Arrays],
    W: Array,
    b: Array,
    lr: float,
    num_epochs: int,
    batch_size: int,
    parts: int = 2,
    losses: str = "rows",
    container: str = "list",
    module: bool = False,
    with_optimizer: bool = False,
    everything: bool = False,
    by_name: bool = False,
    right: Sequence[str] = (),
    bare: bool = False,
) -> dict[str, Plain]:
    """train_ch3 on softmax regression that starts from W (d, q) and b (q,), cut into so many `parts`.

    with_optimizer: an SGD optimiser with this `lr` updates (`everything`: params and lr are handed over as well).
    Otherwise params (a list or a tuple) and lr are handed over (`by_name` or by position). module: net is an nn.Module
    that returns logits, else a function that returns probabilities. losses: as for loss_of. right, bare: as for
    evaluate_accuracy. If the run breaks off, `error` says why; `course` tells how far it came.
    """
    caller.keep_lines(_is_of_an_epoch)
    handed = cut(W, b, parts)
    linear_net = LinearNet(handed) if module else None
    handed = handed if linear_net is None else list(linear_net.parameters())
    course, sgd_calls, error = Course(handed, linear_net), list[Any](), None
    if linear_net is not None:
        linear_net.register_forward_hook(lambda _module, _inputs, y_hat: course.predicts(y_hat))

    def net(X: Tensor) -> Tensor:
        return course.predicts(torch.softmax(linear(X, handed), dim=1))

    net.__qualname__ = "net"  # as Python's messages call it
    loss = loss_of(course, losses, logits=module)
    updating: dict[str, Any] = {"params": tuple(handed) if container == "tuple" else handed, "lr": lr}
    if with_optimizer:
        optimizer = SGD(handed, lr=lr)
        optimizer.register_step_pre_hook(lambda *_: course.updates("o"))
        updating = {"optimizer": optimizer}
    arguments = {
        "net": linear_net or net,
        "train_iter": Batches(train, course.note, "eb"),
        "test_iter": Batches(test, course.note, "vt"),
        "loss": loss,
        "num_epochs": num_epochs,
        "batch_size": batch_size,
    }
    if everything:
        updating |= {"params": handed, "lr": lr}
    names = parameter_names(caller.namespace.values.get("train_ch3"))
    helpers = stand_ins(caller, right)
    if "sgd" in helpers or callable(caller.namespace.values.get("sgd")):
        helpers["sgd"] = spied_on(helpers.get("sgd") or caller.function("sgd"), sgd_calls, course)
    named = dict(zip(("W", "b"), handed if parts == 2 else (), strict=False))
    with caller.replaced(**helpers), notebook_names(caller, {**arguments, **updating, **named}, bare=bare):
        try:
            with caller.optimizers_watched(steps=not with_optimizer):
                if with_optimizer or by_name:
                    caller.run("train_ch3", *arguments.values(), **updating)
                else:
                    caller.run("train_ch3", *arguments.values(), *updating.values())
        except StudentRaised as raised:
            error = dict(vars(raised.error))
    W_after, b_after = whole(handed)
    return {
        "W": W_after,
        "b": b_after,
        "sgd_calls": sgd_calls,
        "course": "".join(course.letters),
        "path": np.array([point for point in course.path if point.shape == (W.size + b.size,)]),
        "error": error,
        "parameters": [name[:40] for name in names[:20]],
        "require_grad": all(p.requires_grad and p.is_leaf for p in handed),
        "in_training_mode": course.in_training_mode,
    }


@unwatched
def min_accuracy(
    caller: Caller,
    W: Array,
    b: Array,
    order: Array,
    places: Sequence[int],
    most_passes: int,
    num_epochs: int,
    batch_size: int,
    lr: float,
) -> dict[str, Plain]:
    """The student's functions trained together from W (784, 10) and b (10,), on the training images in this order.

    Returns the parameters at the end; and on the way, `path`, before each mini-batch that is among `places`, in the
    first passes, with `places` (n, 2) as the pass and the mini-batch, both from 0. The test_iter is a slice of the
    training images, only there for the printed line. Where the run breaks off, it is repeated with right
    evaluate_accuracy and accuracy: what these print has no part in the parameters.
    """
    caller.keep_lines(_is_of_an_epoch)
    student_softmax, student_loss = caller.function("softmax"), caller.function("cross_entropy")
    broken_off: StudentRaised | None = None
    for right in ((), ("evaluate_accuracy", "accuracy")):
        weights, bias = torch.tensor(W, requires_grad=True), torch.tensor(b, requires_grad=True)
        path = ParameterPath([weights, bias], places, most_passes)

        def note(turn: int, batch: int, path: ParameterPath = path) -> None:
            if turn < most_passes:  # what goes round for ever does not get on
                caller.going_on()
            path.note(turn, batch)

        train_iter = _images(caller, order, batch_size, note)
        test_iter = _images(caller, np.arange(TEST_SLICE), batch_size)
        net = _net_of(student_softmax, weights, bias)
        arguments = net, train_iter, test_iter, student_loss, num_epochs, batch_size, [weights, bias], lr
        given = {"net": net, "train_iter": train_iter, "test_iter": test_iter, "W": weights, "b": bias}
        own = {name: caller.namespace.values.get(name) for name in ("sgd", "accuracy", "evaluate_accuracy")}
        helpers = {name: settings_kept(function) for name, function in own.items() if callable(function)}
        helpers |= stand_ins(caller, right)
        with caller.replaced(**helpers), notebook_names(caller, given, bare=False):
            try:
                caller.run("train_ch3", *arguments)
                return {"W": as_array(weights), "b": as_array(bias), **path.recorded}
            except StudentRaised as error:
                broken_off = broken_off or error
    assert broken_off is not None
    raise broken_off


@unwatched
def own_steps(caller: Caller, W: Array, b: Array, rows: Array, batch_size: int, lr: float) -> dict[str, Plain]:
    """One step for each mini-batch of these training images, with the student's softmax, cross_entropy and sgd alone.

    An sgd that takes its arguments in another order, or has no batch_size, is called as it wants to be.
    """
    student_softmax, student_loss = caller.function("softmax"), caller.function("cross_entropy")
    weights, bias = torch.tensor(W, requires_grad=True), torch.tensor(b, requires_grad=True)
    net, names = _net_of(student_softmax, weights, bias), parameter_names(caller.function("sgd"))
    settings: tuple[float, ...] = (lr / batch_size,) if len(names) == 2 else (lr, batch_size)
    if names[1:3] == ["batch_size", "lr"]:
        settings = (batch_size, lr)
    given = {"net": net, "W": weights, "b": bias, "lr": lr, "batch_size": batch_size}
    with notebook_names(caller, given, bare=False):
        for X, y in _images(caller, rows, batch_size):
            weights.grad = bias.grad = None
            with caller.theirs():
                student_loss(net(X), y).sum().backward()
            caller.run("sgd", [weights, bias], *settings)
    return {"W": as_array(weights), "b": as_array(bias)}


def _images(
    caller: Caller, order: Array, batch_size: int, note: Callable[[int, int], None] = lambda turn, batch: None
) -> ImageBatches:
    images, labels = (torch.from_numpy(caller.preloaded[name]) for name in ("train_images", "train_labels"))
    return ImageBatches(images, labels, torch.from_numpy(order), batch_size, note)


def _net_of(student_softmax: Callable[[Tensor], Any], W: Tensor, b: Tensor) -> Callable[[Tensor], Any]:
    def net(X: Tensor) -> Any:
        X = X.reshape(-1, W.shape[0])
        # X @ W + b; the matrix library takes less than half the time where the long side comes last
        return student_softmax((W.mT.contiguous() @ X.mT).mT.contiguous() + b)

    return net


def _linear_net(W: Array, b: Array, module: bool, calls: list[None]) -> tuple[Any, list[Tensor]]:
    """The linear net as a Module or as a function of two tensors, as in the notebooks, and its parameters.

    Each call of it makes `calls` longer.
    """
    if module:
        found = _linear_module(W, b)
        found.register_forward_pre_hook(lambda *_: calls.append(None))
        return found, list(found.parameters())
    weight, bias = torch.tensor(W, requires_grad=True), torch.tensor(b, requires_grad=True)

    def net(X: Tensor) -> Tensor:
        calls.append(None)
        return X.reshape(len(X), -1) @ weight + bias

    net.__qualname__ = "net"  # as Python's messages call it
    return net, [weight, bias]


def _linear_module(W: Array, b: Array) -> nn.Sequential:
    linear = nn.Linear(*W.shape)
    with torch.no_grad():
        linear.weight.copy_(torch.tensor(W.T.copy()))
        linear.bias.copy_(torch.tensor(b))
    return nn.Sequential(nn.Flatten(), linear)


def _gradient(caller: Caller, output: Any, cotangent: Array | None, source: Tensor) -> Plain:
    """The gradient of sum(cotangent * output) in `source`; None where the two are not connected."""
    if cotangent is None or not issubclass(type(output), Tensor):
        return None
    if not output.requires_grad or output.numel() != cotangent.size:
        return None
    with caller.theirs():
        weights = torch.tensor(cotangent, dtype=output.dtype).reshape(output.shape)
        # weights handed to grad would be the same, but for their sake torch imports sympy, for a third of a second
        (found,) = torch.autograd.grad((output * weights).sum(), source, allow_unused=True)
    return None if found is None else as_array(found)
