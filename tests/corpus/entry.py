"""One entry of the corpus: a submission, why it exists, and what grading must make of it.

Texts may name canaries as `@NAME@` (see canaries.py); they are filled in when the submission is written.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Points = float | tuple[float, float]  # exactly, or from and to
SECOND, SOFTMAX = "linear_regression", "softmax_regression"
FULL: dict[str, dict[str, float]] = {
    SECOND: {"linreg": 3, "squared_loss": 3, "sgd": 2, "quiz": 2},
    SOFTMAX: {
        "softmax": 10, "cross_entropy": 10, "accuracy": 5, "evaluate_accuracy": 10, "sgd": 10, "train_ch3": 25,
        "min_accuracy": 10, "quiz_1": 10, "quiz_2": 10,
    },
}  # fmt: skip
NOTEBOOK = {SECOND: "linear_regression.ipynb", SOFTMAX: "03_softmax_from_scratch.ipynb"}


@dataclass(frozen=True)
class Entry:
    """A submission starts from the untouched release or, with `right`, from the reference solution.

    Then `cells` replace solution cells, `extra` becomes a cell of the student's own at the end, `edit` changes
    the notebook's JSON, and `raw` changes the folder that is handed in. `expect` says what items get; those it
    does not name get what the start has: nothing, or full points.
    """

    id: str
    what: str
    why: str
    cells: Mapping[str, str] = field(default_factory=dict)
    extra: str = ""
    edit: Callable[[dict[str, Any]], None] | None = None
    raw: Callable[[Path, Fill], None] | None = None
    right: bool = False
    expect: Mapping[str, Points] = field(default_factory=dict)
    look: bool | None = None  # whether something must be left to a human; None: either is fine
    says: str = ""  # must stand in what is told about it: report, comment or log
    lesson: str = SECOND
    group: str = "forging"
    resubmits: bool = False  # the same student had full marks before
    harmful: bool = False  # never run unless the sandbox has been seen to hold
    stock: bool = True  # may run, in a container, in the comparison with stock nbgrader

    @property
    def points(self) -> dict[str, tuple[float, float]]:
        """What each item may get: from, to."""
        start = {item: full if self.right else 0.0 for item, full in FULL[self.lesson].items()}
        return {
            item: bounds if isinstance(bounds, tuple) else (bounds, bounds)
            for item, bounds in (start | dict(self.expect)).items()
        }

    @property
    def notebook(self) -> str:
        """The file that it edits."""
        return NOTEBOOK[self.lesson]


Fill = Callable[[str], str]

RIGHT = {
    "linreg": "def linreg(X, w, b):\n    return X @ w + b\n",
    "squared_loss": "def squared_loss(y_hat, y):\n    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2\n",
    "sgd": "def sgd(params, lr, batch_size):\n    with torch.no_grad():\n        for p in params:\n"
    "            p -= lr * p.grad / batch_size\n",
}
# the parts of this word meet only when the code runs, so that its own text is no sign of success
BREACH = "BREACHED"
_RAISE = 'raise RuntimeError("BREA" + "CHED " + str(got)[:300])'


def in_cell(code: str) -> dict[str, str]:
    """Runs when the cells run, in the cell of a right linreg."""
    return {"linreg": f"{textwrap.dedent(code).strip()}\n\n{RIGHT['linreg']}"}


def in_call(code: str, then: str = "X @ w + b") -> dict[str, str]:
    """Runs inside each call of linreg, which then returns what is right, or `then`."""
    body = textwrap.indent(textwrap.dedent(code).strip(), "    ")
    return {"linreg": f"def linreg(X, w, b):\n{body}\n    return {then}\n"}


def tried(code: str) -> dict[str, str]:
    """Must be refused: where `code` gets through, the cell stops with the word that the tests look for."""
    body = textwrap.indent(textwrap.dedent(code).strip(), "    ")
    return {"linreg": f"got = ''\ntry:\n{body}\nexcept Exception:\n    pass\nelse:\n    {_RAISE}\n\n{RIGHT['linreg']}"}


def cell_of(notebook: dict[str, Any], grade_id: str) -> dict[str, Any]:
    """The cell of this nbgrader id in a notebook's JSON."""
    found: dict[str, Any] = next(
        cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id
    )
    return found


def code_cell(source: str, **metadata: Any) -> dict[str, Any]:
    """A code cell's JSON."""
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": [], "execution_count": None}


def placeholders(text: str) -> list[str]:
    """The canaries that a text names."""
    return re.findall(r"@([A-Z_]+)@", text)
