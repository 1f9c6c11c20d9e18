"""How long judging an item took is measured, kept with the result, and not told where nobody measured it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lessoncheck.cells import read_notebook
from wallgrade.authoring.make_submission import fill_in, reference_cells
from wallgrade.course import Course
from wallgrade.judging.judge import Judge
from wallgrade.judging.task import all_faults

LINEAR = "linear_regression"
ITEMS = ("linreg", "squared_loss", "sgd")
PAUSE = 0.2
SLOW = f"import time\ndef linreg(X, w, b):\n    time.sleep({PAUSE})\n    return X @ w + b\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("seconds") / "course"
    shutil.copytree(
        Path(__file__).parents[1] / "second_course", root, ignore=shutil.ignore_patterns("__pycache__", ".wallgrade")
    )
    course = Course(root)
    course.make_secret()
    return course


@pytest.fixture(scope="module")
def judge(course: Course) -> Iterator[Judge]:
    judge = Judge(course, LINEAR, keep=True)
    yield judge
    judge.close()


@pytest.fixture(scope="module")
def notebook(course: Course) -> Any:
    source = course.root / "source" / LINEAR
    return fill_in(read_notebook(source / f"{LINEAR}.ipynb"), reference_cells(source) | {"linreg": SLOW})


def test_the_time_of_an_items_checks_and_of_the_students_code_in_it(judge: Judge, notebook: Any) -> None:
    reports = {item: verdict.report for item, verdict in judge.judge(notebook).items()}
    for item in ITEMS:
        report = reports[item]
        assert report.seconds is not None
        assert report.student_seconds is not None
        assert 0 < report.student_seconds < report.seconds
    assert reports["linreg"].student_seconds >= PAUSE
    assert reports["sgd"].seconds < reports["linreg"].seconds
    assert (reports["quiz"].seconds, reports["quiz"].student_seconds) == (None, None)  # read, not run


def test_a_kept_result_keeps_the_seconds_of_when_it_was_judged(course: Course, judge: Judge, notebook: Any) -> None:
    first = judge.judge(notebook)
    later = Judge(course, LINEAR, keep=True)
    assert later.plan(notebook).task is None
    seconds = [
        {item: (verdict.report.seconds, verdict.report.student_seconds) for item, verdict in verdicts.items()}
        for verdicts in (first, later.judge(notebook))
    ]
    assert seconds[0] == seconds[1]
    assert seconds[0]["linreg"][1] >= PAUSE


def test_what_was_not_judged_took_no_time_that_anybody_knows(judge: Judge, notebook: Any) -> None:
    (fault,) = all_faults(["sgd"], "no worker").reports.values()
    assert (fault.seconds, fault.student_seconds) == (None, None)
