"""The ten classes and their names, in the order of Fashion-MNIST's labels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import SupportsIndex

from . import texts

LABELS: tuple[str, ...] = (
    "t-shirt",
    "trouser",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "ankle boot",
)


def label_names(y: Iterable[SupportsIndex]) -> list[str]:
    """The name of every label in `y`: integers 0 to 9 in a list, an array or a tensor of shape (n,).

    Raises ValueError for a label outside 0 to 9.
    """
    names = []
    for label in y:
        index = label.__index__()
        if not 0 <= index < len(LABELS):
            raise ValueError(texts.no_such_label(index, len(LABELS)))
        names.append(LABELS[index])
    return names
