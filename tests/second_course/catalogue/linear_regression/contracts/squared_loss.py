"""The contract of squared_loss."""

from __future__ import annotations

import torch
from _shared import column, loss_cases, values_of, values_only

from wallgrade.authoring.mutants.contract import Contract

def observe_loss(names, case):
    return {"losses": values_of(names["squared_loss"](column(case["y_hat"]), torch.tensor(case["y"])))}


CONTRACT = Contract(loss_cases(), observe_loss, values_only)
