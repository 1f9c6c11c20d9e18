"""Import torchvision, also where its compiled operators do not fit the installed torch.

A torchvision built for CUDA beside a CPU torch cannot load its operators; its import then dies while it
registers shape functions for two operators nobody declared. Declaring them is enough for data sets and
transforms.
"""

from __future__ import annotations

import importlib
import warnings
from types import ModuleType
from typing import Any

from . import texts

OPERATORS = ("nms", "qnms")
SIGNATURE = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"

# torch forgets the declarations when the Library object dies, so it lives as long as this module.
_declarations: list[object] = []


def import_torchvision() -> ModuleType:
    """The torchvision module. Says so on stdout, once, when its operators had to be declared.

    Raises ModuleNotFoundError where torchvision is not installed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about extensions that do not load: the note below says it better
        try:
            return importlib.import_module("torchvision")
        except ModuleNotFoundError as error:
            if error.name != "torchvision":
                raise
            raise ModuleNotFoundError(texts.TORCHVISION_MISSING, name="torchvision") from None
        except RuntimeError as error:
            # torchvision itself found its operators absent; any other failure is not ours to mend
            if f"torchvision::{OPERATORS[0]}" not in str(error) or _declarations:
                raise
        _declare_operators()
        module = importlib.import_module("torchvision")
    print(texts.TORCHVISION_SHIM_NOTE, flush=True)
    return module


def _declare_operators() -> None:
    import torch

    library: Any = torch.library.Library("torchvision", "DEF")  # type: ignore[no-untyped-call]
    for name in OPERATORS:
        library.define(name + SIGNATURE)
    _declarations.append(library)
