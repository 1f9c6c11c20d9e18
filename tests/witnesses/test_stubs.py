"""A function that is as it was handed out is known by its text; whatever might make it another one is run instead."""

from __future__ import annotations

import pytest

from lessoncheck.cell_execution import run_cells
from lessoncheck.cells import Cell
from lessoncheck.student_error import describe_error
from wallgrade.witnesses.stubs import stub_error

SETUP = Cell("imports", "import math\nfrom collections.abc import Sequence\n", "setup")
STUB = Cell(
    "square",
    'def square(x: float, ways: Sequence[int] | None = None) -> float:\n    """x * x."""\n'
    '    # YOUR CODE HERE\n    raise NotImplementedError("square is not written yet")\n',
    "solution",
)


def cell(source: str, name: str = "other") -> Cell:
    return Cell(name, source, "extra")


@pytest.mark.parametrize("others", [[], [cell("def cube(x):\n    return x ** 3\n")], [cell("import os\n'a note'\n")]])
def test_a_stub_is_told_with_the_error_that_a_call_of_it_ends_in(others: list[Cell]) -> None:
    cells = [SETUP, STUB, *others]
    with pytest.raises(NotImplementedError) as raised:
        run_cells(cells).values["square"](2)
    assert stub_error(cells, "square") == describe_error(raised.value)


@pytest.mark.parametrize(
    "other",
    [
        "def square(x):\n    return x * x\n",
        "square = lambda x: x * x\n",
        "globals()['square'] = abs\n",
        "exec('square = abs')\n",
        "from math import *\n",
        "%run other.py\n",
        "@print\ndef f():\n    pass\n",
        "def f(x=exec('square = abs')):\n    pass\n",
        "class Own:\n    globals()['square'] = abs\n",
        "for square in [abs]:\n    pass\n",
    ],
)
def test_a_program_that_may_define_it_elsewhere_is_run(other: str) -> None:
    assert stub_error([SETUP, STUB, cell(other)], "square") is None
    assert stub_error([SETUP, cell(other), STUB], "square") is None


@pytest.mark.parametrize(
    "edited",
    [
        STUB.source.replace("    # YOUR", "    return x * x\n    # YOUR"),
        STUB.source.replace("    # YOUR", "    if x:\n        return 1\n    # YOUR"),
        STUB.source.replace("raise", "return 4\n    raise"),
        STUB.source.replace('raise NotImplementedError("square is not written yet")', "raise ValueError"),
        STUB.source.replace("    # YOUR", "    print(x)\n    # YOUR"),
        "@functools.cache\n" + STUB.source,
        STUB.source + "square = abs\n",
        STUB.source.replace("def square", "def cube"),
        "a = (\n" * 300,
    ],
)
def test_what_somebody_began_to_write_is_run(edited: str) -> None:
    assert stub_error([SETUP, Cell("square", edited, "solution")], "square") is None
