"""The check cell knows which of the notebook's cells ran: an edit that did not compile, a cell that nobody ran."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from lessoncheck.running_notebook import RunningNotebook
from lessoncheck.student_error import NOT_RUN
from support.lesson import LINEAR, SECOND_COURSE

RIGHT = "def linreg(X, w, b):\n    return X @ w + b\n"


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Any]:
    """A notebook's IPython in this process, in a copy of the second course's lesson."""
    before = Path.cwd()
    shutil.copytree(SECOND_COURSE / "source" / LINEAR, tmp_path / LINEAR)
    os.chdir(tmp_path / LINEAR)
    InteractiveShell.clear_instance()
    made = InteractiveShell.instance()
    made.history_manager.enabled = False
    yield made
    InteractiveShell.clear_instance()
    os.chdir(before)


def run(shell: Any, *cells: str) -> None:
    for cell in cells:
        shell.run_cell(cell, store_history=True, silent=False)


def test_a_function_whose_last_edit_ran_is_looked_at(shell: Any) -> None:
    run(shell, "def linreg(X, w, b):\n    return X", RIGHT)
    assert RunningNotebook(shell).error_of_last_edit("linreg") is None


@pytest.mark.parametrize(
    ("edit", "kind", "line"),
    [
        ("def linreg(X, w, b):\n    return X @ w + (b\n", "SyntaxError", 2),
        ("def linreg(X, w, b):\n    y = X @ w\n      return y + b\n", "SyntaxError", 3),
        ("%matplotlib inline\ndef linreg(X, w, b):\n    return = X\n", "SyntaxError", 3),
        ("raise ValueError('no')\ndef linreg(X, w, b):\n    return X @ w + b\n", "an error", 0),
    ],
)
def test_an_edit_that_did_not_run_is_told_instead_of_the_old_function(
    shell: Any, capsys: pytest.CaptureFixture[str], edit: str, kind: str, line: int
) -> None:
    run(shell, RIGHT, edit, "1 + 1")
    stopped = RunningNotebook(shell).error_of_last_edit("linreg")
    assert stopped is not None
    assert (stopped.type, stopped.line) == (kind, line)


@pytest.mark.parametrize(
    "later",
    [
        "%%time\ndef linreg(X, w, b):\n    return X @ w + b\n",
        "def other(X):\n    return X\nlinreg = other",
        "import functools\nlinreg = functools.lru_cache(linreg)",
        "class Model:\n    def linreg(self):\n        pass\n",
        "    def linreg(X, w, b):\n        return X @ w",
        "text = '''\ndef linregs():\n'''",
    ],
)
def test_a_function_that_came_in_another_way_is_looked_at_as_it_is(shell: Any, later: str) -> None:
    run(shell, RIGHT, later)
    assert RunningNotebook(shell).error_of_last_edit("linreg") is None


def test_a_cell_that_nobody_ran_is_told_apart_from_one_that_stopped(shell: Any) -> None:
    names = RunningNotebook(shell)
    never = names.error_of("linreg")
    assert never is not None
    assert never.type == NOT_RUN
    run(shell, "def linreg(X, w, b:\n    return X")
    stopped = names.error_of("linreg")
    assert stopped is not None
    assert stopped.type == "SyntaxError"


@pytest.mark.parametrize("cell", ["quiz = “C”", 'quiz = ""  # C', 'quiz = "C"', "quiz: str = 'C'", "quiz ＝ 'C'"])
def test_an_answer_is_read_from_the_cell_as_grading_reads_it(shell: Any, cell: str) -> None:
    run(shell, 'quiz = "A"', cell, "quizzes = 3")
    assert RunningNotebook(shell).answer("quiz") == cell


def test_the_check_cell_says_so_instead_of_passing_the_old_function(
    shell: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    run(shell, "from lessoncheck import check", "check('linreg')")
    assert "Run the cell of linreg first" in capsys.readouterr().out
    run(shell, RIGHT, "def linreg(X, w, b):\n    return X @ w + (b\n", "check('linreg')")
    told = capsys.readouterr().out
    assert "Not checked: the cell above has not run as it stands now." in told
    assert "The last run of the cell linreg stopped with SyntaxError on line 2" in told
    assert "Next: mend line 2 of the cell linreg: return X @ w + (b" in told
    assert "passed" not in told
    run(shell, RIGHT, "check('linreg')")
    assert "✗" not in capsys.readouterr().out


def test_an_answer_is_echoed_and_looks_like_no_verdict(shell: Any, capsys: pytest.CaptureFixture[str]) -> None:
    Path("checks", "quiz_options.json").write_text('{"quiz": {"A": "one", "B": "two"}}')  # a release has it
    run(shell, "from lessoncheck import check", "quiz = “b”", "check('quiz')")
    told = capsys.readouterr().out
    assert "Your answer was read as B." in told
    assert "· read:" in told
    assert "passed" not in told


def test_an_interrupted_check_says_in_one_line_where_the_students_code_was(
    shell: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    by_hand = "def linreg(X, w, b):\n    print(X.shape)\n    import signal\n    signal.raise_signal(signal.SIGINT)\n"
    run(shell, by_hand, "from lessoncheck import check", "check('linreg')")
    told = capsys.readouterr().out.splitlines()
    assert told[-1] == "Interrupted: line 4 of the cell linreg was running: signal.raise_signal(signal.SIGINT)"
    assert told[0] == "Printed while the checks ran:"
    assert len(told) == 3


def test_what_a_function_prints_is_shown_once_below_the_report(shell: Any, capsys: pytest.CaptureFixture[str]) -> None:
    talking = "def linreg(X, w, b):\n    for _ in range(3):\n        print('same')\n    return X @ w + b\n"
    run(shell, talking, "from lessoncheck import check", "check('linreg')")
    report, _, printed = capsys.readouterr().out.partition("Printed while the checks ran:\n")
    assert "✓ passed" in report
    assert printed == "same  (3 times)\n"


def test_what_is_printed_without_end_is_shown_within_bounds(shell: Any, capsys: pytest.CaptureFixture[str]) -> None:
    flood = "def linreg(X, w, b):\n    print(*range(10_000), sep='\\n')\n    return X @ w + b\n"
    run(shell, flood, "from lessoncheck import check", "check('linreg')")
    printed = capsys.readouterr().out.partition("Printed while the checks ran:\n")[2].splitlines()
    assert len(printed) == 41
    assert "more lines" in printed[-1]
