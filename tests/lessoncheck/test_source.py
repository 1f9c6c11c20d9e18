"""Whatever a student wrote, parsing it gives a tree or a SyntaxError, and no warning."""

from __future__ import annotations

import pytest

from lessoncheck.cell_source import python_of
from lessoncheck.source import parse_quietly


@pytest.mark.parametrize("source", ["x = (", "x = '\0'", "(" * 100_000, "-" * 200_000 + "1", "x = '\udc80'"])
def test_what_is_no_python_is_a_syntax_error(source: str) -> None:
    with pytest.raises(SyntaxError):
        parse_quietly(source)


def test_an_odd_escape_makes_no_warning() -> None:
    assert len(parse_quietly(r'x = "\d"; 1 is 1').body) == 2


def test_a_cell_whose_lines_ipython_cannot_tell_apart_is_left_to_python() -> None:
    source = "def f():\n        return 1\n    return 2\n"
    assert python_of(source) == source
    with pytest.raises(SyntaxError):
        parse_quietly(source)


def test_a_cell_of_more_magics_than_ipython_takes_is_left_to_python() -> None:
    assert python_of("!ls\n" * 600) == "!ls\n" * 600
