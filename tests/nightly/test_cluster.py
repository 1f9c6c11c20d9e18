"""The same command on a dask cluster: workers that share nothing with us but a socket, and may die."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import local_cluster
from support.course import CourseMaker, CourseOnDisk
from support.grade_command import files_of, nbgrader_autograde, start_grade, tables_of
from wallgrade.course import PRIVATE

pytest.importorskip("distributed", reason="needs wallgrade[cluster]")


class Cluster:
    """A running cluster's address and its workers' process ids."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self.address, *pids = process.stdout.readline().split()
        self.pids = [int(pid) for pid in pids]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    elsewhere = tmp_path / "elsewhere"  # the workers' folder: no course in it or above it
    elsewhere.mkdir()
    process = subprocess.Popen(
        [sys.executable, local_cluster.__file__, "2"],
        cwd=elsewhere,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    try:
        yield Cluster(process)
    finally:
        process.stdin.close()
        process.wait(60)
        assert process.stdout is not None
        process.stdout.close()


def test_a_cluster_that_loses_a_worker_grades_as_nbgrader_does(
    make_course: CourseMaker, cluster: Cluster, tmp_path: Path
) -> None:
    course = make_course(tmp_path / "course")
    (course.root / PRIVATE).mkdir(exist_ok=True)
    (course.root / PRIVATE / "secret").write_bytes(b"one secret for both of the courses")
    for number in range(8):
        course.submit(f"s{number}", {"sgd": f"# {number}\ndef sgd(params, lr, batch_size):\n    return {number}\n"})
    other = CourseOnDisk(tmp_path / "other")
    shutil.copytree(course.root, other.root)
    process = start_grade(course.root, "--scheduler", cluster.address)
    deadline = time.monotonic() + 180
    while not (course.root / "autograded" / "s0").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(cluster.pids[0], signal.SIGKILL)
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0, output
    assert "8 submissions graded" in output
    nbgrader_autograde(other.root)
    ours, theirs = (tables_of(f"sqlite:///{one.root / 'gradebook.db'}") for one in (course, other))
    for name in theirs:
        assert ours[name] == theirs[name], name
    assert files_of(course.root / "autograded") == files_of(other.root / "autograded")


def test_no_cluster_there_is_one_sentence(make_course: CourseMaker, tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    course.submit("ann")
    process = start_grade(course.root, "--scheduler", "tcp://127.0.0.1:9", environment={"WALLGRADE_CONNECT": "2"})
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "tcp://127.0.0.1:9" in output
    assert "Traceback" not in output
    assert not (course.root / "autograded").exists()
