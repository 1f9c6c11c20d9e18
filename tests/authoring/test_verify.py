"""`wallgrade verify` on the second course: what it accepts, and every kind of deviation that it reports."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from support.course import CourseMaker
from support.lesson import LINEAR
from wallgrade.authoring.verify.verify import Verification, verify
from wallgrade.cli.main import app

QUIET = Console(quiet=True)


@pytest.fixture(scope="module")
def made(make_course: CourseMaker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("verify") / "made").root


@pytest.fixture
def course(make_course: CourseMaker, tmp_path: Path) -> Path:
    return make_course(tmp_path / "course").root


@pytest.fixture(scope="module")
def real(made: Path) -> Verification:
    return verify(made, LINEAR, QUIET, seed="both roads", jobs=2)


def test_the_second_lesson_proves_itself_on_the_real_road(real: Verification) -> None:
    assert real.deviations == []
    assert real.outcomes["reference"]["sgd"].full
    assert all(found.points == 0 for found in real.outcomes["untouched"].values())


def test_both_roads_come_to_the_same_outcomes(made: Path, real: Verification) -> None:
    fast = verify(made, LINEAR, QUIET, seed="both roads", fast=True)
    assert fast.outcomes == real.outcomes
    assert fast.deviations == []


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


ENTRIES = "catalogue/linear_regression/"
DEVIATIONS = [
    (ENTRIES + "linreg.py", "torch.mm(X, w) + b", "torch.mm(X, w)", "linreg-correct-mm: right code gets 0.0 of 3.0"),
    (ENTRIES + "sgd.py", "-= lr * p.grad\n", "-= lr * p.grad / batch_size\n", "the mistake keeps full marks in sgd"),
    (ENTRIES + "sgd.py", "fails: test_step", "fails: test_gone", "these checks should fail, and pass: test_gone"),
    (ENTRIES + "linreg.py", "named: no_bias", "named: other", "the mistake is called no_bias instead of other"),
    (ENTRIES + "linreg.py", "# named: no_bias\n", "", "the mistake is called no_bias instead of by no name"),
    (ENTRIES + "sgd.py", "# fails: test_step", "# named: x\n# fails: test_step", "is not named; it should be called x"),
    (ENTRIES + "linreg.py", "# band: broken, one", "# band: slip, one",
     "the mistake keeps 0% of linreg; its band, slip, goes from 30% to 80%"),
    (ENTRIES + "sgd.py", "def sgd(params, lr, batch_size):\n    for p in params:\n        p.data -=",
     "linreg = None\ndef sgd(params, lr, batch_size):\n    for p in params:\n        p.data -=",
     "the mistake also costs 3 points in linreg"),
    (ENTRIES + "verify.toml", "'{item} = \"{text}\"'", "'{item} = \"nonsense\"'", "quiz-right-2: quiz: the answer"),
    ("source/linear_regression/checks/test_linear_regression.py", "np.allclose(got, param - 0.1 * grad / 5)", "True",
     "the mistake keeps full marks in sgd"),
    ("source/linear_regression/checks/test_linear_regression.py", "expected = X @ w + 0.5", "expected = 1 / 0",
     "linreg: a check could not be carried out"),
    ("source/linear_regression/checks/test_linear_regression.py", '@check_for("sgd", ', '@check_for("other", ',
     "sgd has no checks"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "sentence"), DEVIATIONS)
def test_a_deviation_is_told_in_one_sentence_and_the_exit_status_is_1(
    course: Path, file: str, old: str, new: str, sentence: str
) -> None:
    edit(course / file, old, new)
    run = CliRunner().invoke(app, ["verify", LINEAR, "--course", str(course), "--fast", "--seed", "x"])
    assert run.exit_code == 1, run.output
    assert sentence in run.output


DRAWN = "inputs.secret_rng.random() < 0.5 and not np.allclose(got, param"


def test_an_entry_whose_points_depend_on_the_secret_is_told_with_its_points_and_checks(course: Path) -> None:
    edit(course / "source" / LINEAR / "checks" / f"test_{LINEAR}.py", "not np.allclose(got, param", DRAWN)
    run = CliRunner().invoke(app, ["verify", LINEAR, "--course", str(course), "--secrets", "4", "--jobs", "1"])
    assert run.exit_code == 1, run.output
    assert re.search(r"sgd-wrong-not_divided: the points in sgd depend on the secret: \d.0 under \d, ", run.output)
    assert "(failing under some only: test_step)" in run.output
    assert "1 deviations" in run.output


def test_points_that_do_not_depend_on_the_secret_end_with_exit_status_0(course: Path) -> None:
    run = CliRunner().invoke(app, ["verify", LINEAR, "--course", str(course), "--secrets", "2", "--jobs", "1"])
    assert run.exit_code == 0, run.output
    assert "the points are the same under all" in run.output


def test_a_check_that_passes_on_the_untouched_release_is_reported(course: Path) -> None:
    checks = course / "source" / LINEAR / "checks" / f"test_{LINEAR}.py"
    checks.write_text(checks.read_text() + '\n\n@check_for("sgd", "is free")\ndef test_free() -> None:\n    pass\n')
    found = verify(course, LINEAR, QUIET, fast=True, seed="x").deviations
    assert any("the untouched release gets" in deviation and "test_free" in deviation for deviation in found)


def test_a_course_as_it_is_ends_with_exit_status_0_and_a_matrix(course: Path) -> None:
    run = CliRunner().invoke(app, ["verify", LINEAR, "--course", str(course), "--fast"])
    assert run.exit_code == 0, run.output
    assert "everything is as it must be" in run.output
    assert re.search(r"linreg-wrong-no_bias +7/10 +0% +linreg 3 +no_bias", run.output)


def test_one_item_can_be_verified_alone(course: Path) -> None:
    found = verify(course, LINEAR, QUIET, fast=True, seed="x", only=["sgd"])
    assert {case.entry.item for case in found.cases if case.entry} == {"sgd"}
