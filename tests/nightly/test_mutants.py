"""`wallgrade verify --mutants`: all of the second course, stopped and going on; a sample of the lesson."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from support.course import CourseMaker
from support.lesson import LESSON, LINEAR, PROJECT
from support.real_data import real_data_only
from wallgrade.authoring.mutants.show import show
from wallgrade.authoring.mutants.verify_mutants import verify_mutants
from wallgrade.cli.main import app

SAMPLE = 120  # of each item: four to five minutes on two cores


@pytest.fixture
def course(make_course: CourseMaker, tmp_path: Path) -> Path:
    return make_course(tmp_path / "course").root


def run(course: Path, *options: str) -> tuple[int, str]:
    command = ["verify", LINEAR, "--course", str(course), "--mutants", "--jobs", "2", *options]
    done = CliRunner().invoke(app, command)
    return done.exit_code, re.sub(r"\s+", " ", done.output)


def test_every_mutant_of_the_second_course_is_caught_or_equivalent(course: Path) -> None:
    status, output = run(course)
    assert status == 0, output
    assert "587 mutants graded: every one loses points or is equivalent." in output
    assert "no_bias 3 3 0" in output


def test_a_check_that_looks_away_leaves_holes_and_the_status_is_1(course: Path) -> None:
    checks = course / "source" / LINEAR / "checks" / "test_linear_regression.py"
    text = checks.read_text()
    assert "lr=0.1, batch_size=5" in text
    checks.write_text(text.replace("lr=0.1, batch_size=5", "lr=0.1, batch_size=1").replace("grad / 5)", "grad)"))
    status, output = run(course, "--only", "sgd")
    assert status == 1
    assert "lr * p.grad / batch_size -> p -= lr * p.grad keeps full points, but differs in: after for" in output
    assert "right is {'after': array([" in output


def test_what_a_person_decided_is_no_hole(course: Path) -> None:
    run_before = verify_mutants(course, LINEAR, Console(quiet=True), only=["linreg"], most=20, jobs=2)
    one = run_before.survivors[0].mutant
    entry = f'[[equivalent]]\nid = "{one.id}"\nsource_hash = "{one.hash}"\nreason = "a test"\n'
    (course / "catalogue" / LINEAR / "mutants.toml").write_text(entry)
    after = verify_mutants(course, LINEAR, Console(quiet=True), only=["linreg"], most=20, jobs=2)
    assert list(after.by_a_person) == [one.id]
    assert one.id not in after.decisions


def test_a_run_that_is_stopped_goes_on_where_it_was(course: Path) -> None:
    program = "from wallgrade.cli.main import main; main()"
    command = [sys.executable, "-c", program, "verify", LINEAR, "--course", str(course), "--mutants"]
    options = ["--only", "linreg", "--most", "60", "--jobs", "1"]
    process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True)
    results = course / ".wallgrade" / "results"
    while len(list(results.glob("??/*"))) < 5 and process.poll() is None:
        time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "the same command goes on with the rest" in " ".join(output.split())
    kept = {path: path.stat().st_ino for path in results.glob("??/*")}
    assert 5 <= len(kept) < 60
    status, output = run(course, *options)
    assert status == 0, output
    assert {path: path.stat().st_ino for path in kept} == kept  # none was written anew


@real_data_only
def test_a_sample_of_the_lesson_has_no_hole() -> None:
    found = verify_mutants(PROJECT, LESSON, Console(quiet=True), most=SAMPLE, jobs=2, seed="the suite's own")
    show(found, Console(width=150))
    assert found.sound
    assert {graded.mutant.item for graded in found.graded} == set(found.styles)
