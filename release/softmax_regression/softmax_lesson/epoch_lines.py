"""Reads the line a training loop prints after each epoch, in the forms people really print it.

Standard library only: the live curves use it in the notebook, the checks use it to grade `train_ch3`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class EpochLine:
    """What one printed line says: epoch number, mean loss per example, two accuracies as fractions."""

    epoch: int
    loss: float
    train_acc: float
    test_acc: float


MOST_LINE = 2_000  # characters; an epoch's line has about sixty
NAMES = ("epoch", "loss", "train_acc", "test_acc")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_PERCENT = re.compile(r"\s*%")
# "np.float64(0.794)" would otherwise be read as the number 64
_NUMBER_TYPE = re.compile(r"\b(?:np\.|numpy\.|torch\.)?(?:float|int)\d+\(")
# "nan" and "inf" must stand alone (not "finance"), except that "lossnan" is what a missing space makes of a diverged
# loss. A hyphen right after a number ("1-5") is no sign.
_NUMBER = re.compile(
    r"(?:(?<![\d.])[-+])?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"
    r"|[-+]?(?:(?<![a-z])|(?<=loss))(?:nan|inf)(?![a-z])"
)


def parse_epoch_lines(text: str) -> list[EpochLine]:
    """All epoch lines in `text`, in the order printed; every other line is passed over.

    The wanted form is `epoch 1, loss 0.7870, train acc 0.751, test acc 0.794`. Also understood: Chinese
    labels, full-width punctuation and digits, missing spaces, `=` or `:` before a number, `train_acc`, `75.1%`,
    `1/5`, figures still wrapped in `tensor(...)`, additional figures such as a test loss or a time. A line
    counts only if it names all four figures; the first figure of each name wins. Of a line without end only the
    beginning is read.
    """
    lines = (_parse_line(line) for line in text.splitlines())
    return [line for line in lines if line is not None]


def lacking(line: str) -> list[str]:
    """Which of the four figures a line does not name; all four for a line that names none."""
    figures = _figures(line)
    return [name for name in NAMES if name not in figures]


def _parse_line(line: str) -> EpochLine | None:
    figures = _figures(line)
    if not set(NAMES) <= figures.keys():
        return None
    epoch = figures["epoch"]
    if not math.isfinite(epoch) or epoch != int(epoch):
        return None
    return EpochLine(int(epoch), figures["loss"], figures["train_acc"], figures["test_acc"])


def _figures(line: str) -> dict[str, float]:
    # NFKC turns full-width digits, letters, commas and colons into ordinary ones
    plain = unicodedata.normalize("NFKC", _COLOUR.sub("", line)[:MOST_LINE]).casefold()
    plain = _NUMBER_TYPE.sub("(", plain)
    figures: dict[str, float] = {}
    label_start = 0
    for match in _NUMBER.finditer(plain):
        name = _name_of(plain[label_start : match.start()])
        label_start = match.end()
        if name == "acc":  # no side named: the training accuracy is printed first
            name = "test_acc" if "train_acc" in figures else "train_acc"
        if name is not None:
            value = float(match.group())
            if name == "epoch" and re.match("[a-z]-", plain[match.start() - 1 :]):
                value = -value  # the hyphen of "epoch-1" joins
            percent = _PERCENT.match(plain, match.end())
            figures.setdefault(name, round(value / 100, 12) if percent else value)
    return figures


_TEST = ("test", "valid", "测试", "验证")
_TRAIN = ("train", "训练")
_ACCURACY = ("acc", "准确", "精度", "正确")
_LOSS = ("loss", "损失", "误差")
_EPOCH = ("epoch", "第", "轮", "周期", "迭代")


def _name_of(label: str) -> str | None:
    """Which figure the words before a number announce, or None if it is not one of the four."""

    def says(words: tuple[str, ...]) -> bool:
        return any(word in label for word in words)

    if says(_ACCURACY):
        return "test_acc" if says(_TEST) else "train_acc" if says(_TRAIN) else "acc"
    if says(_LOSS):
        return None if says(_TEST) else "loss"
    return "epoch" if says(_EPOCH) else None
