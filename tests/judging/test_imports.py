"""Judging has no gradebook in reach: not by name (import-linter), and not by what really gets loaded."""

from __future__ import annotations

import subprocess
import sys


def test_judging_loads_neither_nbgrader_nor_its_database() -> None:
    code = "import sys, wallgrade.judging.judge_submission; print({'nbgrader', 'sqlalchemy'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
