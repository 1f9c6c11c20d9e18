"""Text that comes from elsewhere is kept, logged and shown without what could pass for a line or a colour of ours."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lessoncheck.plain_text import counted, one_line, several_lines, with_article


@given(st.text(alphabet=st.characters(), max_size=200), st.integers(10, 100))
@example("\x1b[31m" * 50, 10)
@example("a\r\nb\x85c\u2028d\x9b1mz", 100)
@example("\ud800\u202e\u200b\ufeff\x00", 100)
def test_whatever_the_text_is_what_is_kept_is_plain_and_not_endless(text: str, most: int) -> None:
    line, lines = one_line(text, most), several_lines(text, most)
    assert len(line) <= most
    assert len(lines) <= most
    assert line.isprintable()
    assert all(character.isprintable() or character in "\n\t" for character in lines)
    line.encode()
    lines.encode()


@pytest.mark.parametrize(
    "text", ["", "loss = -log(p)", "größer als 1 · 损失：０．５ é 🎉", "שלום عربي", 'a "quoted" <tag>']
)
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert one_line(text, 100) == text
    assert several_lines(f"{text}\n\t{text}", 100) == f"{text}\n\t{text}"


def test_a_line_is_told_as_one_and_printed_lines_stay_lines() -> None:
    text = "one\r\ntwo\rthree\x1b[32m in green\x1b[0m\u2028four"
    assert one_line(text, 100) == "one  two three in green four"
    assert several_lines(text, 100) == "one\ntwo\nthree in green\nfour"


def test_what_is_cut_off_is_marked() -> None:
    assert one_line("x" * 50, 10) == "xxxxxx ..."


def test_numbers_and_articles_fit_their_words() -> None:
    assert [counted(1, "mini-batch"), counted(2, "mini-batch"), counted(2, "pass"), counted(0, "epoch")] == [
        "1 mini-batch",
        "2 mini-batches",
        "2 passes",
        "0 epochs",
    ]
    assert [with_article("int"), with_article("Tensor")] == ["an int", "a Tensor"]
