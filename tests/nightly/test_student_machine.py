"""A student's machine: a virtual environment with the release's requirements and nothing of ours installed.

With OTHER_PYTHONS (interpreters, with a colon between them) pytest is tried on these as well. Each gets a torch of its
own, which is several gigabytes where pip finds none for the CPU alone.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import nbformat
import pytest

from support.lesson import LESSON, RELEASE, SOURCE
from support.real_data import real_data_only
from support.student_venv import REQUIREMENTS, as_student
from support.student_venv import student_python as interpreter
from wallgrade.authoring.make_submission import reference_cells, write_submission

pytestmark = real_data_only

RUN_ALL = """
import sys, nbformat
from nbclient import NotebookClient
for name in sys.argv[1:]:
    notebook = nbformat.read(name, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    nbformat.write(notebook, name)
"""


OTHER_PYTHONS = [python for python in os.environ.get("OTHER_PYTHONS", "").split(os.pathsep) if python]
# torch's own lower bound is not tried here: an old one comes with a graphics card's libraries
LOWER_BOUNDS = re.sub(r"^(?!torch)([\w-]+)>=([\d.]+).*$", r"\1==\2", REQUIREMENTS, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release folder with every stub filled in, as a good student would leave it."""
    folder = tmp_path_factory.mktemp("finished") / LESSON
    shutil.copytree(RELEASE, folder, ignore=shutil.ignore_patterns("*.ipynb", "__pycache__"))
    filled = folder.with_name("filled")
    write_submission(RELEASE, filled, reference_cells(SOURCE))
    for notebook in filled.glob("*.ipynb"):
        shutil.copy(notebook, folder)
    return folder


def test_nothing_of_the_instructors_side_is_there(student_python: Path, tmp_path: Path) -> None:
    for module in ("nbgrader", "wallgrade", "wallquiz", "lessoncheck"):
        run = as_student(student_python, "-c", f"import {module}", cwd=tmp_path)
        assert run.returncode == 1, module


def test_all_notebooks_run_top_to_bottom_without_error_and_without_a_word_on_stderr(
    student_python: Path, finished: Path
) -> None:
    names = sorted(path.name for path in finished.glob("*.ipynb"))
    run = as_student(student_python, "-c", RUN_ALL, *names, cwd=finished)
    assert run.returncode == 0, run.stderr
    for name in names:
        for cell in nbformat.read(finished / name, as_version=4).cells:
            for output in cell.get("outputs", ()):
                assert output.get("name") != "stderr", (name, cell.id, output.get("text"))
            if cell.source.startswith("check("):
                report = cell.outputs[0].data["text/plain"]
                assert re.search("public check|can be read", report)
                assert "✗" not in report


def test_pytest_passes_on_the_finished_notebooks_and_says_that_grading_repeats_the_checks(
    student_python: Path, finished: Path
) -> None:
    run = as_student(student_python, "-m", "pytest", cwd=finished)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "softmax: 6 of 6 public checks pass. Grading repeats them on other inputs." in run.stdout


def test_the_finished_notebooks_pass_with_the_oldest_packages_that_are_allowed(
    pytestconfig: pytest.Config, finished: Path
) -> None:
    assert pytestconfig.cache is not None
    python = interpreter(pytestconfig.cache.mkdir("student-machine-oldest"), requirements=LOWER_BOUNDS)
    passes(python, finished)
    listed = as_student(python, "-m", "pip", "list", "--format=freeze", cwd=finished).stdout
    assert "numpy==1.26.0\n" in listed


@pytest.mark.parametrize("base", OTHER_PYTHONS)
def test_the_finished_notebooks_pass_with_another_python(
    base: str, pytestconfig: pytest.Config, finished: Path
) -> None:
    assert pytestconfig.cache is not None
    passes(interpreter(pytestconfig.cache.mkdir(f"student-machine{base.replace(os.sep, '-')}"), base), finished)


def passes(python: Path, finished: Path) -> None:
    run = as_student(python, "-m", "pytest", cwd=finished)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "train_ch3: 11 of 11 public checks pass" in run.stdout


def test_pytest_on_the_untouched_release_fails_item_by_item_without_a_traceback(
    student_python: Path, tmp_path: Path
) -> None:
    folder = tmp_path / LESSON
    shutil.copytree(RELEASE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    run = as_student(student_python, "-m", "pytest", cwd=folder)
    assert run.returncode == 1
    assert " passed" not in run.stdout
    assert "train_ch3: not written yet" in run.stdout
    assert len(run.stdout.splitlines()) <= 25
    assert "Traceback" not in run.stdout


def test_one_item_can_be_checked_by_its_marker(student_python: Path, finished: Path) -> None:
    run = as_student(student_python, "-m", "pytest", "-m", "sgd", cwd=finished)
    assert run.returncode == 0, run.stdout
    assert "softmax:" not in run.stdout
    assert sys.executable != str(student_python)
