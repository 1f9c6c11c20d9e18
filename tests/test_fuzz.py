"""A few examples of each reader that `python tools/fuzz` runs for an hour."""

from __future__ import annotations

import importlib

import pytest

from fuzz.running import Reader, fuzz


@pytest.mark.parametrize("name", ["wire", "notebook", "lines", "quiz"])
def test_nothing_that_is_sent_or_handed_in_is_a_fault(name: str) -> None:
    reader: Reader = importlib.import_module(f"fuzz.{name}").READER
    findings = fuzz(reader, seed=14, minutes=1, most=30)
    assert findings.examples > 0
    assert not {fault: example for fault, example in findings.faults.items() if fault != "slow"}
