"""Running a command and what it cost: wall and processor time of it and of all that it started and waited for."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT / "source" / "softmax_regression"))  # for the lesson's own loader

LOG = ".benchmark.log"  # in the folder of a command: what it printed


class Cost(NamedTuple):
    """Seconds, and megabytes of the largest of the processes."""

    cpu: float
    wall: float
    megabytes: float


def run(arguments: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end; RuntimeError with the last of its output if it fails."""
    log = folder / LOG
    variables = {
        **os.environ,
        "OMP_NUM_THREADS": "1",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        **(environment or {}),
    }
    started = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            arguments, cwd=folder, env=variables, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(log.read_text(errors="replace")[-2000:])
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def wallgrade(root: Path, assignment: str, *options: str) -> Cost:
    """`wallgrade grade`."""
    program = "from wallgrade.cli.main import main; main()"
    return run([sys.executable, "-c", program, "grade", assignment, *options], root)


def nbgrader(root: Path, *arguments: str) -> Cost:
    """An nbgrader command; its kernels can import the lesson's package."""
    path = os.pathsep.join(filter(None, [str(PROJECT / "source" / "softmax_regression"), os.environ.get("PYTHONPATH")]))
    return run([sys.executable, "-m", "nbgrader", *arguments], root, {"PYTHONPATH": path})


def show(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table."""
    table = Table(title=title, title_justify="left")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number else "left")
    for row in rows:
        table.add_row(*row)
    Console(width=120).print(table)
