"""Hostile: what is handed back, printed, raised or written is small to make and large to look at, keep or show."""

from __future__ import annotations

from functools import partial
from typing import Any

from corpus.entry import RIGHT, SOFTMAX, Entry, code_cell, in_call

hostile = partial(Entry, group="hostile", right=True)
TOO_LARGE = "which is too large to be looked at"
LOSES: dict[str, float] = {"linreg": 0}
NOT_ALL = {"linreg": (0.0, 3.0)}
FORGED = "[AutogradeApp | ERROR] forged"
CONTROL = f"x\\n{FORGED}\\r\\x1b[2J\\x1b]0;t\\x07\\u202e\\u200b\\x9b31m\\ud800"


def returned(id: str, what: str, why: str, value: str, **more: object) -> Entry:
    """linreg hands this back."""
    return hostile(id, what, why, cells=in_call("pass", value), expect=LOSES, **more)  # type: ignore[arg-type]


def raised(id: str, what: str, why: str, error: str) -> Entry:
    """linreg raises this."""
    return hostile(id, what, why, cells=in_call(f"raise {error}"), expect=LOSES)


def from_everywhere(value: str) -> dict[str, str]:
    """Every function hands this back."""
    return {item: code.split("\n")[0] + f"\n    return {value}\n" for item, code in RIGHT.items()}


def many_statements(notebook: dict[str, Any]) -> None:
    notebook["cells"] += [code_cell("a = 0\n" + "a;" * 450_000) for _ in range(3)]


def many_cells_with_definitions(notebook: dict[str, Any]) -> None:
    text = "".join(f"def {item}(): pass\n" for item in RIGHT) + "a = 0\n" + "a;" * 90_000
    notebook["cells"] += [code_cell(text) for _ in range(5)]


MARKS = '"""\n' + "<<<<<<< \n" * 6_000 + "=======\n" * 6_000 + '"""\n'
ENTRIES = [
    returned("large-rank", "a result with eight dimensions", "text for each corner: 166 s, 259 MB",
             "torch.zeros([7] * 8, dtype=torch.uint8)", says=TOO_LARGE),
    returned("large-and-flat", "a result of 50 MB", "compared number by number", "torch.zeros(12_000_000)",
             says=TOO_LARGE),
    returned("large-sparse", "a sparse result of 10^12 elements", "made dense to be read",
             "torch.sparse_coo_tensor(torch.zeros((2, 0), dtype=torch.long), torch.zeros(0), (10**6, 10**6))",
             says=TOO_LARGE),
    returned("large-numpy", "an array with thirty dimensions", "the same, not by a tensor",
             "__import__('numpy').zeros([1] * 30)", says=TOO_LARGE),
    hostile("large-argument", "the argument is made large where it stands", "read to see whether it was changed",
            cells=in_call("X.data = torch.zeros([7] * 8)", "X.sum() * 0"), expect=NOT_ALL),
    hostile("large-everywhere", "every function hands back something large", "what one item may cost, three times",
            cells=from_everywhere("torch.zeros([7] * 8)"), expect={"linreg": 0, "squared_loss": 0, "sgd": (0, 1)}),
    hostile("question-that-broadcasts", "asks a helper with lr as a column and parameters as a row",
            "the answer has n times n numbers", lesson=SOFTMAX, says="is not a plain tensor, number or text",
            cells={"train_ch3": "def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params=None, "
                                "lr=None, optimizer=None):\n    import gc\n    import numpy as np\n"
                                "    row, column = np.zeros((1, 12_000)), np.zeros((12_000, 1))\n"
                                "    for f in gc.get_objects():\n        if getattr(f, '__qualname__', '') == "
                                "'_answer_calls.<locals>.ask':\n"
                                "            f('sgd', {'params': [row], 'grads': [row], 'lr': column, 'batch_size': "
                                "1.0})\n"},
            expect={"train_ch3": 0, "min_accuracy": 0, **dict.fromkeys(("softmax", "cross_entropy", "sgd"), (0, 10))}),
    raised("text-control", "an error whose text has line ends and escape sequences",
           "a line of the log that nobody wrote", f"ValueError('{CONTROL}')"),
    raised("text-control-type", "an error whose type has them", "a name is a text too",
           f"type('{CONTROL}'[:-1], (Exception,), {{}})('{CONTROL}')"),
    returned("text-type-endless", "a result of a type with a name of 10 MB", "named in the report",
             "type('T' * 10**7, (), {})()"),
    hostile("text-printed-endless", "prints one line of a million odd characters",
            "normalised and searched for figures",
            cells=in_call("print('\\u0315\\u0300' * 500_000)\nprint('1 ' * 500_000)"), expect=NOT_ALL),
    hostile("code-many-statements", "three cells of 0.9 MB of `a;`", "read again for each item", edit=many_statements,
            says="neither read nor run", harmful=True, stock=False),
    hostile("code-many-definitions", "every function is defined in five cells of 180 kB, and not in its own",
            "looked for in all of them, once for each item", edit=many_cells_with_definitions,
            cells=dict.fromkeys(RIGHT, ""), harmful=True, stock=False,
            expect=dict.fromkeys(RIGHT, 0.0)),
    hostile("code-conflict-marks", "thousands of lines <<<<<<< and =======", "a pattern that tries all pairs",
            cells={"linreg": MARKS + RIGHT["linreg"]}),
    hostile("quiz-odd-characters", "a quiz answer of a million combining marks", "normalising sorts them",
            cells={"quiz": 'quiz = "A' + "\u0315\u0300" * 90_000 + '"'}, expect={"quiz": (0, 2)}),
]  # fmt: skip
