"""Reads an epoch's printed line, in its own way and not in the checks'."""

from __future__ import annotations

import re

KINDS = {"test": r"test|测试", "train": r"train|训练", "loss": r"loss|损失", "epoch": r"epoch|第", "train or test": r"acc"}
NUMBER = re.compile(r"(?:(?<![\w.])[-+])?(?:\d+\.?\d*(?:e[-+]?\d+)?|nan|inf)\s*%?|(?<=\d)/\d+", re.IGNORECASE)


def figures_of(line):
    """The four figures of an epoch's line by what stands before them, in the order of the line.

    An accuracy that does not say of what is that of the training set, or of the test set when that one has been told.
    """
    figures, start = {}, 0
    for match in NUMBER.finditer(line):
        label, text = line[start : match.start()].lower(), match.group().strip()
        start = match.end()
        if text.startswith("/"):
            continue
        kind = next((kind for kind, pattern in KINDS.items() if re.search(pattern, label)), None)
        if kind == "train or test":
            kind = "test" if "train" in figures else "train"
        if kind is not None and kind not in figures:
            figures[kind] = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    return figures
