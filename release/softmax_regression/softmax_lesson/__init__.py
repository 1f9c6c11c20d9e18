"""What the lesson's notebooks use: data, pictures, and `check`.

Names are imported when they are first used, so that reading arrays costs neither torch nor matplotlib.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lessoncheck import check

    from .arrays import ACCURACY_THRESHOLD, FashionArrays, fashion_arrays, training_arrays
    from .epoch_lines import EpochLine, parse_epoch_lines
    from .errors import DataUnavailable
    from .labels import LABELS, label_names
    from .live import live_curves
    from .loader import ImageSet, TensorBatches, load_data_fashion_mnist
    from .notebooks import functions_from
    from .plots import show_confusion, show_images, show_weights
    from .vision import import_torchvision

__all__ = [
    "ACCURACY_THRESHOLD",
    "LABELS",
    "DataUnavailable",
    "EpochLine",
    "FashionArrays",
    "ImageSet",
    "TensorBatches",
    "check",
    "fashion_arrays",
    "functions_from",
    "import_torchvision",
    "label_names",
    "live_curves",
    "load_data_fashion_mnist",
    "parse_epoch_lines",
    "show_confusion",
    "show_images",
    "show_weights",
    "training_arrays",
]

_HOMES = {
    "lessoncheck": ("check",),
    ".arrays": ("ACCURACY_THRESHOLD", "FashionArrays", "fashion_arrays", "training_arrays"),
    ".epoch_lines": ("EpochLine", "parse_epoch_lines"),
    ".errors": ("DataUnavailable",),
    ".labels": ("LABELS", "label_names"),
    ".live": ("live_curves",),
    ".loader": ("ImageSet", "TensorBatches", "load_data_fashion_mnist"),
    ".notebooks": ("functions_from",),
    ".plots": ("show_confusion", "show_images", "show_weights"),
    ".vision": ("import_torchvision",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOME_OF[name], __name__), name)
    globals()[name] = value  # the next look-up is an ordinary one
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
