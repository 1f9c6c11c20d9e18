"""Comparing two courses that were graded by two roads, and looking at what a gradebook holds."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, create_engine, select

from wallgrade.authoring.nbgrader_command import run_nbgrader

Tables = dict[str, list[tuple[Any, ...]]]
SECONDS = re.compile(rb'"(student_)?seconds": [\d.e-]+')
MADE_AT_RANDOM = re.compile(r"[0-9a-f]{32}")  # nbgrader's primary keys


def tables_of(url: str) -> Tables:
    """Every table of a gradebook, in an order of its own; random keys are replaced by what they stand for."""
    engine = create_engine(url)
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        rows = {
            name: [row._asdict() for row in connection.execute(select(table))]
            for name, table in metadata.tables.items()
        }
    engine.dispose()
    meaning: dict[str, str] = {}
    for _ in range(len(rows)):  # keys point at rows that have keys: until all are known
        for name, found in rows.items():
            for row in found:
                if MADE_AT_RANDOM.fullmatch(str(row.get("id", ""))):
                    rest = sorted((key, _known(value, meaning)) for key, value in row.items() if key != "id")
                    meaning[row["id"]] = hashlib.sha256(repr((name, rest)).encode()).hexdigest()
    return {
        name: sorted(tuple(repr(_known(value, meaning)) for value in row.values()) for row in found)
        for name, found in rows.items()
    }


def _known(value: Any, meaning: dict[str, str]) -> Any:
    return meaning.get(value, value) if isinstance(value, str) else value


def files_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Contents and modes of all files below a folder, without the seconds that judging took."""
    return {
        str(path.relative_to(folder)): (SECONDS.sub(b"", path.read_bytes()), path.stat().st_mode)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def start_grade(root: Path, *options: str, environment: dict[str, str] | None = None) -> subprocess.Popen[str]:
    """`wallgrade grade linear_regression OPTIONS` in this course, in the background."""
    program = "from wallgrade.cli.main import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", program, "grade", "linear_regression", *options],
        cwd=root,
        env=os.environ | (environment or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def grade(root: Path, *options: str, status: int = 0, seconds: float = 300) -> str:
    """`wallgrade grade`, to its end; what it printed."""
    process = start_grade(root, *options)
    output, _ = process.communicate(timeout=seconds)
    assert process.returncode == status, output
    return output


def nbgrader_autograde(root: Path, *options: str) -> str:
    """The other road."""
    return run_nbgrader(root, "autograde", "linear_regression", *options)


def wait_for(path: Path, process: subprocess.Popen[str], seconds: float = 120) -> None:
    """Until this file or folder is there, or the process has ended."""
    deadline = time.monotonic() + seconds
    while not path.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)


def interrupt_when(process: subprocess.Popen[str], path: Path, seconds: float = 120) -> str:
    """Send Ctrl-C as soon as this file or folder is there; what the process printed."""
    wait_for(path, process, seconds)
    process.send_signal(signal.SIGINT)
    return process.communicate(timeout=seconds)[0]


def processes_with(words: Sequence[str]) -> list[int]:
    """The ids of the processes whose command line holds all these words."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if all(word in line for word in words):
            found.append(int(folder.name))
    return found


def children_of(pid: int) -> list[int]:
    """The processes that this one started, from whichever of its threads."""
    found: list[int] = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, children.read_text().split())
        except OSError:  # the thread has ended
            continue
    return found
