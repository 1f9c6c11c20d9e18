"""What a student waits for imports no more than it needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.lesson import LESSON, PROJECT, SOURCE

HEAVY = ("nbformat", "jsonschema", "sympy", "torch._dynamo", "matplotlib", "torchvision", "nbgrader")
RUN = """
import sys, pytest
status = pytest.main(["-m", sys.argv[1]])
print(int(status), sorted(set(sys.argv[2:]) & set(sys.modules)))
"""


@pytest.mark.parametrize("items", ["softmax", "not min_accuracy"])
def test_pytest_imports_neither_a_validator_nor_a_compiler_nor_plots(items: str, tmp_path: Path) -> None:
    folder = tmp_path / LESSON
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "lessoncheck").symlink_to(PROJECT / "autograder" / "lessoncheck")
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": ""}
    run = subprocess.run(
        [sys.executable, "-c", RUN, items, *HEAVY], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert run.stdout.splitlines()[-1] == "0 []", run.stdout + run.stderr
