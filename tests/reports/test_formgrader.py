"""The formgrader's autograde button: its request to a real Jupyter server grades through our preprocessors."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.course import CourseMaker, CourseOnDisk
from support.lesson import LINEAR

TOKEN = "for-this-test-only"
ELSEWHERE = """
from pathlib import Path
from wallgrade.config import configure
c = get_config()
configure(c, root=Path({root!r}))
"""


@pytest.fixture(scope="module")
def course(make_course: CourseMaker, tmp_path_factory: pytest.TempPathFactory) -> CourseOnDisk:
    course = make_course(tmp_path_factory.mktemp("formgrader") / "course")
    course.submit("reference")
    course.submit("wrong_loss", {"squared_loss": "def squared_loss(y_hat, y):\n    return y_hat - y\n"})
    return course


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module", params=["in the course", "in the folder above"])
def server(
    request: pytest.FixtureRequest, course: CourseOnDisk, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    started_in, port, home = course.root, free_port(), tmp_path_factory.mktemp("home")
    if request.param == "in the folder above":
        started_in = course.root.parent
        (home / ".jupyter").mkdir()
        (home / ".jupyter" / "nbgrader_config.py").write_text(ELSEWHERE.format(root=str(course.root)))
    environment = os.environ | {"HOME": str(home), "JUPYTER_TOKEN": TOKEN}
    command = [
        sys.executable,
        "-m",
        "jupyter",
        "server",
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
    ]
    log = home / "log"
    with log.open("wb") as stream:
        process = subprocess.Popen(command, cwd=started_in, env=environment, stdout=stream, stderr=stream)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 180
        while not answers(address):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.3)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/api/status?token={TOKEN}", timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


def press_autograde(address: str, student: str) -> dict[str, object]:
    request = urllib.request.Request(
        f"{address}/formgrader/api/submission/{LINEAR}/{student}/autograde",
        method="POST",
        headers={"Authorization": f"token {TOKEN}"},
    )
    with urllib.request.urlopen(request, timeout=120) as response:
        answer: dict[str, object] = json.load(response)
    return answer


def test_the_button_grades_with_our_judge(server: str, course: CourseOnDisk) -> None:
    for student, total in (("reference", 10.0), ("wrong_loss", 7.0)):
        answer = press_autograde(server, student)
        assert answer["success"], answer
        assert sum(course.scores()[student].values()) == total
    log = str(answer["log"])
    assert "Autograding" in log
    graded = (Path(course.root) / "autograded" / "wrong_loss" / LINEAR / f"{LINEAR}.ipynb").read_text()
    assert "lessoncheck" in graded
    assert "The check does not pass." in graded
