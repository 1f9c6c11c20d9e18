"""Texts to try, and what any text must be that is kept, logged or shown."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

# control characters, colours, invisible ones, what normalising lengthens or reorders, lone surrogates, another script
ODD = (
    "\0", "\x07", "\x1b[", "\x1b[0m", "\x1b[31", "\r", "\r\n", "\n", "\t", "\v", "\x85", "\u2028", "\u3000", "\u0300",
    "\u0315", "\u202e", "\u200b", "\ufeff", "\ufdfa", "\ud800", "\udcff", "１", "Ａ", "é", "中", "🅐", "\U0010ffff",
)  # fmt: skip


Parts = Sequence[tuple[str, int]]  # pieces of a text, each so many times
TIMES = (1, 1, 1, 1, 1, 1, 2, 3, 30, 30, 1_000, 100_000)


def texts(words: Sequence[str]) -> SearchStrategy[Parts]:
    """Texts of these words, odd characters and others, some of them many times."""
    word = st.sampled_from(words) | st.sampled_from(ODD) | st.text(max_size=4)
    phrase = st.lists(word, min_size=1, max_size=8).map("".join)
    return st.lists(st.tuples(phrase, st.sampled_from(TIMES)), max_size=5)


def joined(parts: Parts, most: int) -> str:
    """The text, cut off after `most` characters."""
    return "".join(text * min(times, most // len(text) + 1) for text, times in parts if text)[:most]


def must_be_shown(text: str, most: int, kept: str = "") -> None:
    """AssertionError for a text that is too long, or has characters that move a cursor or cannot be written."""
    assert len(text) <= most, f"{len(text)} characters"
    assert all(character.isprintable() or character in kept for character in text), "a control character"
    text.encode()
