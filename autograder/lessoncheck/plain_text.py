"""Text from elsewhere, made fit to be kept, logged and shown: not endless, and without control characters.

What could move a cursor, begin a line of its own or turn the direction of writing is gone: control characters, colours
of a terminal, invisible characters, lone surrogates.
"""

from __future__ import annotations

import re
import unicodedata

_COLOUR = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_LINE_END = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_CUT = " ..."


def counted(number: int, noun: str) -> str:
    """`1 epoch`, `2 epochs`, `2 batches`, `2 passes`."""
    ending = "" if number == 1 else "es" if noun.endswith(("tch", "ss")) else "s"
    return f"{number} {noun}{ending}"


def with_article(noun: str) -> str:
    """`a Tensor`, `an int`."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def one_line(text: str, most: int) -> str:
    """The text in one line of at most `most` characters."""
    if len(text) <= most and text.isprintable():
        return text
    return _cut(_plain(text[: 4 * most], kept=""), most)


def several_lines(text: str, most: int) -> str:
    """The text with its line ends and tabs, of at most `most` characters."""
    return _cut(_plain(_LINE_END.sub("\n", text[: 4 * most]), kept="\n\t"), most)


def _plain(text: str, kept: str) -> str:
    if text.translate(dict.fromkeys(map(ord, kept))).isprintable():
        return text
    return "".join(_character(character, kept) for character in _COLOUR.sub("", text))


def _character(character: str, kept: str) -> str:
    if character.isprintable() or character in kept:
        return character
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) == "Cf" else "?"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - len(_CUT)] + _CUT
