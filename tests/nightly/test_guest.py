"""The kit as a guest: in a course that has assignments of its own, those are graded by stock nbgrader as before."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.grade_command import files_of, tables_of
from support.lesson import LINEAR, PROJECT, SECOND_COURSE
from wallgrade.authoring.nbgrader_command import run_nbgrader

OWN = """
c.ClearSolutions.code_stub = {"python": "# over to you"}
c.Execute.timeout = 77
"""
ADOPTED = """
from pathlib import Path
from wallgrade.config import configure
configure(c, root=Path(__file__).resolve().parent)
"""
UNSTABLE = re.compile(rb'(timestamp.*|"id": ".*"|id="[^"]*"|\d{4}-\d\d-\d\d[T ][\d:.]+)')


@pytest.fixture(scope="module")
def course101(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """nbgrader's quickstart course, with settings of its own and a submission to its ps1."""
    folder = tmp_path_factory.mktemp("guest")
    run_nbgrader(folder, "quickstart", "course101")
    root = folder / "course101"
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text() + OWN)
    return root


def graded(course101: Path, target: Path, *, adopted: bool) -> Path:
    """A copy of the course in which ps1 was released, handed in, graded and given feedback."""
    shutil.copytree(course101, target)
    if adopted:
        add_lesson(target)
        run_nbgrader(target, "generate_assignment", LINEAR, "--force")
    run_nbgrader(target, "generate_assignment", "ps1", "--force")
    for student in ("ann", "bob"):
        shutil.copytree(target / "release" / "ps1", target / "submitted" / student / "ps1")
    wrong = target / "submitted" / "bob" / "ps1" / "problem1.ipynb"
    wrong.write_text(wrong.read_text().replace("# over to you", "return [42]"))
    run_nbgrader(target, "autograde", "ps1")
    run_nbgrader(target, "generate_feedback", "ps1")
    return target


def add_lesson(root: Path) -> None:
    for folder in ("source", "quizzes"):
        shutil.copytree(SECOND_COURSE / folder, root / folder, dirs_exist_ok=True)
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text() + ADOPTED)


def of_ps1(root: Path) -> dict[str, bytes]:
    """What nbgrader made of ps1: every file, without what differs from run to run."""
    return {
        f"{folder}/{name}": UNSTABLE.sub(b"", content)
        for folder in ("release", "autograded", "feedback")
        for name, (content, _) in files_of(root / folder).items()
        if "ps1" in f"{folder}/{name}"
    }


def scores_of_ps1(root: Path) -> list[tuple[object, ...]]:
    tables = tables_of(f"sqlite:///{root / 'gradebook.db'}")
    return sorted(tables["grade"])


@pytest.fixture(scope="module")
def stock(course101: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return graded(course101, tmp_path_factory.mktemp("stock") / "course101", adopted=False)


@pytest.fixture(scope="module")
def guest(course101: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return graded(course101, tmp_path_factory.mktemp("guest") / "course101", adopted=True)


def test_another_assignment_is_released_graded_and_answered_as_without_the_kit(stock: Path, guest: Path) -> None:
    assert {name.split("/")[0] for name in of_ps1(stock)} == {"release", "autograded", "feedback"}
    assert of_ps1(guest) == of_ps1(stock)
    assert scores_of_ps1(stock)
    assert scores_of_ps1(guest) == scores_of_ps1(stock)


def test_the_lesson_beside_it_is_graded_by_the_kit(guest: Path) -> None:
    shutil.copytree(guest / "release" / LINEAR, guest / "submitted" / "cleo" / LINEAR)
    assert "Autograding" in run_nbgrader(guest, "autograde", LINEAR)
    assert "wallgrade_results" in (guest / "autograded" / "cleo" / LINEAR / f"{LINEAR}.ipynb").read_text()


def test_after_the_kit_has_left_stock_nbgrader_grades_the_other_assignment_again(guest: Path) -> None:
    before = scores_of_ps1(guest)
    config = guest / "nbgrader_config.py"
    config.write_text(config.read_text().replace(ADOPTED, ""))
    run_nbgrader(guest, "autograde", "ps1", "--force")
    assert scores_of_ps1(guest) == before


def test_a_handful_of_nbgraders_own_tests_pass_as_without_the_kit() -> None:
    some = "test_grade or test_force or test_filter_notebook or test_hidden_tests_single_notebook"
    command = [sys.executable, str(PROJECT / "tools" / "peer_suites.py"), "-k", some]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1200)
    assert done.returncode == 0, done.stdout + done.stderr
