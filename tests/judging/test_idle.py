"""A fork server that nobody needs ends by itself, never under a submission that is being judged."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lessoncheck.cells import Cell
from lessoncheck.lesson import LessonFolder
from wallgrade.judging.check_runner import CheckRunner
from wallgrade.judging.task import GradingTask
from wallgrade.sandbox.limits import Limits

LESSON = LessonFolder(Path(__file__).parents[1] / "second_course" / "source" / "linear_regression")
IDLE = 0.4
SLOW = f"import time\ndef linreg(X, w, b):\n    time.sleep({IDLE})\n    return X @ w + b\n"


def task(source: str) -> GradingTask:
    return GradingTask((Cell("linreg", source, "solution"),), {}, ("linreg",))


@pytest.fixture
def runner() -> Iterator[CheckRunner]:
    runner = CheckRunner(LESSON, Limits(mode="trusted"), b"secret", idle_seconds=IDLE)
    yield runner
    runner.close()


def waited_for(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def test_an_idle_fork_server_ends_and_the_next_task_starts_another(runner: CheckRunner) -> None:
    for _ in range(2):
        assert runner.run(task("def linreg(X, w, b):\n    return X @ w + b\n")).reports["linreg"].ok
        assert runner.running
        assert waited_for(lambda: not runner.running)


def test_it_does_not_end_while_a_task_takes_longer_than_the_idle_time(runner: CheckRunner) -> None:
    runner.run(task("def linreg(X, w, b):\n    return X @ w + b\n"))  # its timer must not hit the next one
    for _ in range(3):
        report = runner.run(task(SLOW)).reports["linreg"]
        assert report.ok, report
        assert report.seconds is not None
        assert report.seconds > IDLE


def test_a_waiting_timer_keeps_no_process_from_ending() -> None:
    program = (
        "from pathlib import Path; from lessoncheck.lesson import LessonFolder\n"
        "from wallgrade.judging.check_runner import CheckRunner; from wallgrade.sandbox.limits import Limits\n"
        f"runner = CheckRunner(LessonFolder(Path({str(LESSON.root)!r})), Limits(mode='trusted'), b's')\n"
        f"from lessoncheck.cells import Cell; from wallgrade.judging.task import GradingTask\n"
        f"runner.run({task('x = 1')!r}); assert runner.running; print('done')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.stdout == "done\n", done.stderr
