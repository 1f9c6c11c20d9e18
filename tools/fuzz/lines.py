"""The readers of what was printed: the lines of epochs, and what makes any text fit to be shown."""

from __future__ import annotations

from fuzz.running import Reader
from fuzz.texts import Parts, joined, must_be_shown, texts
from lessoncheck.messages import NOT_ALL_KEPT
from lessoncheck.plain_text import one_line, several_lines
from lessoncheck.printed import MOST_KEPT, MOST_OF_A_LINE, MOST_WANTED, Printed
from lessoncheck.reply_size import MOST_PRINTED
from softmax_lesson.epoch_lines import lacking, parse_epoch_lines

WORDS = (
    "epoch 1, loss 0.7870, train acc 0.751, test acc 0.794", "epoch ", "loss ", "train acc ", "test acc ",
    "train_acc", "test loss", "1", ".5", "1/5", "e-", "e999", "9" * 20, "%", " ", ", ", "=", ":", "np.float64(",
    "int", "tensor(", "nan", "inf", "-", "+", "_", "第", "轮", "损失", "，", "训练", "测试", "准确",
)  # fmt: skip
ONE_LINE = 400
MOST = 200_000


def read(parts: Parts) -> None:
    """Read the text as printed by a student, in all the ways in which that is done."""
    text = joined(parts, MOST)
    printed = Printed()
    printed.wanted = lambda line: len(lacking(line)) < 3
    for start in range(0, len(text), 30_000):
        printed.write(text[start : start + 30_000])
    kept = printed.getvalue()
    most = MOST_KEPT + len(NOT_ALL_KEPT) + (MOST_WANTED + 4) * (MOST_OF_A_LINE + 6)
    assert len(kept) <= most, f"{len(kept)} characters"
    shown = several_lines(kept, MOST_PRINTED)
    must_be_shown(shown, MOST_PRINTED, kept="\n\t")
    must_be_shown(one_line(text, ONE_LINE), ONE_LINE)
    assert several_lines(shown, MOST_PRINTED) == shown, "what is fit to be shown changes when it is made so again"
    for line in (*parse_epoch_lines(shown), *parse_epoch_lines(text)):
        assert isinstance(line.epoch, int)


READER = Reader(texts(WORDS), read)
