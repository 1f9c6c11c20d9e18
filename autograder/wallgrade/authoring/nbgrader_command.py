"""Running the real nbgrader on a course, as an instructor would from the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

LOG_TAIL = 40


class NbgraderFailed(Exception):
    """An nbgrader command did not succeed; the message ends with the last lines of its log."""


def run_nbgrader(root: Path, *arguments: str, each_line: Callable[[str], None] | None = None) -> str:
    """Run `nbgrader ARGUMENTS` in the course folder and return its output; NbgraderFailed if it fails.

    `each_line` is called with every line of the log as it appears.
    """
    programs = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": os.pathsep.join([programs, os.environ.get("PATH", "")])}
    lines: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if each_line is not None:
                each_line(line)
    if process.returncode != 0:
        raise NbgraderFailed(f"`nbgrader {' '.join(arguments)}` failed:\n{''.join(lines[-LOG_TAIL:])}")
    return "".join(lines)
