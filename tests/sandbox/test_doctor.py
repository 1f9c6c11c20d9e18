"""The doctor on a machine that is too busy: what ran out of time is tried again, and is never called broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from wallgrade.cli import main, messages
from wallgrade.sandbox import doctor
from wallgrade.sandbox.doctor import Diagnosis, Finding, import_fault
from wallgrade.sandbox.probes import Probe

QUICK = 0.5
HELD, BROKEN, UNTOLD = Finding("a", True, "seen"), Finding("b", False, "seen"), Finding("c", None, "seen")


def test_a_probe_that_ran_out_of_time_gets_four_times_the_time_and_is_then_left_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    probes = (
        Probe("slow", f"import time; time.sleep({2 * QUICK})\nreturn 'held: slept'"),
        Probe("slower", f"import time; time.sleep({20 * QUICK})\nreturn 'held: slept'"),
        Probe("slow and broken", f"import time; time.sleep({2 * QUICK})\nreturn 'broke: slept'"),
        Probe("harmful", f"import os, time; os.kill({{victim}}, 9); time.sleep({20 * QUICK})"),
        Probe("endless", "while True: pass", ends=True),
    )
    monkeypatch.setattr(doctor, "PROBES", probes)
    found = doctor.diagnose("trusted", seconds=QUICK)
    outcomes = {finding.name: finding.held for finding in found.findings[: len(probes)]}
    assert outcomes == {"slow": True, "slower": None, "slow and broken": False, "harmful": False, "endless": True}
    (slower,) = [finding for finding in found.findings if finding.name == "slower"]
    assert slower.seen == "no answer within 2 seconds: try again when this machine is less busy"


@pytest.mark.parametrize(
    ("findings", "status", "sentence"),
    [
        ((HELD,), 0, messages.DOCTOR_SOUND),
        ((HELD, UNTOLD), 3, messages.DOCTOR_UNTOLD),
        ((HELD, UNTOLD, BROKEN), 1, messages.DOCTOR_BROKEN),
    ],
)
def test_the_exit_status_says_whether_something_broke_or_could_not_be_told(
    monkeypatch: pytest.MonkeyPatch, findings: tuple[Finding, ...], status: int, sentence: str
) -> None:
    monkeypatch.setattr(doctor, "diagnose", lambda mode: Diagnosis(mode, findings))
    run = CliRunner().invoke(main.app, ["doctor"])
    assert run.exit_code == status
    sentences = {messages.DOCTOR_SOUND, messages.DOCTOR_UNTOLD, messages.DOCTOR_BROKEN}
    assert [one for one in sentences if one in " ".join(run.output.split())] == [sentence]
    assert ("? could not be told  c (seen)" in run.output) == (UNTOLD in findings)


def test_a_package_that_students_import_and_that_is_broken_here_is_named_with_its_own_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "torchvision.py").write_text("raise RuntimeError('operator torchvision::nms does not exist')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert import_fault("torchvision") == "RuntimeError: operator torchvision::nms does not exist"
    assert import_fault("json") == ""
