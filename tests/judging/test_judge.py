"""Judging the lesson's own notebook: what is in reach of the student's code, and what happens when data is missing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lessoncheck.cells import read_notebook
from support.lesson import LESSON, PROJECT, RELEASE, SOURCE
from wallgrade.authoring.make_submission import fill_in, reference_cells
from wallgrade.course import Course
from wallgrade.judging.judge import Judge, Verdict
from wallgrade.sandbox.lesson_files import copy_student_side

NOTEBOOK = "03_softmax_from_scratch.ipynb"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(SOURCE, root / "source" / LESSON, ignore=shutil.ignore_patterns("__pycache__", "data"))
    shutil.copytree(PROJECT / "quizzes", root / "quizzes", ignore=shutil.ignore_patterns("__pycache__"))
    course = Course(root)
    course.make_secret()
    return course


@pytest.fixture(scope="module")
def judge(course: Course) -> Iterator[Judge]:
    judge = Judge(course, LESSON)
    yield judge
    judge.close()


def submission(**cells: str) -> Any:
    return fill_in(read_notebook(RELEASE / NOTEBOOK), reference_cells(SOURCE) | cells)


def test_the_student_side_has_the_drivers_but_no_check_no_right_answer_and_no_notebook(tmp_path: Path) -> None:
    copy_student_side(SOURCE, tmp_path / "student_side")
    names = [path.name for path in (tmp_path / "student_side" / "checks").rglob("*")]
    assert names == ["drivers.py"]
    assert not list((tmp_path / "student_side").rglob("*.ipynb"))
    assert (tmp_path / "student_side" / "lessoncheck" / "driver_api.py").is_file()


def test_a_submission_cannot_borrow_the_right_answers_of_the_checks(judge: Judge) -> None:
    forged = (
        "from checks.grader_side import oracles\n"
        "def accuracy(y_hat, y):\n"
        "    return oracles.accuracy(y_hat.numpy(), y.numpy())\n"
    )
    verdicts = judge.judge(submission(accuracy=forged))
    assert verdicts["accuracy"].points == 0
    assert "No module named 'checks.grader_side'" in verdicts["accuracy"].report.results[0].message


def test_without_the_images_only_the_item_that_needs_them_waits_for_a_human(
    course: Course, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setenv("FASHION_MNIST_ROOT", str(tmp_path / "nowhere"))
    judge = Judge(course, LESSON)
    try:
        verdicts = judge.judge(submission())
    finally:
        judge.close()
    waiting = [item for item, verdict in verdicts.items() if verdict.points is None]
    assert waiting == ["min_accuracy"]
    assert sum(verdict.points or 0 for verdict in verdicts.values()) == 70
    assert "FASHION_MNIST_ROOT" in caplog.text


def test_the_same_submission_gets_the_same_verdicts(judge: Judge) -> None:
    wrong = submission(sgd="def sgd(params, lr, batch_size):\n    for p in params:\n        p.data -= lr * p.grad\n")

    def verdicts() -> list[Verdict]:
        """But for the time that they took."""
        found = judge.judge(wrong).values()
        return [replace(one, report=replace(one.report, seconds=None, student_seconds=None)) for one in found]

    assert verdicts() == verdicts()


def test_a_failure_on_the_graders_own_inputs_does_not_show_them(judge: Judge) -> None:
    only_the_public_examples = (  # of the first check, which has seven
        "calls = []\n"
        "def softmax(X):\n"
        "    calls.append(X.shape)\n"
        "    if len(calls) > 7:\n"
        "        return X * 0\n"
        "    e = (X - X.amax(1, keepdim=True)).exp()\n"
        "    return e / e.sum(1, keepdim=True)\n"
    )
    report = judge.judge(submission(softmax=only_the_public_examples))["softmax"].report
    rows = report.results[0]
    assert rows.status == "failed"
    assert rows.details.startswith("The public examples of this check pass.")


FORGED_SOFTMAX = (
    "def by_hand(X):\n"
    "    e = (X - X.amax(1, keepdim=True)).exp()\n"
    "    return e / e.sum(1, keepdim=True)\n"
    "def softmax(X):\n"
)


@pytest.mark.parametrize(
    "body",
    [
        "    return getattr(torch, 'soft' + 'max')(X, 1)\n",
        "    return torch.ops.aten._softmax(X, 1, False)\n",
        "    return torch.distributions.Categorical(logits=X).probs\n",
        "    with torch._C._DisableTorchDispatch(), torch._C.DisableTorchFunctionSubclass():\n"
        "        return torch._C._nn.__class__ and X.softmax(1)\n",
        "    import threading\n"
        "    found = []\n"
        "    thread = threading.Thread(target=lambda: found.append(X.softmax(1)))\n"
        "    thread.start(); thread.join()\n"
        "    return found[0]\n",
    ],
)
def test_a_library_softmax_is_seen_however_it_is_reached(judge: Judge, body: str) -> None:
    verdict = judge.judge(submission(softmax=FORGED_SOFTMAX + body), leave_out=["min_accuracy"])["softmax"]
    assert verdict.points == 0
    assert [result.name for result in verdict.report.results if result.gate and result.status == "failed"]


@pytest.mark.parametrize(
    "source",
    [
        "def sgd(params, lr, batch_size):\n"
        "    from torch.optim import sgd as module\n"
        "    module.sgd(list(params), [p.grad / batch_size for p in params], [None] * len(params), weight_decay=0.0,\n"
        "               momentum=0.0, lr=lr, dampening=0.0, nesterov=False, maximize=False, foreach=False)\n",
        "import torch\n"
        "built_before = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)\n"
        "def sgd(params, lr, batch_size):\n"
        "    built_before.param_groups[0].update(params=list(params), lr=lr / batch_size)\n"
        "    built_before.step()\n",
    ],
)
def test_an_optimiser_is_seen_without_being_built(judge: Judge, source: str) -> None:
    source = "import torch\n" + source.replace("module.sgd(", "torch.no_grad()(module.sgd)(")
    verdict = judge.judge(submission(sgd=source), leave_out=["min_accuracy"])["sgd"]
    gates = [result for result in verdict.report.results if result.gate]
    assert [gate.status for gate in gates] == ["failed"], verdict.report
    assert verdict.points == 0


ALL_BUT_THE_LAST = ["softmax", "cross_entropy", "accuracy", "evaluate_accuracy", "sgd", "train_ch3"]


def test_stored_weights_reach_the_accuracy_and_are_worth_nothing(judge: Judge) -> None:
    from corpus.forging_training import INSTALL, PRINTS, SIGNATURE, stored_weights

    stored = stored_weights() + SIGNATURE + INSTALL + PRINTS
    verdict = judge.judge(submission(train_ch3=stored), leave_out=ALL_BUT_THE_LAST)["min_accuracy"]
    assert verdict.points == 0
    assert "before the first mini-batch" in verdict.report.results[0].message


def test_an_sgd_that_remembers_the_run_is_asked_in_a_process_that_has_not_seen_it(judge: Judge) -> None:
    from corpus.forging_training import REMEMBERS_THE_RUN

    verdict = judge.judge(submission(**REMEMBERS_THE_RUN), leave_out=ALL_BUT_THE_LAST)["min_accuracy"]
    assert verdict.points == 0
    assert "does not do what your softmax, cross_entropy and sgd do" in verdict.report.results[0].message
