"""Hostile: notebooks that attack their readers, and pages that attack who looks at them."""

from __future__ import annotations

import base64
import json
import zlib
from functools import partial
from pathlib import Path
from typing import Any

from corpus.entry import NOTEBOOK, SECOND, Entry, Fill, cell_of, code_cell

hostile = partial(Entry, group="hostile", right=True)
IPYNB = NOTEBOOK[SECOND]
SCRIPT = "<script>alert('corpus-script')</script><img src=x onerror=\"alert('corpus-script')\">"
HEAD = '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": ['


def text(content: str) -> Any:
    """The notebook's file has this text."""

    def raw(folder: Path, fill: Fill) -> None:
        (folder / IPYNB).write_text(content)

    return raw


def deep_metadata(folder: Path, fill: Fill) -> None:
    path = folder / IPYNB
    deep = '{"a": ' * 50_000 + "1" + "}" * 50_000
    notebook = json.loads(path.read_text())
    notebook["metadata"]["deep"] = "HERE"
    path.write_text(json.dumps(notebook).replace('"HERE"', deep))


def million_cells(folder: Path, fill: Fill) -> None:
    cell = '{"cell_type":"raw","metadata":{},"source":"","id":"%d"}'
    (folder / IPYNB).write_text(HEAD + ",".join(cell % n for n in range(1_000_000)) + "]}")


def huge_numbers(notebook: dict[str, Any]) -> None:
    cell_of(notebook, "linreg")["execution_count"] = 10**4000
    notebook["metadata"]["n"] = float("inf")
    cell_of(notebook, "sgd")["metadata"]["nbgrader"]["points"] = 10**400


def script_outputs(notebook: dict[str, Any]) -> None:
    data = {"text/html": SCRIPT, "application/javascript": "alert('corpus-script')",
    "image/svg+xml": f"<svg>{SCRIPT}</svg>",
            "text/markdown": SCRIPT, "text/latex": SCRIPT,
            "application/vnd.jupyter.widget-view+json": {"model_id": SCRIPT},
            "image/png": '"' + SCRIPT, "text/plain": SCRIPT}  # fmt: skip
    outputs = [
        {"output_type": "display_data", "data": data, "metadata": {}},
        {"output_type": "stream", "name": "stdout", "text": SCRIPT},
        {"output_type": "error", "ename": SCRIPT, "evalue": SCRIPT, "traceback": [SCRIPT]},
    ]
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = outputs


def script_everywhere(notebook: dict[str, Any]) -> None:
    notebook["metadata"].update(title=SCRIPT, authors=[{"name": SCRIPT}], widgets={SCRIPT: {}})
    cell_of(notebook, "quiz_answer")["source"] = f'quiz = "{SCRIPT}"'
    notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": SCRIPT, "attachments": {
        "x.svg": {"image/svg+xml": "PHN2Zz48L3N2Zz4="}}})  # fmt: skip
    notebook["cells"].append(code_cell(f"# {SCRIPT}\n'{SCRIPT}'"))


def image_bomb(notebook: dict[str, Any]) -> None:
    packed = base64.b64encode(zlib.compress(bytes(100 << 20), 9)).decode()
    data = {"image/png": packed, "application/zip": packed, "text/plain": "x"}
    cell_of(notebook, "demo")["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]


def many_extra_cells(notebook: dict[str, Any]) -> None:
    notebook["cells"] += [code_cell(f"x{n} = {n}") for n in range(2_000)]


def long_source(notebook: dict[str, Any]) -> None:
    notebook["cells"].append(code_cell("x = [" + "1, " * 3_000_000 + "]"))


def odd_cells(notebook: dict[str, Any]) -> None:
    notebook["cells"] += [
        {"cell_type": "evil", "metadata": {}, "source": "x"},
        {"cell_type": "code"},
        {"cell_type": ["code"], "metadata": None, "source": {"a": 1}, "outputs": None, "execution_count": "x"},
        {"cell_type": "code", "metadata": [], "source": 3, "outputs": "text", "execution_count": -1},
    ]


LOST = {"linreg": (0.0, 3.0), "squared_loss": (0.0, 3.0), "sgd": (0.0, 2.0), "quiz": (0.0, 2.0)}
NOTHING: dict[str, float] = dict.fromkeys(LOST, 0.0)
big = partial(hostile, harmful=True, stock=False)
ENTRIES = [
    hostile("json-deep", "JSON nested 100,000 deep", "a recursive parser", raw=text("[" * 100_000), expect=NOTHING,
            look=True),
    hostile("json-deep-metadata", "a notebook whose metadata is nested 50,000 deep",
            "the same, in a notebook that is whole",
            raw=deep_metadata, expect=LOST),
    hostile("json-long-number", "a number of a million digits", "quadratic conversion, or an error",
            raw=text(HEAD + '], "x": ' + "9" * 1_000_000 + "}"), expect=NOTHING),
    hostile("json-huge-numbers", "numbers that fit no integer and no float", "the database, or a comparison",
            edit=huge_numbers),
    hostile("json-same-keys", "cells given twice", "two readers, two notebooks",
            raw=text(HEAD + '], "cells": 3, "cells": []}'), expect=NOTHING),
    hostile("json-other", "valid JSON that is no notebook", "a list, a number, nothing", raw=text("[1, 2, 3]"),
            expect=NOTHING,
            look=True),
    hostile("json-null-parts", "a notebook of nulls", "None has no get()",
            raw=text('{"nbformat": 4, "nbformat_minor": 5, "metadata": null, "cells": null}'), expect=NOTHING,
            look=True),
    hostile("cells-odd", "cells of odd kinds, with missing and wrong parts", "code that expects a schema",
            edit=odd_cells),
    big("cells-million", "a million cells", "validation takes minutes and gigabytes", raw=million_cells, expect=NOTHING,
        look=True),
    big("cells-thousands", "two thousand code cells of one's own", "all are run for each item", edit=many_extra_cells,
        expect=LOST),
    hostile("bomb-in-outputs", "an output of 100 kB that unpacks to 100 MB", "somebody unpacks it", edit=image_bomb),
    big("cell-of-9-mb", "a cell of 9 MB", "compiled again for each item", edit=long_source, expect=LOST),
    hostile("script-in-outputs", "HTML, SVG, script in every kind of output", "shown in the instructor's browser",
            edit=script_outputs),
    hostile("script-everywhere", "script in titles, markdown, answers, names",
            "shown in the feedback and the formgrader",
            edit=script_everywhere, expect={"quiz": 0}),
    hostile("script-in-errors", "script in messages, printed text and class names", "quoted in our own report",
            cells={"linreg": f"def linreg(X, w, b):\n    print({SCRIPT!r})\n    raise type({SCRIPT!r}, (Exception,), "
                             f"{{}})({SCRIPT!r})\n",
                   "squared_loss": f"def squared_loss(y_hat, y):\n    raise ValueError({SCRIPT!r})\n"},
            expect={"linreg": 0, "squared_loss": 0}),
    hostile("script-in-source", "script in the code line that fails", "the line is quoted",
            cells={"linreg": f"def linreg(X, w, b):\n    return {SCRIPT!r} + 1\n"}, expect={"linreg": 0}),
]  # fmt: skip
