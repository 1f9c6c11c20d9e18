"""The drivers: how the linear regression lesson's functions are called, on the student side."""

from __future__ import annotations

from typing import Any

import torch

from lessoncheck.driver_api import Caller, as_array, describe


def linreg(caller: Caller, X: Any, w: Any, b: float) -> dict[str, Any]:
    """Predictions for X (n, d), w (d, 1), b a number."""
    return {"returned": describe(caller.run("linreg", torch.tensor(X), torch.tensor(w), torch.tensor(b)))}


def squared_loss(caller: Caller, y_hat: Any, y: Any) -> dict[str, Any]:
    """Losses of n predictions."""
    return {"returned": describe(caller.run("squared_loss", torch.tensor(y_hat), torch.tensor(y)))}


def sgd(caller: Caller, param: Any, grad: Any, lr: float, batch_size: int) -> dict[str, Any]:
    """One step on one parameter."""
    p = torch.tensor(param, requires_grad=True)
    p.grad = torch.tensor(grad)
    caller.run("sgd", [p], lr, batch_size)
    return {"after": as_array(p)}
