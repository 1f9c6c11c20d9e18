"""A student's whole way: open, write, check, mend, train, answer, save, and the same result from pytest.

JupyterLab, its kernels and its terminal are those of an environment that has the release's requirements only.
"""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from screenshots.lab import LabNotebook
from screenshots.server import jupyter_lab
from support.axe import violations
from support.contrast import CONTRASTS
from support.lesson import LESSON, RELEASE, SOURCE
from support.student_venv import as_student, students_environment
from support.students import wrong_softmax
from support.terminal import LabTerminal
from wallgrade.authoring.make_submission import reference_cells

pytestmark = pytest.mark.nightly
FUNCTIONS = ("softmax", "cross_entropy", "accuracy", "evaluate_accuracy", "sgd", "train_ch3")
PYTEST_MS = 600_000
# a server that was started in a terminal opens terminals with the shell's ordinary start, so PATH stays as it is
SHELL: dict[str, object] = {"ServerApp": {"terminado_settings": {"shell_command": ["bash"]}}}


@contextlib.contextmanager
def students_lab(python: Path, folder: Path, home: Path, theme: str = "light") -> Iterator[str]:
    """JupyterLab as a student starts it, in the release's folder."""
    variables = {"FASHION_MNIST_ROOT": "fashion-shapes", "OMP_NUM_THREADS": "1", "PYTHONPATH": ""}
    environment = {**students_environment(python), **variables, "HOME": str(home)}
    with jupyter_lab(folder, home, theme=theme, server_config=SHELL, environment=environment, python=python) as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The released folder, as it was handed out."""
    target = tmp_path_factory.mktemp("student") / LESSON
    shutil.copytree(RELEASE, target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


@pytest.fixture(scope="module")
def address(folder: Path, student_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with students_lab(student_python, folder, tmp_path_factory.mktemp("home")) as started:
        yield started


@pytest.fixture(scope="module")
def right() -> dict[str, str]:
    return reference_cells(SOURCE)


def no_stderr(outputs: list[dict[str, Any]]) -> None:
    assert [output.get("text") for output in outputs if output.get("name") == "stderr"] == []
    assert [output for output in outputs if output["output_type"] == "error"] == []


def headline(report: Any) -> str:
    return re.sub(r"\s+", " ", report.locator("h3").inner_text()).strip()


def test_a_student_writes_checks_mends_trains_and_saves_and_pytest_agrees(
    page: Any, address: str, folder: Path, right: dict[str, str]
) -> None:
    said: dict[str, str] = {}
    lab = LabNotebook(page, address, "03_softmax_from_scratch.ipynb")
    assert page.locator(".jp-Dialog").count() == 0
    for cell in ("imports", "data", "parameters"):
        no_stderr(lab.run(cell))

    mistake, sentence = wrong_softmax()
    lab.write("softmax_answer", mistake)
    lab.run("softmax_answer")
    no_stderr(lab.run("softmax_check"))
    report = lab.report("softmax_check")
    assert "not yet" in report.inner_text()
    assert sentence in report.inner_text()
    assert "Hint:" in report.inner_text()

    lab.write("softmax_answer", right["softmax"])
    lab.run("softmax_answer")
    no_stderr(lab.run("net"))
    for item in FUNCTIONS:
        if item != "softmax":
            lab.write(f"{item}_answer", right[item])
            no_stderr(lab.run(f"{item}_answer"))
        outputs = lab.run(f"{item}_check")
        no_stderr(outputs)
        assert list(outputs[0]["data"]) == ["text/html", "text/plain"]
        report = lab.report(f"{item}_check")
        assert "not yet" not in report.inner_text()
        said[item] = headline(report)

    trained = lab.run("training")
    no_stderr(trained)
    kinds = [sorted(output.get("data", {"text": ""})) for output in trained]
    assert kinds == [["image/png", "text/plain"], ["text/html", "text/plain"], ["text"]]
    assert trained[1]["data"]["text/plain"] == "Training is done: 5 of 5 epochs."
    assert "up to epoch 5" in trained[0]["data"]["text/plain"]
    no_stderr(lab.run("min_accuracy_check"))
    said["min_accuracy"] = headline(lab.report("min_accuracy_check"))
    lab.save()
    lab.close()

    quiz = LabNotebook(page, address, "05_quiz.ipynb")
    no_stderr(quiz.run("imports"))
    for number in (1, 2):
        quiz.write(f"quiz_{number}_answer", f'quiz_{number} = "C"')
        quiz.run(f"quiz_{number}_answer")
        no_stderr(quiz.run(f"quiz_{number}_check"))
        said[f"quiz_{number}"] = headline(quiz.report(f"quiz_{number}_check"))
    quiz.save()
    quiz.close()

    status, printed = LabTerminal(page, address).run("pytest", PYTEST_MS)
    assert status == 0, printed
    told = {name: line for line in printed.splitlines() if (name := line.partition(":")[0]) in said}
    assert told == said


def test_the_environment_has_the_releases_requirements_and_none_of_the_instructors_packages(
    student_python: Path, tmp_path: Path
) -> None:
    listed = as_student(student_python, "-m", "pip", "list", "--format=freeze", cwd=tmp_path).stdout
    there = {line.partition("==")[0].lower() for line in listed.splitlines()}
    required = re.findall(r"^[\w-]+", (RELEASE / "requirements.txt").read_text(), re.MULTILINE)
    assert len(required) >= 7
    assert set(required) <= there
    assert there.isdisjoint({"nbgrader", "wallgrade", "playwright", "typer"})


def test_the_kernel_has_the_released_engine_and_the_students_python(
    page: Any, address: str, folder: Path, student_python: Path
) -> None:
    lab = LabNotebook(page, address, "02_fashion_mnist.ipynb")
    names = ["nbgrader", "wallgrade", "wallquiz", "lessoncheck"]
    found = f"[spec.origin for name in {names} if (spec := find_spec(name))]"
    code = f"import sys\nfrom importlib.util import find_spec\nprint([sys.prefix] + {found})"
    lab.write("imports", code)
    outputs = lab.run("imports")
    expected = [str(student_python.parent.parent), str(folder / "lessoncheck" / "__init__.py")]
    assert outputs[0]["text"].strip() == str(expected)
    lab.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_report_can_be_read_in_both_themes(theme: str, student_python: Path, tmp_path: Path, page: Any) -> None:
    """Every text of a failing report, in whatever colours the theme gives it, has a contrast of 4.5 to 1 or more;
    and axe finds nothing wrong."""
    folder, home = tmp_path / LESSON, tmp_path / "home"
    shutil.copytree(RELEASE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    home.mkdir()
    with students_lab(student_python, folder, home, theme) as address:
        lab = LabNotebook(page, address, "03_softmax_from_scratch.ipynb")
        lab.run("imports")
        lab.write("softmax_answer", wrong_softmax()[0])
        lab.run("softmax_answer")
        lab.run("softmax_check")
        report = lab.report("softmax_check")
        contrasts = report.evaluate(CONTRASTS)
        wrong = violations(page, ".lessoncheck")
        lab.close()
    assert wrong == []
    assert len(contrasts) > 10
    assert [found for found in contrasts if found[1] < 4.5] == []
