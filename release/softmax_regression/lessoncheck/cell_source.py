"""From a cell's text to the Python that is run. Whoever reads a cell reads this Python, so that both are the same."""

from __future__ import annotations

import ast
import re
import warnings
from functools import lru_cache

from IPython.core.inputtransformer2 import TransformerManager

# What measures or captures a whole cell: its body runs as if it stood alone, and its lines keep their numbers.
_AROUND_A_CELL = re.compile(r"\s*%%(?:time|timeit|prun|capture(?:[ \t]+(?P<name>[A-Za-z_]\w*))?)\b[^\n]*")


@lru_cache(maxsize=32)  # a lesson's own cells are read again for each item, and a submission's by several readers
def python_of(source: str) -> str:
    """The cell as Python. IPython's own syntax is looked for only in what is none: that is slow."""
    source = _AROUND_A_CELL.sub(_captured, source, count=1) if source.lstrip().startswith("%%") else source
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "\d" in a student's string is not our concern
            ast.parse(source)
    except (SyntaxError, ValueError):
        try:
            return str(TransformerManager().transform_cell(source))
        except (SyntaxError, RuntimeError):
            # its lines cannot be told apart, or have more magics than IPython takes: Python itself says what is wrong
            return source
    return source


def _captured(magic: re.Match[str]) -> str:
    name = magic["name"]
    return "\n" * magic[0].count("\n") + (f"{name} = get_ipython()" if name else "")
