"""Code that does not end is interrupted where it is, and an interruption by hand is told in one line."""

from __future__ import annotations

import importlib.util
import signal
import time
from pathlib import Path
from types import ModuleType

import pytest

from lessoncheck.cell_execution import run_cells
from lessoncheck.cell_limits import CellLimits
from lessoncheck.cells import Cell
from lessoncheck.failures import CheckFailed
from lessoncheck.interruption import Interrupted
from lessoncheck.student import LocalStudent
from lessoncheck.time_limit import CellTooSlow, Clock, interrupted_at

DRIVERS = """
from lessoncheck.driver_api import StudentRaised

def f(caller, again=False):
    try:
        caller.run("f")
    except StudentRaised:
        if again:
            caller.run("f")
    return {}

def trains(caller):
    for batch in range(8):
        caller.run("f")
        caller._told = 0.0
        caller.going_on()
    return {}
"""
ENDLESS = "def f():\n    print('in f')\n    while True:\n        pass\n"
CATCHES = "    try:\n        while True:\n            pass\n    except {}:\n        pass\n"
STUBBORN = f"def f():\n{CATCHES}    while True:\n        pass\n"
BY_HAND = "def f():\n    import signal\n    signal.raise_signal(signal.SIGINT)\n"


@pytest.fixture(params=["alarm", "thread"])
def means(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With Unix' alarm, and as on Windows, which has none."""
    if request.param == "thread":
        monkeypatch.delattr(signal, "setitimer")
    return str(request.param)


@pytest.fixture
def drivers(tmp_path: Path) -> ModuleType:
    file = tmp_path / "drivers.py"
    file.write_text(DRIVERS)
    spec = importlib.util.spec_from_file_location("drivers_of_time", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def student(source: str, drivers: ModuleType) -> LocalStudent:
    cell = Cell("f", source, "solution")
    return LocalStudent(lambda: run_cells([cell]), lambda: drivers, lambda item: "", dict)


def test_a_function_that_does_not_end_is_told_as_in_grading_and_with_its_line(means: str, drivers: ModuleType) -> None:
    with pytest.raises(CheckFailed) as told:
        student(ENDLESS, drivers).call("f", seconds=0.2)
    assert told.value.message == "Your code did not finish within 0.2 seconds."
    assert told.value.details.startswith("line ")
    assert "of the cell f:" in told.value.details
    assert told.value.stopped == "too slow"


@pytest.mark.parametrize("caught", ["Exception", "BaseException"])
def test_code_that_catches_everything_is_interrupted_all_the_same(caught: str, means: str, drivers: ModuleType) -> None:
    with pytest.raises(CheckFailed, match="did not finish"):
        student(STUBBORN.format(caught), drivers).call("f", seconds=0.2)


def test_a_driver_that_tries_again_after_an_error_does_not_do_so_after_the_time(drivers: ModuleType) -> None:
    with pytest.raises(CheckFailed, match="did not finish"):
        student(ENDLESS, drivers).call("f", seconds=0.2, again=True)


def test_an_item_is_waited_for_briefly_after_one_call_and_no_more_after_two(drivers: ModuleType) -> None:
    slow = student(ENDLESS, drivers)
    said = []
    for _ in range(3):
        with pytest.raises(CheckFailed) as told:
            slow.call("f", seconds=0.2)
        said.append(told.value.message)
    assert said[2] == "Not run: earlier checks of this item already took too long."


def test_code_that_gets_on_may_take_longer_than_the_silence(drivers: ModuleType) -> None:
    source = "import time\ndef f():\n    time.sleep(0.1)\n"
    student(source, drivers).call("trains", seconds=60.0, silence=0.5)
    with pytest.raises(CheckFailed, match=r"within 0\.05 seconds"):
        student(source, drivers).call("trains", seconds=60.0, silence=0.05)


def test_nothing_is_interrupted_when_the_block_was_quick(means: str) -> None:
    ends = time.monotonic() + 0.2
    with interrupted_at(lambda: ends, "no", again=0.05):
        pass
    clock = Clock(0.2, "no")
    for _ in range(3):
        with clock.running(), clock.running():
            time.sleep(0.01)
    time.sleep(0.4)  # what is not the student's is not counted
    assert not clock.over


def test_a_cell_of_a_saved_notebook_that_does_not_end_costs_only_itself(means: str) -> None:
    cells = [Cell("extra cell 1", "while True:\n    pass", "extra"), Cell("g", "def g():\n    return 1", "solution")]
    names = run_cells(cells, limits=CellLimits(0.2, 1.0, 1.0, by_hand=True))
    assert names.cell_errors[0].type == CellTooSlow.__name__
    assert names.values["g"]() == 1


def test_an_interruption_by_hand_names_the_students_line_in_one_line(drivers: ModuleType) -> None:
    with pytest.raises(Interrupted) as told:
        student(BY_HAND, drivers).call("f")
    assert str(told.value) == "line 3 of the cell f was running: signal.raise_signal(signal.SIGINT)"
    assert told.value._render_traceback_() == [f"Interrupted: {told.value}"]


def test_an_interruption_by_hand_ends_the_reading_of_a_saved_notebook() -> None:
    cell = Cell("extra cell 1", "import signal\nsignal.raise_signal(signal.SIGINT)", "extra")
    with pytest.raises(Interrupted, match="line 2 of the cell extra cell 1"):
        run_cells([cell], limits=CellLimits(1.0, 1.0, 1.0, by_hand=True))


def test_what_a_function_prints_is_kept_also_when_it_is_interrupted(drivers: ModuleType) -> None:
    slow = student(ENDLESS, drivers)
    for _ in range(2):
        with pytest.raises(CheckFailed):
            slow.call("f", seconds=0.2)
    assert slow.printed.lines() == ["in f"]
