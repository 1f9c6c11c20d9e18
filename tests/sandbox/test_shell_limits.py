"""Limits of the shell around the grader that are lower than its own are used, or named."""

from __future__ import annotations

import subprocess
import sys

import pytest

from support.lesson import LINEAR, SECOND_COURSE

LOWER = (
    "import resource\n"
    "from wallgrade.sandbox.shell_limits import set_limit, too_low\n"
    "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))\n"
    "set_limit(resource.RLIMIT_NOFILE, 256)\n"
    "set_limit(resource.RLIMIT_CORE, 0)\n"
    "print(resource.getrlimit(resource.RLIMIT_NOFILE), too_low())\n"
)
START = (
    "import sys\nfrom pathlib import Path\n"
    "from lessoncheck.lesson import LessonFolder\n"
    "from wallgrade.sandbox.fork_server import ForkServer, SandboxUnavailable\n"
    "from wallgrade.sandbox.limits import Limits\n"
    "try:\n    ForkServer(LessonFolder(Path(sys.argv[1])), Limits()).close()\n    print('started')\n"
    "except SandboxUnavailable as error:\n    print(error)\n"
)


def run(code: str, ulimit: str = "") -> str:
    command = f'ulimit {ulimit or "-c 0"}; exec "$0" -c "$1" "$2"'
    arguments = ["bash", "-c", command, sys.executable, code, str(SECOND_COURSE / "source" / LINEAR)]
    return subprocess.run(arguments, capture_output=True, text=True, timeout=120).stdout.strip()


def test_a_lower_limit_stays_and_is_named() -> None:
    assert run(LOWER) == (
        "(64, 64) Limits of this shell or container are low: ulimit -n is 64 (at least 256 are wanted). Raise them "
        "where the grader is started."
    )


@pytest.mark.nightly
@pytest.mark.parametrize("ulimit", ["-t 900", "-n 64", "-v 8000000"])
def test_what_a_shell_leaves_is_enough_where_it_is_enough(ulimit: str) -> None:
    assert run(START, ulimit) == "started"


@pytest.mark.nightly
@pytest.mark.parametrize("ulimit", ["-v 600000", "-n 8"])
def test_what_a_shell_must_leave_is_named(ulimit: str) -> None:
    option, found = ulimit.split()
    said = run(START, ulimit)
    assert "nothing was run" in said
    assert f"ulimit {option} is {found}" in said
