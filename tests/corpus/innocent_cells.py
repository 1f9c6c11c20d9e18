"""Broken but innocent: notebooks that can be read, and code that is unlucky."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import partial
from typing import Any

from corpus.entry import RIGHT, Entry, cell_of, code_cell

innocent = partial(Entry, group="innocent", right=True)
Notebook = dict[str, Any]


def without(*ids: str) -> Callable[[Notebook], None]:
    """These cells are deleted."""

    def edit(notebook: Notebook) -> None:
        notebook["cells"] = [
            c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") not in ids
        ]

    return edit


def each(change: Callable[[dict[str, Any]], object]) -> Callable[[Notebook], None]:
    def edit(notebook: Notebook) -> None:
        for cell in notebook["cells"]:
            change(cell)

    return edit


def in_front(source: str) -> Callable[[Notebook], None]:
    """A cell of the student's own at the top."""
    return lambda notebook: notebook["cells"].insert(0, code_cell(source))


def function_elsewhere(notebook: Notebook) -> None:
    cell_of(notebook, "sgd_answer")["source"] = "# see below\n"
    notebook["cells"].append(code_cell(RIGHT["sgd"]))


def answer_cell_deleted(notebook: Notebook) -> None:
    without("sgd_answer")(notebook)
    notebook["cells"].append(code_cell(RIGHT["sgd"]))


def split_in_two(notebook: Notebook) -> None:
    cell = cell_of(notebook, "squared_loss_answer")
    position = notebook["cells"].index(cell)
    first = code_cell("def half_square(d):\n    return d ** 2 / 2\n")
    first["id"], first["metadata"] = cell["id"], copy.deepcopy(cell["metadata"])
    cell["source"] = "def squared_loss(y_hat, y):\n    return half_square(y_hat - y.reshape(y_hat.shape))\n"
    cell["id"], cell["metadata"] = "new", {}
    notebook["cells"].insert(position, first)


def merged(notebook: Notebook) -> None:
    cell_of(notebook, "linreg_answer")["source"] = "\n\n".join(RIGHT.values())
    without("squared_loss_answer", "sgd_answer")(notebook)


def pasted_twice(notebook: Notebook) -> None:
    cell = copy.deepcopy(cell_of(notebook, "sgd_answer"))
    notebook["cells"].append(cell)


def turned_into_markdown(notebook: Notebook) -> None:
    cell = cell_of(notebook, "sgd_answer")
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


def big_outputs(notebook: Notebook) -> None:
    cell_of(notebook, "demo")["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": "epoch 1, loss 0.1\n" * 1_200_000}
    ]


def all_ids(value: str | None) -> Callable[[Notebook], None]:
    return each(lambda cell: cell.pop("id", None) if value is None else cell.update(id=value))


def lines(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).splitlines(keepends=True)


def colab(notebook: Notebook) -> None:
    notebook["nbformat_minor"] = 0
    notebook["metadata"] = {"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"},
                            "accelerator": "GPU"}  # fmt: skip
    for cell in notebook["cells"]:
        cell["metadata"]["id"] = cell.pop("id", "x")
        cell["metadata"]["outputId"] = "1"
    in_front("from google.colab import drive\ndrive.mount('/content/drive')\n%cd /content/drive/MyDrive")(notebook)


def metadata(**values: Any) -> Callable[[Notebook], None]:
    return lambda notebook: notebook["metadata"].update(values)


SOME = {"sgd": 0.0}
ENTRIES = [
    innocent("ids-missing", "no cell ids", "an old Jupyter", edit=all_ids(None)),
    innocent("ids-doubled", "every cell has the same id", "copied by a script", edit=all_ids("cell")),
    innocent("ids-invalid", "ids with spaces, too long", "another tool", edit=all_ids("not a valid id! " * 9)),
    innocent("no-kernelspec", "no kernelspec, no language_info", "another tool",
             edit=lambda nb: nb.update(metadata={})),
    innocent("strange-kernelspec", "the kernel is conda-env-ml-py", "the student's environment",
             edit=metadata(kernelspec={"name": "conda-env-ml-py", "display_name": "Python [conda env:ml]",
             "language": "python"})),
    innocent("other-language", "the kernel is Julia's", "chosen in the dialog by accident",
             edit=metadata(kernelspec={"name": "julia-1.9", "display_name": "Julia", "language": "julia"},
                           language_info={"name": "julia"})),
    innocent("colab", "saved by Colab, with its drive mounted", "Colab's metadata and imports", edit=colab),
    innocent("metadata-missing", "cells without metadata of their own, outputs or counts", "written by a script",
             edit=each(lambda cell: (cell.pop("outputs", None), cell.pop("execution_count", None)))),
    innocent("version-4-0", "nbformat 4.0 with ids", "a tool that mixes versions",
             edit=lambda nb: nb.update(nbformat_minor=0)),
    innocent("version-later", "nbformat 4.99", "a newer Jupyter", edit=lambda nb: nb.update(nbformat_minor=99)),
    innocent("sources-as-lines", "sources are lists of lines", "as the format has it", edit=lines),
    innocent("outputs-20-mb", "20 MB of saved output", "a progress bar", edit=big_outputs),
    innocent("answer-cell-deleted", "the solution cell is gone, the function is elsewhere", "deleted and typed again",
             edit=answer_cell_deleted),
    innocent("answer-cell-lost", "the solution cell of sgd is gone", "dd in command mode", edit=without("sgd_answer"),
             expect=SOME, resubmits=True),
    innocent("check-cell-lost", "the check cell of sgd is gone", "dd in command mode", edit=without("sgd"),
             resubmits=True),
    innocent("imports-lost", "the cell of imports is gone", "deleted by accident", edit=without("imports")),
    innocent("function-in-another-cell", "the function is in a new cell at the end", "an experiment that worked",
             edit=function_elsewhere),
    innocent("cell-split", "a solution is split into two cells", "Ctrl-Shift-Minus", edit=split_in_two),
    innocent("cells-merged", "all solutions in one cell", "Shift-M", edit=merged),
    innocent("cell-pasted-twice", "a solution cell twice", "copy and paste", edit=pasted_twice),
    innocent("cell-turned-markdown", "a solution cell is markdown", "the key m in command mode",
             edit=turned_into_markdown),
    innocent("helper-in-extra-cell", "a helper function in a cell of one's own", "tidy code",
             edit=in_front("def halved(x):\n    return x / 2\n"),
             cells={"squared_loss": "def squared_loss(y_hat, y):\n    return halved((y_hat - y.reshape(y_hat.shape)) "
                                    "** 2)\n"}),
    innocent("missing-import", "math is not imported", "it was, in another notebook",
             cells={"sgd": "def sgd(params, lr, batch_size):\n    return math.sqrt(2)\n"}, expect=SOME,
             says="NameError"),
    innocent("import-in-another-cell", "an import at the end", "cells were run in another order",
             cells={"linreg": "def linreg(X, w, b):\n    return np.add(0, 1) * (X @ w + b)\n"},
             extra="import numpy as np"),
    innocent("missing-package", "imports a package that is not there", "installed at home",
             edit=in_front("import seaborn as sns\nsns.set_theme()")),
    innocent("syntax-error", "a missing colon in sgd", "the most common mistake",
             cells={"sgd": "def sgd(params, lr, batch_size)\n    pass\n"}, expect=SOME, says="SyntaxError"),
    innocent("syntax-error-in-extra-cell", "a cell of one's own with prose in it", "markdown in a code cell",
             extra="This is my solution. I hope it's right!"),
    innocent("indentation-error", "tabs and spaces mixed", "pasted from a page",
             cells={"sgd": "def sgd(params, lr, batch_size):\n\tx = 1\n        y = 2\n"}, expect=SOME),
    innocent("full-width-punctuation", "a full-width bracket and a typographic quote", "an input method",
             cells={"sgd": "def sgd(params, lr, batch_size）:\n    print(“x”)\n"}, expect=SOME),
    innocent("input", "a cell asks for input", "an interactive program",
             extra="name = input('Your name? ')\nprint(name)"),
    innocent("input-in-a-function", "sgd asks for input", "nobody answers",
             cells={"sgd": "def sgd(params, lr, batch_size):\n    input('go on?')\n" + RIGHT["sgd"].partition("\n")[2]},
             expect=SOME),
    innocent("blocking-plot", "plt.show() in a cell and in a function", "a window that waits",
             cells={"linreg": "import matplotlib\nimport matplotlib.pyplot as plt\ndef linreg(X, w, b):\n"
                              "    plt.plot([1, 2])\n    plt.show(block=True)\n    return X @ w + b\n"}),
    innocent("magics", "%matplotlib inline, !pip install, %%time, ?help", "every second notebook has them",
             edit=in_front("%matplotlib inline\n!pip install torch\n%config InlineBackend.figure_format = "
                           "'svg'\ntorch?"),
             cells={"sgd": "%%time\n" + RIGHT["sgd"]}),
    innocent("exit-at-the-end", "exit() in the last cell", "a habit of scripts", extra="exit()"),
    innocent("cell-raises", "a cell of one's own raises", "an experiment", extra="1 / 0"),
    innocent("cell-trains-long", "a cell that prints ten thousand lines", "a training loop",
             extra="for epoch in range(10_000):\n    print('epoch', epoch)"),
    innocent("own-name-main", "if __name__ == '__main__'", "pasted from a script",
             extra="if __name__ == '__main__':\n    print('run')"),
    innocent("shadowed-names", "list, sum and check are variables", "names that were free",
             extra="list = [1]\nsum = 0\ncheck = True"),
    innocent("warnings-and-stderr", "warnings and stderr", "nbgrader: stderr means 0",
             cells={"linreg": "import sys, warnings\ndef linreg(X, w, b):\n    warnings.warn('deprecated')\n"
                              "    print('x', file=sys.stderr)\n    return X @ w + b\n"}),
    innocent("warnings-are-errors", "warnings are made errors", "a tip from a forum",
             extra="import warnings\nwarnings.simplefilter('error')"),
    innocent("changes-torch-settings", "default dtype, seeds and grad mode are changed", "left over from an experiment",
             extra="torch.manual_seed(1)\ntorch.set_printoptions(precision=2)\ntorch.set_num_threads(1)"),
    innocent("stub-left-in", "the stub's exception is still there, after the return", "left in by mistake",
             cells={"linreg": RIGHT["linreg"] + "    raise NotImplementedError('linreg is not written yet')\n"}),
    innocent("recursion-by-mistake", "sgd calls itself", "a slip",
             cells={"sgd": "def sgd(*args):\n    return sgd(*args)\n"},
             expect=SOME, says="RecursionError"),
    innocent("chinese-names", "names and comments in Chinese, an emoji", "Python allows it",
             cells={"linreg": "def linreg(X, w, b):\n    # 线性回归 🙂\n    结果 = X @ w + b\n    return 结果\n"}),
    innocent("quiz-lower-case", "a lower-case, full-width answer", "an input method", cells={"quiz": "quiz = 'ａ '"}),
    innocent("quiz-in-own-words", "the option's text instead of its letter", "meant well",
             cells={"quiz": 'quiz = "the squared error"'}),
    innocent("untouched-and-tidy", "nothing written, everything run", "gave up", right=False,
             edit=each(lambda cell: cell.update(execution_count=1) if "outputs" in cell else None), look=False),
]  # fmt: skip
