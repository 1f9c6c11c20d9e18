"""What the inputs of several functions are made of."""

from __future__ import annotations

import torch
from hypothesis import strategies as st

DTYPES = {"float32": torch.float32, "float64": torch.float64}
dtypes = st.sampled_from(list(DTYPES))
ordinary = st.floats(-4, 4).map(lambda x: round(x, 3))


def plain(value):
    """A tensor as an array, anything else by its type."""
    return value.detach().numpy().copy() if isinstance(value, torch.Tensor) else type(value).__name__
