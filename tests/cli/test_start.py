"""What a command does not need, it does not import: somebody waits at the terminal."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

REPORT = "import atexit, json, sys; atexit.register(lambda: sys.stderr.write(json.dumps(sorted(sys.modules))))"
RUN = f"{REPORT}; sys.argv = ['wallgrade', *sys.argv[1:]]; from wallgrade.cli.main import main; main()"


def imported_by(*arguments: str) -> set[str]:
    run = subprocess.run([sys.executable, "-c", RUN, *arguments], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    return {name.split(".")[0] for name in json.loads(run.stderr)}


@pytest.mark.parametrize("arguments", [["--help"], ["grade", "--help"], ["report", "--help"], ["verify", "--help"]])
def test_help_needs_neither_nbgrader_nor_torch(arguments: list[str]) -> None:
    assert not imported_by(*arguments) & {"nbgrader", "nbformat", "sqlalchemy", "torch", "numpy", "dask"}
