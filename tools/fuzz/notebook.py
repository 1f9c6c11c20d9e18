"""What the grader's side does with a handed-in notebook before any of it runs.

The file is read, put onto the release, its quiz answers are graded, and its program is read for each function.
"""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from fuzz.changes import CHANGES, PLAIN, Change, changed
from fuzz.conversations import CATALOGUE, COURSE, FOLDER, LESSON, REFERENCE, SECRET
from fuzz.running import Reader, uncounted
from fuzz.texts import Parts, joined, must_be_shown, texts
from lessoncheck.cells import grade_cells
from lessoncheck.from_scratch import Allowed
from wallgrade.authoring.make_submission import fill_in
from wallgrade.judging.judge import Judge
from wallgrade.sandbox.limits import Limits
from wallgrade.submission.reader import read_folder
from wallgrade.submission.rebuild import LONGEST
from wallgrade.witnesses.witnesses import unexplained

NOTEBOOKS = ("03_softmax_from_scratch", "05_quiz")
WORDS = (
    "def softmax(X):\n    return X\n", "softmax = lambda X: X\n", "softmax = ", "sgd_answer", "X", "torch",
    "torch.exp(X)", "import torch as t\n", "from torch import *\n", "from . import x\n",
    "async def f():\n    await g()\n", "await x\n", "%%time\n", "%%capture out\n", "%%writefile a.py\n", "%%bash\n",
    "%%timeit -n 1\n", "%run a.py\n", "!ls\n", "?softmax\n", "x?\n", "%matplotlib inline\n", "a = !ls\n",
    "get_ipython().run_cell_magic('time', '', 'x = 1')\n", "exec('x = 1')\n", "eval(a)\n", "globals()['a']\n",
    "class A(B, metaclass=C):\n    __slots__ = ()\n", "@a\n", "match x:\n    case {'a': y, **z}:\n", "(", ")", "[",
    "]", "{", "}", "f'{", "f\"{x!r:>{y}}\"", "'''", '"""', "\\", "\\\n", "lambda: ", "not ", "-", "~", "if x: ",
    "    ", "\t", "\n", "\f", ":", ";", ",", "=", ":=", "->", "*", "**", ".", "...", "@", "#", "# coding: utf-16\n",
    "9", "0x", "1e999", "1_0", "1j", "'\\N{DASH}'", "'\\ud800'", "b'\\xff'", "x = x\n", "a = b\nb = a\n", "a.b",
    "a[0]", "for x in y:\n  ", "try:\n  x\nexcept* A as e:\n  pass\n", "global a\n", "nonlocal a\n", "del a\n",
    "return\n", "yield\n", "type X[T] = int\n", "<<<<<<< a\n", "=======\n", ">>>>>>> b\n", "quiz_1 = \"A\"\n",
    "from __future__ import annotations\n", "ª = 1\n",
)  # fmt: skip
JSON = (
    "{", "}", "[", "]", ",", ":", '"', "\\", "\\u12", "\\ud800", "\0", '"cells": [', '"cells"',
    '{"cell_type": "code"', "1e9", '"worksheets": [{', '"source"', "null", "NaN", "-", " ", "9" * 5_000, "<html>",
    "PK\x03\x04",
)  # fmt: skip
ENCODINGS = ("utf-8",) * 8 + ("utf-8-sig", "utf-16", "utf-16-be", "utf-32", "latin-1")


@dataclass(frozen=True)
class Case:
    """A right program of the catalogue, by number, and what becomes of its notebook and of the file."""

    notebook: int
    entry: int
    sources: Sequence[tuple[int, int, Parts]] = ()  # which code cell, where in it, and what is put in there
    changes: Sequence[Change] = ()
    edits: Sequence[tuple[int, int, Parts]] = ()  # where in the JSON, how much is taken out, what is put in
    encoding: str = "utf-8"


def read(case: Case) -> None:
    """Nothing that can be handed in ends in an exception, and all that is said of it can be shown."""
    name = NOTEBOOKS[case.notebook % len(NOTEBOOKS)]
    masters = {name: COURSE.masters(LESSON)[name]}
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(dir=_memory()) as folder:
        warnings.simplefilter("ignore")
        with uncounted():
            (Path(folder) / f"{name}.ipynb").write_bytes(_content(name, case))
        submission = read_folder(masters, LESSON, Path(folder), "somebody")
        (received,) = submission.notebooks
        for note in (*submission.notes, *received.notes, received.problem, *received.reviews.values()):
            must_be_shown(note, 1_000)
        assert grade_cells(received.notebook) == grade_cells(masters[name]), "the check cells are not the master's"
        json.dumps(received.notebook).encode()
        plan = _judge().plan(received.notebook)
        for verdict in plan.verdicts.values():
            for result in verdict.report.results:
                must_be_shown(result.message, 2_000)
        if plan.task is not None:
            for function, allowed in _allowed().items():
                for cell in plan.task.cells:
                    cell.source.encode()
                unexplained(plan.task.cells, function, allowed, (), incomplete=False)


def _content(name: str, case: Case) -> bytes:
    tree: dict[str, Any] = json.loads(_real_notebook(name, case.entry))
    cells = [cell for cell in tree["cells"] if cell["cell_type"] == "code"]
    for number, place, parts in case.sources:
        source = "".join(cells[number % len(cells)]["source"])
        at = place % (len(source) + 1)
        cells[number % len(cells)]["source"] = source[:at] + joined(parts, LONGEST) + source[at:]
    text = json.dumps(changed(tree, case.changes, PLAIN))
    for place, length, parts in case.edits:
        at = place % (len(text) + 1)
        text = text[:at] + joined(parts, 50_000) + text[at + length :]
    return text.encode(case.encoding, "surrogatepass" if case.encoding.startswith("utf") else "replace")


@cache
def _real_notebook(name: str, entry: int) -> str:
    right = CATALOGUE.entries[entry % len(CATALOGUE.entries)]
    return json.dumps(fill_in(COURSE.masters(LESSON)[name], REFERENCE | {right.item: right.source}))


@cache
def _judge() -> Judge:
    return Judge(COURSE, LESSON, Limits(), SECRET)


@cache
def _allowed() -> dict[str, Allowed]:
    with FOLDER.on_path():
        from checks.grader_side.from_scratch import LOOP, SCRATCH
    return {"softmax": SCRATCH, "cross_entropy": SCRATCH, "sgd": SCRATCH, "train_ch3": LOOP}


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


PLACE = st.integers(0, 20_000)
READER = Reader(
    st.builds(
        Case,
        st.sampled_from([0, 0, 0, 1]),
        st.integers(0, 300),
        st.lists(st.tuples(st.integers(0, 40), PLACE, texts(WORDS)), max_size=3).map(tuple),
        st.just(()) | st.lists(CHANGES, max_size=4).map(tuple),
        st.just(())
        | st.lists(st.tuples(PLACE, st.sampled_from([0, 1, 30, 9_000]), texts(JSON)), max_size=2).map(tuple),
        st.sampled_from(ENCODINGS),
    ),
    read,
)
