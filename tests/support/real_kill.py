"""The real `nbgrader autograde` in a course of its own, killed with all its processes."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from support.course import CourseOnDisk
from support.lesson import LINEAR

SUBMISSIONS = {
    "s1": {},
    "s2": {"linreg": "def linreg(X, w, b):\n    return X @ w\n"},
    "s3": {"sgd": "def sgd(params, lr, batch_size)\n    pass\n"},
    "s4": {"squared_loss": "def squared_loss(y_hat, y):\n    return y_hat - y\n", "quiz": 'quiz = "B"'},
}


def start(root: Path) -> subprocess.Popen[str]:
    """`nbgrader autograde` in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "nbgrader", "autograde", LINEAR],
        cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip


def kill(process: subprocess.Popen[str]) -> bool:
    """Kill its process group; False if it had ended before."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    assert process.stdout is not None
    process.stdout.close()
    return process.wait() == -signal.SIGKILL


def killed_at_random(root: Path, chance: random.Random) -> bool:
    """Run `nbgrader autograde` and kill it at some moment; False if it ended before."""
    process = start(root)
    assert process.stdout is not None
    wait_for, pause = chance.choice([0, 1, 1, 2, 3]), chance.uniform(0, 1.5)
    guard = threading.Timer(120, process.kill)
    guard.start()
    for line in process.stdout:
        wait_for -= "Autograding" in line
        if wait_for <= 0:
            break
    time.sleep(pause)
    guard.cancel()
    return kill(process)


def assert_no_half_folder(course: CourseOnDisk, undisturbed: dict[str, Any]) -> None:
    """Whoever has an autograded folder has a notebook in it, and the grades of an undisturbed run."""
    stored = course.grades()
    for student in SUBMISSIONS:
        if (course.root / "autograded" / student / LINEAR).exists():
            assert (course.root / "autograded" / student / LINEAR / f"{LINEAR}.ipynb").is_file()
            assert stored[student] == undisturbed[student]
