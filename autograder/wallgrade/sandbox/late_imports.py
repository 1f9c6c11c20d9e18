"""What only some programs import, and takes half a second each time: the fork server imports it when one needs it."""

from __future__ import annotations

import contextlib
import importlib
import re
from collections.abc import Iterable

# by a word of a program's text
MODULES = {
    "matplotlib": ("matplotlib.pyplot", "matplotlib.backends.backend_agg"),
    "optim": ("torch._dynamo",),  # which torch imports when it first builds an optimiser
}
_WORDS = re.compile(rf"\b({'|'.join(MODULES)})\b")


def needed_by(sources: Iterable[str]) -> list[str]:
    """The words of `MODULES` that stand in a program."""
    return sorted({word for source in sources for word in _WORDS.findall(source)})


def import_all(words: Iterable[str]) -> None:
    """Import what goes with these words; what is not installed is left out."""
    for module in (module for word in words for module in MODULES.get(word, ())):
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
