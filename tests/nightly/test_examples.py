"""The examples and the docs page, run as they stand: Gradescope's scripts, the workflow's steps, every command."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import junitparser
import pytest
import yaml

from support.course import CourseMaker
from support.docs_pages import in_blocks
from support.lesson import LESSON, LINEAR, PROJECT, RELEASE, SOURCE
from wallgrade.authoring.course_copy import copy_course
from wallgrade.authoring.make_submission import reference_cells, write_submission
from wallgrade.authoring.nbgrader_command import run_nbgrader

EXAMPLES = PROJECT / "examples"
PROGRAMS = Path(sys.executable).parent
LIMIT = 600


def run(command: list[str | Path], cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {"PATH": f"{PROGRAMS}:/usr/bin:/bin", "HOME": str(cwd), "FASHION_MNIST_ROOT": "fashion-shapes"}
    known |= {name: os.environ[name] for name in ("PYTHONPATH", "OMP_NUM_THREADS") if name in os.environ}
    return subprocess.run(
        command, cwd=cwd, env=known | environment, capture_output=True, text=True, timeout=LIMIT, check=False
    )


@pytest.fixture(scope="module")
def container(make_course: CourseMaker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Gradescope makes of our zip: /autograder with source/, submission/ and results/."""
    course = make_course(tmp_path_factory.mktemp("course") / "second")
    folder = tmp_path_factory.mktemp("gradescope")
    (course.root / "data").mkdir()
    made = run(
        [sys.executable, EXAMPLES / "gradescope" / "make_zip.py", f"--course={course.root}", f"--assignment={LINEAR}",
         "autograder.zip"],
        folder,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    root = folder / "autograder"
    with zipfile.ZipFile(folder / "autograder.zip") as archive:
        archive.extractall(root / "source")
        for info in archive.infolist():
            (root / "source" / info.filename).chmod(info.external_attr >> 16 & 0o777 or 0o644)
    (root / "results").mkdir()
    course.submit("right")
    course.submit("wrong_loss", {"squared_loss": "def squared_loss(y_hat, y):\n    return y_hat - y\n"})
    shutil.copytree(course.root / "submitted", folder / "submitted")
    return root


def graded_by_gradescope(container: Path, submission: Path | None) -> tuple[int, dict[str, Any]]:
    """Put a submission there, run `run_autograder`, and read what it wrote."""
    shutil.rmtree(container / "submission", ignore_errors=True)
    if submission is not None:
        shutil.copytree(submission, container / "submission")
    (container / "results" / "results.json").unlink(missing_ok=True)
    done = run(
        [container / "source" / "run_autograder"], container, AUTOGRADER_ROOT=str(container),
        WALLGRADE=str(PROGRAMS / "wallgrade"),
    )  # fmt: skip
    file = container / "results" / "results.json"
    return done.returncode, json.loads(file.read_text()) if file.is_file() else {}


@pytest.mark.parametrize(("student", "score"), [("right", 10), ("wrong_loss", 7)])
def test_run_autograder_writes_gradescopes_results(container: Path, student: str, score: float) -> None:
    status, results = graded_by_gradescope(container, container.parent / "submitted" / student / LINEAR)
    assert (status, results["score"]) == (0, score)
    assert [one["name"] for one in results["tests"]] == ["linreg", "squared_loss", "sgd", "quiz"]
    assert sum(one["score"] for one in results["tests"]) == score


def test_if_grading_itself_fails_there_are_no_results_and_so_no_zero(container: Path) -> None:
    status, results = graded_by_gradescope(container, None)
    assert status != 0
    assert results == {}


def test_the_zip_has_the_scripts_at_its_root_ready_to_run_and_one_secret_for_all(container: Path) -> None:
    source = container / "source"
    for script in ("setup.sh", "run_autograder"):
        assert os.access(source / script, os.X_OK)
    assert len((source / "course" / ".wallgrade" / "secret").read_bytes()) == 32
    assert (source / "kit" / "pyproject.toml").is_file()
    with zipfile.ZipFile(container.parent / "autograder.zip") as archive:
        assert not [name for name in archive.namelist() if "__pycache__" in name or name.endswith(".pyc")]


def stub(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def test_setup_makes_an_environment_and_installs_torch_then_the_kit(container: Path, tmp_path: Path) -> None:
    """With a Python and a pip that only write down what they were asked: nothing is downloaded here."""
    log = tmp_path / "log"
    pip = f'mkdir -p "$3/bin"; printf \'#!/bin/sh\\necho pip "$@" >> {log}\\n\' > "$3/bin/pip"; chmod +x "$3/bin/pip"'
    python = stub(tmp_path / "bin", "python", f'echo python "$@" >> {log}\n{pip}')
    root = tmp_path / "autograder"
    root.mkdir()
    done = run(
        [container / "source" / "setup.sh"], tmp_path, AUTOGRADER_ROOT=str(root), PYTHON=str(python), TORCH_INDEX="cpu"
    )
    assert done.returncode == 0, done.stderr
    assert log.read_text().splitlines() == [
        f"python -m venv {root}/venv",
        "pip install --quiet --index-url cpu torch torchvision",
        f"pip install --quiet {root}/source/kit pillow",
    ]


WORKFLOW = yaml.safe_load((EXAMPLES / "github-classroom" / "classroom.yml").read_text())
STEPS = WORKFLOW["jobs"]["checks"]["steps"]
GRADERS = [step for step in STEPS if "command-grader" in step.get("uses", "")]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student's repository: the release, everything right but softmax."""
    folder = tmp_path_factory.mktemp("classroom") / "repository"
    shutil.copytree(RELEASE, folder, ignore=shutil.ignore_patterns("*.ipynb", "__pycache__"))
    cells = reference_cells(SOURCE) | {"softmax": "def softmax(X):\n    return X.exp() / X.exp().sum()\n"}
    filled = folder.with_name("filled")
    write_submission(RELEASE, filled, cells)
    for notebook in filled.glob("*.ipynb"):
        shutil.copy(notebook, folder)
    stub(folder.with_name("bin"), "pip", f'echo pip "$@" >> {folder.with_name("pip.log")}')
    return folder


def step(repository: Path, command: str) -> subprocess.CompletedProcess[str]:
    """A command as GitHub runs it: bash -e, in the repository, with the job's environment."""
    job = WORKFLOW["jobs"]["checks"]["env"]
    path = f"{repository.with_name('bin')}:{PROGRAMS}:/usr/bin:/bin"
    return run(["bash", "-e", "-c", command], repository, **{**job, "PATH": path, "PYTHONPATH": ""})


def test_the_workflows_run_steps_work_in_a_release_folder(repository: Path) -> None:
    for one in (one for one in STEPS if "run" in one):
        done = step(repository, one["run"])
        assert done.returncode == 0 or one.get("continue-on-error"), done.stdout + done.stderr
    installed = repository.with_name("pip.log").read_text()
    assert installed.splitlines() == ["pip install torch torchvision", "pip install -r requirements.txt"]
    suites = junitparser.JUnitXml.fromfile(str(repository / "checks.xml"))
    failed = {case.classname for suite in suites for case in suite if case.result}
    assert any("test_softmax" in name for name in failed)
    assert not any("test_sgd" in name for name in failed)


def test_each_grader_step_passes_or_fails_with_its_own_item(repository: Path) -> None:
    outcomes = {
        one["id"]: step(repository, one["with"]["command"]).returncode
        for one in GRADERS
        if one["id"] in ("softmax", "sgd", "accuracy")
    }
    assert outcomes == {"softmax": 1, "sgd": 0, "accuracy": 0}


def test_the_graders_are_the_lessons_items_with_their_points_and_the_reporter_knows_all() -> None:
    points = {one["id"]: one["with"]["max-score"] for one in GRADERS}
    assert points == {
        "softmax": 10, "cross_entropy": 10, "accuracy": 5, "evaluate_accuracy": 10, "sgd": 10, "train_ch3": 25,
        "min_accuracy": 10,
    }  # fmt: skip
    reporter = STEPS[-1]
    assert reporter["with"]["runners"].split(",") == list(points)
    assert reporter["env"] == {f"{name.upper()}_RESULTS": f"${{{{ steps.{name}.outputs.result }}}}" for name in points}
    for one in GRADERS:
        assert f"-m {one['id']}" in one["with"]["command"]


COMMANDS = in_blocks("docs/reports.md")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real lesson with one submission, graded."""
    root = tmp_path_factory.mktemp("docs") / "course"
    root.mkdir()
    copy_course(PROJECT, LESSON, root)
    run_nbgrader(root, "generate_assignment", LESSON, "--force")
    write_submission(root / "release" / LESSON, root / "submitted" / "ada" / LESSON, reference_cells(SOURCE))
    run_nbgrader(root, "autograde", LESSON)
    (root / "examples").symlink_to(EXAMPLES, target_is_directory=True)
    return root


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_docs_page_runs_and_writes_what_it_says(course: Path, command: str) -> None:
    before = {path for path in course.rglob("*") if path.is_file()}
    for path in before & {course / word for word in shlex.split(command)}:
        path.unlink()  # an earlier command of the page wrote the same file
    done = run(["bash", "-e", "-c", command], course, FASHION_MNIST_ROOT=os.environ["FASHION_MNIST_ROOT"])
    assert done.returncode == 0, done.stdout + done.stderr
    named = [word for word in shlex.split(command) if re.search(r"\.(csv|json|xml|zip)$", word)]
    expected = named or ["reports/softmax_regression/report.html"]
    if "--anonymous" in command:
        expected = ["reports/softmax_regression/anonymous-report.html"]
    for name in expected:
        assert (course / name).stat().st_size > 0


def test_the_docs_page_has_the_commands_that_are_to_be_run() -> None:
    assert len(COMMANDS) >= 8
    for word in ("report", "--anonymous", "ItemCsv", "CanvasCsv", "MoodleCsv", "grade-one", "export-quiz", "make_zip"):
        assert any(word in command for command in COMMANDS)
