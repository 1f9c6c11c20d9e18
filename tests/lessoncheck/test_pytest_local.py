"""pytest in a release's folder: short, in the lesson's order, and ended by what comes next."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DRIVERS = """
def call(caller, name):
    return {"value": caller.run(name)}
"""
CHECKS = """
from lessoncheck.marks import check_for
from lessoncheck.failures import fail

@check_for("{name}", "it is there")
def test_there(student):
    student.call("call", name="{name}")

@check_for("{name}", "it is 1")
def test_one(student):
    if student.call("call", name="{name}").values["value"] != 1:
        fail("It is not 1.")
"""
CONFTEST = "from lessoncheck.pytest_local import pytest_configure, pytest_terminal_summary\n"
STUB = "def {name}():\n    raise NotImplementedError('{name} is not written yet')\n"


def cell(grade_id: str, source: str, **marks: bool) -> dict[str, object]:
    lines = source.splitlines(keepends=True)  # as JupyterLab saves it
    return {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": grade_id, **marks}}, "source": lines}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A lesson of two items, of which the one that comes first is the later one of the alphabet."""
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "drivers.py").write_text(DRIVERS)
    for name in ("first", "again"):
        (tmp_path / "checks" / f"test_{name}.py").write_text(CHECKS.format(name=name))
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "pytest.ini").write_text("[pytest]\ntestpaths = checks\naddopts = -q -p no:cacheprovider\n")
    write(tmp_path)
    return tmp_path


def write(folder: Path, **sources: str) -> None:
    cells = []
    for name in ("first", "again"):
        cells.append(cell(f"{name}_answer", sources.get(name, STUB.format(name=name)), solution=True))
        cells.append(cell(name, f"check('{name}')", grade=True))
    (folder / "lesson.ipynb").write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": cells}))


def run(folder: Path, *options: str) -> list[str]:
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-m", "pytest", *options]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True).stdout.splitlines()


def test_what_is_not_written_is_told_once_for_each_item_in_the_lessons_order(folder: Path) -> None:
    told = run(folder)
    assert told[2:5] == [
        "first: not written yet",
        "again: not written yet",
        "Next: first, in lesson.ipynb. pytest reads what is saved.",
    ]
    assert "your items" in told[1]
    assert len(told) == 6


def test_what_is_wrong_is_reported_before_the_items_without_what_passed(folder: Path) -> None:
    write(folder, first="def first():\n    return 1", again="def again():\n    print('in again')\n    return 2")
    told = run(folder)
    assert "  ✗ not yet: it is 1" in told
    assert "Printed while the checks ran:" in told
    assert "in again" in told
    assert not any("it is there" in line or "FAILED" in line for line in told)
    assert told[-2].startswith("Next: again")


def test_a_cell_that_does_not_compile_is_headed_by_its_line(folder: Path) -> None:
    write(folder, first="def first():\n    return (1\n")
    told = "\n".join(run(folder, "-m", "first"))
    assert "Next: mend line 2 of the cell first: return (1\n" in told
    assert told.count("SyntaxError on line 2") == 1


def test_an_interrupt_says_where_the_students_own_code_was_and_no_more(folder: Path) -> None:
    write(folder, first="def first():\n    import signal\n    signal.raise_signal(signal.SIGINT)\n")
    told = run(folder)
    assert len(told) < 6
    assert any("Interrupted: line 3 of the cell first was running: signal.raise_signal" in line for line in told)


def test_whoever_asks_for_pytests_own_account_gets_it(folder: Path) -> None:
    assert any("FAILED" in line for line in run(folder, "--tb=short"))
