"""A cell that is slow, does not end, or ends its process costs nothing but itself, and that once for all items."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import numpy as np
import pytest

from lessoncheck.cells import Cell
from lessoncheck.failures import CheckFailed
from lessoncheck.lesson import LessonFolder
from lessoncheck.protocol import Connection, Plain
from support.lesson import LINEAR, SECOND_COURSE
from wallgrade.sandbox.cell_runs import CellRuns
from wallgrade.sandbox.fork_server import ForkServer
from wallgrade.sandbox.limits import Limits
from wallgrade.sandbox.remote_student import RemoteStudent, SubmissionBudget

LIMITS = Limits(cell_seconds=0.8, cells_seconds=3.2)
RIGHT = "def linreg(X, w, b):\n    return X @ w + b\n"
SLEEPS = "import time\ntime.sleep(60)\n"
THREAD = "import threading\ndef spin():\n    while True:{body}\nthreading.Thread(target=spin, daemon=True).start()\n"
NEVER_ENDS = "sum(range(10 ** 13))"  # in C, where no interruption is heeded


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    worker = ForkServer(LessonFolder(SECOND_COURSE / "source" / LINEAR), LIMITS)
    yield worker
    worker.close()


def program(*extras: str, solution: str = RIGHT, then: str = "") -> SubmissionBudget:
    own = [Cell(f"extra cell {number}", source, "extra") for number, source in enumerate(extras, 1)]
    last = [Cell("extra cell 99", then, "extra")] if then else []
    return SubmissionBudget([*own, Cell("linreg", solution, "solution"), *last], LIMITS)


def works(server: ForkServer, budget: SubmissionBudget) -> RemoteStudent:
    student = RemoteStudent(lambda: server, budget, lambda item: "")
    try:
        reply = student.call("linreg", X=np.ones((3, 2)), w=np.ones((2, 1)), b=1.0)
    finally:
        student.close()
    np.testing.assert_array_equal(reply.values["returned"]["array"], np.full((3, 1), 3.0))
    return student


@pytest.mark.parametrize(
    "extras",
    [
        [SLEEPS] * 5,
        ["import time\ntime.sleep(0.7)"] * 8,
        [NEVER_ENDS],
        ["import re\nre.match('(a+)+b', 'a' * 60)"],
        ["import signal, time\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\ntime.sleep(60)"],
        ["while True:\n    try:\n        import time; time.sleep(9)\n    except BaseException:\n        pass"],
        ["while True:\n    print('x' * 1000)"],
        ["import os\nos._exit(0)", "import ctypes\nctypes.string_at(0)"],
        [THREAD.format(body="\n        try:\n            while True: sum([1])\n        except BaseException: pass")],
    ],
    ids=["sleeping", "many", "in C", "regular expression", "deaf", "stubborn", "printing", "gone", "stubborn thread"],
)
def test_extra_cells_cost_nothing_but_themselves(server: ForkServer, extras: list[str]) -> None:
    budget = program(*extras)
    student = works(server, budget)
    assert student.not_cacheable
    assert "extra cell 1" in budget.runs.notes()[0] or len(extras) == 8
    assert budget.runs.load_error is None


@pytest.mark.parametrize(
    "extra", ["import sys\nsys.exit()", "exit()", "quit()", "input()", "1 / 0", "raise KeyboardInterrupt", "def f(:"]
)
def test_an_extra_cell_that_stops_is_no_more_than_an_error(server: ForkServer, extra: str) -> None:
    budget = program(extra)
    assert not works(server, budget).not_cacheable
    assert budget.runs.notes() == ()


def test_threads_that_a_cell_leaves_computing_end_and_threads_that_wait_stay(server: ForkServer) -> None:
    pool = "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(2)\npool.submit(int).result()"
    uses_it = "def linreg(X, w, b):\n    return pool.submit(lambda: X @ w + b).result()\n"
    left = "import threading\nassert all('spin' not in thread.name for thread in threading.enumerate())\n"
    budget = program(THREAD.format(body=" pass"), pool, solution=f"{left}{uses_it}")
    assert not works(server, budget).not_cacheable


def test_what_a_slow_cell_defined_before_it_was_cut_is_there_in_each_process(server: ForkServer) -> None:
    helper = "def helper(x):\n    return x\n"
    uses_it = "def linreg(X, w, b):\n    return helper(X @ w + b)\n"
    budget = program(f"{helper}{SLEEPS}never = 1\n", solution=uses_it)
    works(server, budget)
    (cut,) = budget.runs.cut.values()
    assert cut.line == 4
    works(server, budget)
    assert list(budget.runs.cut.values()) == [cut]


def test_a_quick_cell_after_many_slow_ones_still_defines_what_is_needed(server: ForkServer) -> None:
    uses_it = "def linreg(X, w, b):\n    return helper(X @ w + b)\n"
    works(server, program(*[SLEEPS] * 4, "def helper(x):\n    return x\n", solution=uses_it))


def test_what_comes_last_in_the_notebook_wins(server: ForkServer) -> None:
    works(server, program(solution="def linreg(X, w, b):\n    return None\n", then=RIGHT))


@pytest.mark.parametrize(
    ("solution", "sentence", "kind"),
    [
        (f"{NEVER_ENDS}\n{RIGHT}", "did not finish in its time and did not heed an interruption", "too slow"),
        (f"{SLEEPS}{RIGHT}", "on line 2: the cell did not finish within 0.8 seconds", "too slow"),
        (f"import os\nos._exit(0)\n{RIGHT}", "ended its Python process", "process ended"),
    ],
)
def test_a_solution_cell_that_does_not_get_through_says_why(
    server: ForkServer, solution: str, sentence: str, kind: str
) -> None:
    budget = program(solution=solution)
    for _ in range(2):
        with pytest.raises(CheckFailed, match=sentence) as failed:
            works(server, budget)
        assert failed.value.stopped == kind


def test_a_cell_can_write_a_module_and_import_it(server: ForkServer) -> None:
    works(
        server, program("%%writefile mine.py\ndef helper(x):\n    return x\n", "from mine import helper\n%run mine.py")
    )


def test_what_needs_an_event_loop_or_a_plot_works_in_the_sandbox(server: ForkServer) -> None:
    wait = "import asyncio\nawait asyncio.sleep(0)\n"
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\n"
    works(server, program(solution=f"{wait}{plot}{RIGHT}"))


@pytest.mark.parametrize(
    "forged", [np.ones(3), {"cut": np.ones((1, 4))}, {"cut": [[1]]}, {"cut": "abcd"}, {"cut": 7}, None]
)
def test_what_a_process_says_of_its_cells_may_be_nonsense(forged: Plain) -> None:
    near, far = socket.socketpair()
    with near, far:
        Connection(far).send(forged)
        runs = CellRuns([Cell("linreg", RIGHT, "solution")], LIMITS)
        assert runs.run_in(Connection(near), 5.0, {})
    assert runs.cut == {}
    assert runs.load_error is None
