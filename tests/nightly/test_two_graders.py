"""Two graders and a formgrader at work on one course at once, and nothing is lost, on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from screenshots.server import jupyter_lab
from support import postgres
from support.course import CourseMaker, CourseOnDisk
from support.grade_command import start_grade
from support.lesson import LINEAR
from wallgrade.authoring.nbgrader_command import run_nbgrader

FULL = {"linreg": 3.0, "squared_loss": 3.0, "sgd": 2.0, "quiz": 2.0}
WRONG = {"sgd": "def sgd(params, lr, batch_size):\n    pass\n"}
CLASS = [f"s{number}" for number in range(6)]
NO_XSRF: dict[str, object] = {"ServerApp": {"disable_check_xsrf": True}}  # a test is no browser
WAIT = "--CourseAutograde.wait_seconds=300"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'course' / 'gradebook.db'}"
        return
    with postgres.postgres() as folder:
        yield postgres.make_database(folder, "course")


def ask(method: str, url: str, content: object = None) -> Any:
    """What the formgrader answers; an error of its own is an exception."""
    body = json.dumps(content or {}).encode()
    request = urllib.request.Request(url, body if method != "GET" else None, {"Content-Type": "application/json"})
    request.get_method = lambda: method  # type: ignore[method-assign]
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.loads(answer.read() or b"null")


def rows(url: str, student: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The keys of a student's grades and comments."""
    with Gradebook(url, "maths") as gradebook:
        notebook = gradebook.find_submission_notebook(LINEAR, LINEAR, student)
        return {grade.name: grade.id for grade in notebook.grades}, {one.name: one.id for one in notebook.comments}


def start_autograde(root: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "nbgrader", "autograde", LINEAR, "--force", WAIT]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_nothing_is_lost(make_course: CourseMaker, tmp_path: Path, database: str) -> None:
    course: CourseOnDisk = make_course(tmp_path / "course")
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {database!r}\nc.CourseDirectory.course_id = 'maths'\n")
    run_nbgrader(course.root, "generate_assignment", LINEAR, "--force")
    for place, student in enumerate(CLASS):
        course.submit(student, WRONG if place % 2 else {})
    course.autograde()
    course.submit("late")
    home = tmp_path / "home"
    home.mkdir()
    by_hand: dict[str, float] = {}
    written: dict[str, str] = {}
    late_done = False
    with jupyter_lab(course.root, home, server_config=NO_XSRF) as address:
        api = f"{address}/formgrader/api"
        keys = {student: rows(database, student) for student in CLASS[:2]}
        graders = [start_autograde(course.root), start_grade(course.root, "--force", WAIT)]
        outputs = []
        deadline = time.monotonic() + 240
        for turn in itertools.count(1):
            for student, (grades, comments) in keys.items():
                by_hand[student], written[student] = (turn % 20) / 10, f"turn {turn}"
                ask("PUT", f"{api}/grade/{grades['sgd']}", {"manual_score": by_hand[student]})
                ask("PUT", f"{api}/comment/{comments['sgd_answer']}", {"manual_comment": written[student]})
            if not late_done and turn % 5 == 0:
                answer = ask("POST", f"{api}/submission/{LINEAR}/late/autograde")
                late_done = answer["success"]
                assert late_done or "is grading this course" in answer["error"] + answer["log"], answer
            if all(grader.poll() is not None for grader in graders) or time.monotonic() > deadline:
                break
            time.sleep(0.05)
        for grader in graders:
            outputs.append(grader.communicate(timeout=60)[0])
        assert [grader.returncode for grader in graders] == [0, 0], outputs
        if not late_done:
            assert ask("POST", f"{api}/submission/{LINEAR}/late/autograde")["success"]
    assert turn > 3  # the formgrader did write meanwhile
    with Gradebook(database, "maths") as gradebook:
        for place, student in enumerate([*CLASS, "late"]):
            wanted = FULL | ({"sgd": 0.0} if place % 2 and student != "late" else {})
            notebook = gradebook.find_submission_notebook(LINEAR, LINEAR, student)
            assert {grade.name: grade.auto_score for grade in notebook.grades} == wanted, student
            manual = {grade.name: grade.manual_score for grade in notebook.grades}
            assert manual == dict.fromkeys(FULL) | ({"sgd": by_hand[student]} if student in by_hand else {}), student
            said = {comment.name: comment.manual_comment for comment in notebook.comments}
            assert said["sgd_answer"] == written.get(student), student
            assert (course.root / "autograded" / student / LINEAR / f"{LINEAR}.ipynb").is_file()
    assert not list((course.root / "autograded").rglob(".*"))
