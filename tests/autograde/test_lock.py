"""Two graders at once: one grades, the other says who does, and no grade is touched."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from nbgrader.converters.base import NbGraderException

from support.recording import ALL, InProcessCourse
from wallgrade.autograde.lock import sole_grader
from wallgrade.course import PRIVATE, Course

HOLD = """
import sys, time
from pathlib import Path
from wallgrade.autograde.lock import sole_grader
with sole_grader(Path(sys.argv[1]), 0):
    print("held", flush=True)
    sys.stdin.read()
"""
RIGHT = dict.fromkeys(ALL, "right")


def somebody_grading(course: InProcessCourse) -> subprocess.Popen[str]:
    """Another process that holds the course until its standard input closes."""
    command = [sys.executable, "-c", HOLD, str(Course(course.root).private_folder())]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_grader_is_told_who_is_at_work_and_no_grade_is_touched(
    word_course: InProcessCourse, log: pytest.LogCaptureFixture
) -> None:
    word_course.hand_in("ann", RIGHT)
    word_course.grade()
    before = word_course.points("ann")
    with somebody_grading(word_course) as other:
        with pytest.raises(NbGraderException, match=rf"process {other.pid}, since 2.* is grading this course"):
            word_course.grade(lambda c: c.CourseAutograde.update(force=True))
        other.communicate()
    assert word_course.points("ann") == before == ALL
    assert word_course.graded("ann").is_dir()


def test_the_second_grader_waits_if_asked_to(word_course: InProcessCourse) -> None:
    word_course.hand_in("ann", RIGHT)
    with somebody_grading(word_course) as other:
        threading.Timer(0.3, other.stdin.close).start()  # type: ignore[union-attr]
        word_course.grade(lambda c: c.CourseAutograde.update(wait_seconds=60.0))
    assert word_course.points("ann") == ALL


def test_a_grader_that_was_killed_is_in_nobodys_way(word_course: InProcessCourse) -> None:
    with somebody_grading(word_course) as other:
        other.kill()
        other.wait()
        with sole_grader(Course(word_course.root).private_folder(), 5):
            pass


def test_a_secret_that_cannot_be_read_stops_the_run_before_any_grade_is_forgotten(
    word_course: InProcessCourse,
) -> None:
    word_course.hand_in("ann", RIGHT)
    word_course.grade()
    secret = word_course.root / PRIVATE / "secret"
    secret.unlink()
    secret.mkdir()
    with pytest.raises(NbGraderException, match="nothing was graded and no grade was touched"):
        word_course.grade(lambda c: c.CourseAutograde.update(force=True))
    assert word_course.points("ann") == ALL
    assert word_course.graded("ann").is_dir()
