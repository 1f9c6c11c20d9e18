"""What honest notebooks hold runs in grading as in a notebook, or costs no more than the statement that cannot."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor

import IPython
import pytest
import torch

from lessoncheck.cell_execution import Namespace, run_cells
from lessoncheck.cells import Cell

RIGHT = "def double(x):\n    return 2 * x\n"
AS_IN_A_NOTEBOOK = {
    "display": "display(1)\nhandle = display(2, display_id=True)\nhandle.update(3)",
    "display, imported": "from IPython.display import display, clear_output\ndisplay(1)\nclear_output()",
    "the shell": "get_ipython().run_line_magic('matplotlib', 'inline')\nget_ipython().system('ls')",
    "the shell, imported": "from IPython import get_ipython\nget_ipython().run_line_magic('matplotlib', 'inline')",
    "where am I": "if get_ipython() and 'IPKernelApp' in get_ipython().config:\n    get_ipython().magic('x')",
    "await": "import asyncio\nasync def f():\n    await asyncio.sleep(0)\n    return 3\nassert await f() == 3",
    "a task": "import asyncio\ntask = asyncio.create_task(asyncio.sleep(0))",
    "async for": "async def g():\n    yield 1\nassert [a async for a in g()] == [1]",
    "tqdm": "from tqdm import tqdm, trange\nassert [*tqdm([1])] == [1]\nassert [*trange(1, 3)] == [1, 2]",
    "tqdm, updated": "from tqdm.auto import tqdm\nwith tqdm(total=3) as bar:\n    bar.update(1)",
    "tqdm.notebook": "from tqdm.notebook import tqdm\nfor x in (bar := tqdm(range(3))):\n    bar.set_description('x')",
    "tqdm.tqdm": "import tqdm\nassert [i for i, _ in tqdm.tqdm(enumerate('ab'))] == [0, 1]",
    "magics": "%matplotlib inline\n%load_ext autoreload\n%autoreload 2\n%env A=1\n%cd ..\n!pip install x\nlen?\nlen??",
    "%time": "%time x = 3\nassert x == 3",
    "%time in a function": "def f(y):\n    %time print(y)\nf(1)",
    "%timeit": "r = %timeit -o -n 1 sum([1])\nprint(r.average, f'{r.average:.3f}')",
    "!": "files = !ls\nfor f in files: print(f)\nout = !nvidia-smi",
    "names": "print(_, __, In[-1], Out)",
    "main": "if __name__ == '__main__':\n    print(1)",
    "typing": "from typing import *\nclass P(NamedTuple):\n    a: int\nT = TypeVar('T')",
    "dataclass": "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int = 1\nA()",
    "functools": "from functools import lru_cache, wraps\n@lru_cache(None)\ndef f(n): return n\nf(3)",
    "torch.compile": "import torch\n@torch.compile(mode='reduce-overhead')\ndef f(x): return x\nassert f(3) == 3",
    "del": "x = 1\ndel x",
    "settings": "import warnings, logging\nwarnings.filterwarnings('ignore')\nlogging.basicConfig()",
    "two streams": "import sys\nprint(1, file=sys.stderr, flush=True)\nsys.stdout.write('x')",
}  # fmt: skip
NOT_HERE = {
    "a package": "import somebodys_package as p\np.set_theme()\ndf = p.DataFrame()\nprint(df.head())",
    "another course": "from d2l_of_old import torch as d2l\nd2l.use_svg_display()",
    "a file": "import json\nconfig = json.load(open('my.json'))\nlr = config['lr']",
    "the network": "import urllib.request\nurllib.request.urlretrieve('http://127.0.0.1:1/x', 'x')",
    "a GPU": "import torch\nx = torch.zeros(3, device='mps')\nprint(x.shape)",
}


def run(*sources: str) -> Namespace:
    return run_cells([Cell("double", source, "solution") for source in sources])


@pytest.mark.parametrize("habit", AS_IN_A_NOTEBOOK)
def test_it_works_as_in_a_notebook(habit: str) -> None:
    ran = run(f"{AS_IN_A_NOTEBOOK[habit]}\n{RIGHT}")
    assert ran.cell_errors == []
    assert ran.values["double"](2) == 4


@pytest.mark.parametrize("around", ["%%time", "\n%%capture", "%%capture out", "%%timeit -n 1"])
def test_a_cell_that_is_measured_or_captured_runs_and_keeps_its_lines(around: str) -> None:
    ran = run(f"{around}\n{RIGHT}", "1\n1 / 0")
    assert ran.values["double"](2) == 4
    assert ran.cell_errors[0].line == 2


@pytest.mark.parametrize("what", NOT_HERE)
def test_what_cannot_work_in_grading_costs_its_own_statements_only(what: str) -> None:
    ran = run(f"{NOT_HERE[what]}\n{RIGHT}")
    assert ran.cell_errors
    assert ran.values["double"](2) == 4


def test_a_name_that_is_missing_in_the_next_cell_for_the_same_want_stops_nothing_either() -> None:
    assert run("data = open('my.csv').read()", f"print(data[:3])\n{RIGHT}").values["double"](2) == 4


def test_any_other_error_stops_its_cell_as_in_a_notebook() -> None:
    assert "double" not in run(f"undefined\n{RIGHT}").values
    assert "double" not in run(f"assert False\n{RIGHT}").values


def test_the_shells_of_other_cells_do_nothing() -> None:
    assert run("%%bash\nexit 1", "%%html\n<b>", "%%writefile x.py\nx = 1", RIGHT).cell_errors == []


def test_a_stream_that_was_held_on_to_prints_where_everybody_prints(capsys: pytest.CaptureFixture[str]) -> None:
    ran = run("import sys\ndef double(x, file=sys.stdout):\n    print(x, file=file)\nprint('unheard')\ndouble(1)")
    ran.values["double"](2)
    assert capsys.readouterr().out == "2\n"


def test_a_notebook_that_awaits_can_be_run_from_a_notebook() -> None:
    async def in_a_kernel() -> Namespace:
        return run(f"import asyncio\nawait asyncio.sleep(0)\n{RIGHT}")

    with ThreadPoolExecutor(1) as aside:  # this thread may have a loop already: that of another test's browser
        assert aside.submit(lambda: asyncio.run(in_a_kernel())).result().cell_errors == []


def test_nothing_of_this_process_is_changed() -> None:
    before = IPython.get_ipython, IPython.display.display, torch.compile, sorted(sys.modules)
    run("from tqdm import tqdm\nimport torch")
    assert (IPython.get_ipython, IPython.display.display, torch.compile, sorted(sys.modules)) == before
