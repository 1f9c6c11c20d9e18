"""A quiz whose key is missing is a fault of ours: nothing is released, and no answer gets points."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.course import CourseMaker, CourseOnDisk
from support.lesson import LINEAR
from wallgrade.authoring.nbgrader_command import NbgraderFailed, run_nbgrader
from wallgrade.course import Course
from wallgrade.judging.judge import Judge
from wallgrade.submission.reader import read_submission


@pytest.fixture
def course(make_course: CourseMaker, tmp_path: Path) -> CourseOnDisk:
    made = make_course(tmp_path / "course")
    (made.root / "quizzes" / f"{LINEAR}.toml").unlink()
    return made


def test_an_answer_without_a_key_waits_for_a_human_and_the_reason_is_told(
    course: CourseOnDisk, caplog: pytest.LogCaptureFixture
) -> None:
    handed_in = course.submit("ann").parent
    notebook = read_submission(Course(course.root), LINEAR, handed_in, "ann").notebooks[0].notebook
    others = ("linreg", "squared_loss", "sgd")
    verdict = Judge(Course(course.root), LINEAR).judge(notebook, leave_out=others)["quiz"]
    assert verdict.points is None
    assert f"quizzes/{LINEAR}.toml, which has its key, is missing" in caplog.text


def test_no_release_is_made_and_the_old_one_stays(course: CourseOnDisk) -> None:
    before = sorted(path.name for path in course.release.iterdir())
    with pytest.raises(NbgraderFailed, match=f"no quizzes/{LINEAR}.toml"):
        run_nbgrader(course.root, "generate_assignment", LINEAR, "--force")
    assert sorted(path.name for path in course.release.iterdir()) == before


def test_a_lesson_whose_checks_are_gone_is_not_taken_for_an_assignment_of_nbgraders(course: CourseOnDisk) -> None:
    shutil.rmtree(course.source / "checks")
    with pytest.raises(NbgraderFailed, match="checks back; nothing was changed"):
        run_nbgrader(course.root, "generate_assignment", LINEAR, "--force")
    assert (course.release / f"{LINEAR}.ipynb").is_file()
