"""The contract of sgd, for one parameter."""

from __future__ import annotations

from _shared import column, loss_cases, values_of, values_only

from wallgrade.authoring.mutants.contract import Contract

def observe_sgd(names, case):
    p = column(case["y_hat"][:2]).requires_grad_()
    p.grad = column(case["y"][:2])
    names["sgd"]([p], 0.1, 5)
    return {"after": values_of(p)}


CONTRACT = Contract(loss_cases(), observe_sgd, values_only)
