"""Judging the lesson's own notebook: what is in reach of the student's code, and what happens when data is missing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers_lesson import LESSON, PROJECT, RELEASE, SOURCE

from lessoncheck.cells import read_notebook
from wallgrade.course import Course
from wallgrade.judge import Judge
from wallgrade.submissions import fill_in, reference_cells
from wallgrade.zygote import copy_far_side

NOTEBOOK = "03_softmax_from_scratch.ipynb"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(SOURCE, root / "source" / LESSON, ignore=shutil.ignore_patterns("__pycache__", "data"))
    shutil.copytree(PROJECT / "quizzes", root / "quizzes", ignore=shutil.ignore_patterns("__pycache__"))
    return Course(root)


@pytest.fixture
def judge(course: Course) -> Iterator[Judge]:
    judge = Judge(course, LESSON)
    yield judge
    judge.close()


def submission(**cells: str) -> Any:
    return fill_in(read_notebook(RELEASE / NOTEBOOK), reference_cells(SOURCE) | cells)


def test_the_far_side_has_the_drivers_but_no_check_no_right_answer_and_no_notebook(tmp_path: Path) -> None:
    copy_far_side(SOURCE, tmp_path / "far")
    names = [path.name for path in (tmp_path / "far" / "checks").rglob("*")]
    assert names == ["calls.py"]
    assert not list((tmp_path / "far").rglob("*.ipynb"))
    assert (tmp_path / "far" / "lessoncheck" / "farside.py").is_file()


def test_a_submission_cannot_borrow_the_right_answers_of_the_checks(judge: Judge) -> None:
    forged = (
        "from checks.near import oracles\n"
        "def accuracy(y_hat, y):\n"
        "    return oracles.accuracy(y_hat.numpy(), y.numpy())\n"
    )
    verdicts = judge.judge(submission(accuracy=forged))
    assert verdicts["accuracy"].points == 0
    assert "ModuleNotFoundError" in verdicts["accuracy"].report.results[0].message


def test_without_the_images_only_the_item_that_needs_them_waits_for_a_human(
    judge: Judge, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setenv("FASHION_MNIST_ROOT", str(tmp_path / "nowhere"))
    verdicts = judge.judge(submission())
    waiting = [item for item, verdict in verdicts.items() if verdict.points is None]
    assert waiting == ["min_accuracy"]
    assert sum(verdict.points or 0 for verdict in verdicts.values()) == 70
    assert "FASHION_MNIST_ROOT" in caplog.text


def test_the_same_submission_gets_the_same_verdicts(judge: Judge) -> None:
    wrong = submission(sgd="def sgd(params, lr, batch_size):\n    for p in params:\n        p.data -= lr * p.grad\n")
    assert judge.judge(wrong) == judge.judge(wrong)


def test_a_failure_on_the_graders_own_inputs_does_not_show_them(judge: Judge) -> None:
    only_the_public_sizes = (
        "def softmax(X):\n"
        "    if X.shape not in {(2, 3), (5, 2), (3, 10)}:\n"
        "        return X * 0\n"
        "    e = (X - X.amax(1, keepdim=True)).exp()\n"
        "    return e / e.sum(1, keepdim=True)\n"
    )
    report = judge.judge(submission(softmax=only_the_public_sizes))["softmax"].report
    rows = report.results[0]
    assert rows.status == "failed"
    assert rows.details.startswith("The public examples of this check pass.")
