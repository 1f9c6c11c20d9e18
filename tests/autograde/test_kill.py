"""`nbgrader autograde`, killed with all its processes in the middle of a class, goes on where it was."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from support.course import CourseMaker, CourseOnDisk
from support.lesson import LINEAR
from support.real_kill import SUBMISSIONS, assert_no_half_folder, kill, start
from wallgrade.authoring.nbgrader_command import run_nbgrader

TRIES, PATIENCE = 5, 120


def killed_after_the_first_submission(root: Path) -> bool:
    """False if it ended before."""
    process = start(root)
    deadline = time.monotonic() + PATIENCE
    while not list(root.glob(f"autograded/*/{LINEAR}")) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    return kill(process)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="kills processes as POSIX does")
def test_every_submission_gets_what_it_would_have_got(make_course: CourseMaker, tmp_path: Path) -> None:
    template = make_course(tmp_path / "template")
    for student, cells in SUBMISSIONS.items():
        template.submit(student, cells)
    for attempt in range(TRIES):  # on a busy machine it may end before it is killed
        course = CourseOnDisk(Path(shutil.copytree(template.root, tmp_path / f"course{attempt}")))
        if killed_after_the_first_submission(course.root):
            break
    else:
        pytest.fail("it always ended first")
    undisturbed = template
    undisturbed.autograde()
    assert list(course.root.glob(f"autograded/*/{LINEAR}"))
    assert_no_half_folder(course, undisturbed.grades())
    run_nbgrader(course.root, "autograde", LINEAR)
    assert course.grades() == undisturbed.grades()
    assert len(course.grades()) == len(SUBMISSIONS)
    assert not list((course.root / "autograded").rglob(f".{LINEAR}*"))
