"""A few examples of each reader that `python tools/fuzz` runs for an hour."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from fuzz.running import Reader, fuzz
from support.lesson import PROJECT


@pytest.mark.parametrize("name", ["notebook", "lines", "quiz"])
def test_nothing_that_is_handed_in_or_printed_is_a_fault(name: str) -> None:
    reader: Reader = importlib.import_module(f"fuzz.{name}").READER
    findings = fuzz(reader, seed=14, minutes=1, most=30)
    assert findings.examples > 0
    assert not findings.faults.keys() - {"slow"}, str(findings)


@pytest.mark.nightly  # it trains on all images, once
def test_nothing_that_a_process_says_is_a_fault() -> None:
    # in a process of its own: this one's pytest takes the lesson's checks for tests with unknown markers
    command = [sys.executable, "tools/fuzz", "wire", "--minutes", "0.5", "--seed", "14"]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=300)
    assert "FAULT" not in run.stdout.replace("FAULT slow", ""), run.stdout
    assert "examples in" in run.stdout, run.stderr
