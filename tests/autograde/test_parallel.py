"""`wallgrade grade`: a class graded side by side is a class graded by nbgrader, only sooner."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from support.course import CourseMaker, CourseOnDisk
from support.grade_command import (
    children_of,
    files_of,
    grade,
    interrupt_when,
    nbgrader_autograde,
    processes_with,
    start_grade,
    tables_of,
    wait_for,
)
from support.lesson import LINEAR
from wallgrade.autograde import messages
from wallgrade.course import PRIVATE

WRONG_SGD = "def sgd(params, lr, batch_size):\n    for p in params:\n        p.data -= lr * p.grad\n"
SECRET = b"the secret of both courses......"


@pytest.fixture
def course(make_course: CourseMaker, tmp_path: Path) -> CourseOnDisk:
    course = make_course(tmp_path / "course")
    (course.root / PRIVATE).mkdir(exist_ok=True)
    (course.root / PRIVATE / "secret").write_bytes(SECRET)
    return course


def hand_in_a_mixed_class(course: CourseOnDisk) -> None:
    course.submit("ann")
    course.submit("ben", {"sgd": WRONG_SGD})
    course.submit("ben-copied", {"sgd": WRONG_SGD})
    course.submit("cleo", {"linreg": "def linreg(X, w, b):\n    import os\n    os._exit(1)\n"})
    course.submit("dan", {"quiz": "quiz = 'perhaps A or B'"})
    course.submit("eve", {"linreg": "raise SystemExit\n"})
    course.submit("late").with_name("timestamp.txt").write_text("2030-01-02 03:04:05 UTC")
    course.submit("broken").write_text("{ this is no notebook")
    course.submit("empty").unlink()
    course.submit("renamed").rename(course.root / "submitted" / "renamed" / LINEAR / "homework (1).ipynb")


def test_both_roads_end_in_the_same_gradebook_and_the_same_files(course: CourseOnDisk, tmp_path: Path) -> None:
    hand_in_a_mixed_class(course)
    other = tmp_path / "other"
    shutil.copytree(course.root, other)
    nbgrader_autograde(other)
    grade(course.root, "--jobs", "2")
    ours, theirs = (tables_of(f"sqlite:///{root / 'gradebook.db'}") for root in (course.root, other))
    assert ours.keys() == theirs.keys()
    for name in theirs:
        assert ours[name] == theirs[name], name
    assert len(ours["submitted_assignment"]) == 10
    assert files_of(course.root / "autograded") == files_of(other / "autograded")


def test_a_submission_that_cannot_be_recorded_is_named_and_the_others_are_graded(course: CourseOnDisk) -> None:
    for student in ("ann", "ben", "cleo"):
        course.submit(student)
    (course.root / "autograded").mkdir()
    (course.root / "autograded" / "ben").write_text("a file where a folder must be")
    output = grade(course.root, "--jobs", "2", status=1)
    assert "ben: the result could not be stored" in output
    assert course.scores()["ann"] == course.scores()["cleo"] == {"linreg": 3, "squared_loss": 3, "sgd": 2, "quiz": 2}
    assert "2 submissions graded" in output
    assert "1 could not be graded" in output


@pytest.mark.nightly
def test_right_submissions_beside_and_after_the_worst_get_full_points(course: CourseOnDisk) -> None:
    spin = "def spin():\n    while True:\n        pass\n"
    threads = "import threading\nfor _ in range(20):\n    threading.Thread(target=spin, daemon=True).start()\n"
    holds = "kept = bytearray(2 << 30)\nkept[::4096] = b'x' * len(kept[::4096])\n"
    worst = {
        "sgd": f"{spin}{threads}sgd = linreg = spin\n",
        "linreg": f"{holds}def linreg(X, w, b):\n    return kept\n",
    }
    for student in ("a-worst", "c-worst", "e-worst"):
        course.submit(student, worst)
    for student in ("b-right", "d-right", "f-right"):
        course.submit(student)
    assert "6 submissions graded" in grade(course.root, "--jobs", "2")
    for student in ("b-right", "d-right", "f-right"):
        assert course.scores()[student] == {"linreg": 3, "squared_loss": 3, "sgd": 2, "quiz": 2}


def test_after_ctrl_c_nothing_is_half_recorded_and_the_next_run_goes_on(course: CourseOnDisk) -> None:
    students = [f"s{number:02}" for number in range(12)]
    for number, student in enumerate(students):
        course.submit(student, {"sgd": f"# {number}\n{WRONG_SGD}"})
    process = start_grade(course.root, "--jobs", "2")
    output = interrupt_when(process, course.root / "autograded" / "s01")
    assert process.returncode == 130
    assert output.count("Stopped.") == 1
    assert "Traceback" not in output
    graded = {path.name for path in (course.root / "autograded").iterdir()}
    stored = {student for student, row in course.grades().items() if row}
    assert graded == stored
    assert 0 < len(graded) < len(students)
    before = files_of(course.root / "autograded")
    assert f"{12 - len(graded)} submissions graded" in grade(course.root, "--jobs", "2")
    after = files_of(course.root / "autograded")
    assert {name: after[name] for name in before} == before
    assert set(course.scores()) == set(students)


@pytest.mark.nightly
@pytest.mark.parametrize("pause", [0.0, 0.05, 0.3])
def test_a_second_ctrl_c_stops_at_once_and_the_next_run_goes_on(course: CourseOnDisk, pause: float) -> None:
    students = [f"s{number:02}" for number in range(8)]
    for number, student in enumerate(students):
        course.submit(student, {"sgd": f"# {number}\n{WRONG_SGD}"})
    process = start_grade(course.root, "--jobs", "2")
    wait_for(course.root / "autograded" / "s00", process)
    process.send_signal(signal.SIGINT)
    time.sleep(pause)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=180)
    assert process.returncode == 130, output
    assert "Traceback" not in output
    grade(course.root, "--jobs", "2")
    assert list(course.scores()) == students
    assert [row["sgd"] for row in course.scores().values()] == [pytest.approx(course.scores()["s00"]["sgd"])] * 8
    assert {path.name for path in (course.root / "autograded").iterdir()} == set(students)


@pytest.mark.nightly
def test_a_worker_told_to_end_again_and_again_cleans_up_in_silence(course: CourseOnDisk, tmp_path: Path) -> None:
    for number in range(6):
        course.submit(f"s{number:02}", {"sgd": f"# {number}\n{WRONG_SGD}"})
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = start_grade(course.root, "--jobs", "2", environment={"TMPDIR": str(temporary)})
    wait_for(course.root / "autograded" / "s00", process)
    workers = [
        child
        for child in children_of(process.pid)
        if child in processes_with(["wallgrade.judging.workers.worker_main"])
    ]
    assert workers
    deadline = time.monotonic() + 30
    while (left := set(workers) & set(children_of(process.pid))) and time.monotonic() < deadline:
        for worker in left:
            os.kill(worker, signal.SIGTERM)
        time.sleep(0.001)
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0, output
    assert "Traceback" not in output
    assert len(course.scores()) == 6
    assert list(temporary.iterdir()) == []


@pytest.mark.nightly
def test_what_costs_every_worker_its_life_is_left_to_a_human_and_can_be_graded_again(course: CourseOnDisk) -> None:
    for number, student in enumerate(("ann", "ben")):
        course.submit(student, {"sgd": f"# {number}\n{WRONG_SGD}"})
    process = start_grade(course.root, "--jobs", "1")
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        for child in children_of(process.pid):
            if child in processes_with(["wallgrade.judging.workers.worker_main"]):
                os.kill(child, signal.SIGKILL)
        time.sleep(0.02)
    output, _ = process.communicate(timeout=180)
    assert process.returncode == 0, output
    assert all(f"{student}: {messages.WORKER_LOST}" in output for student in ("ann", "ben"))
    assert "2 submissions graded" in output
    for row in course.grades().values():
        assert all(row[item].needs_manual_grade for item in ("linreg", "squared_loss", "sgd"))
    assert "2 submissions graded" in grade(course.root, "--jobs", "1", "--force")
    for row in course.grades().values():
        assert not any(grade.needs_manual_grade for grade in row.values())
        assert row["linreg"].score == 3


def test_a_killed_workers_submission_is_judged_again(course: CourseOnDisk) -> None:
    students = [f"s{number:02}" for number in range(8)]
    for number, student in enumerate(students):
        course.submit(student, {"sgd": f"# {number}\n{WRONG_SGD}"})
    process = start_grade(course.root, "--jobs", "2")
    wait_for(course.root / "autograded" / "s00", process)
    victims = [
        child
        for child in children_of(process.pid)
        if child in processes_with(["wallgrade.judging.workers.worker_main"])
    ]
    assert len(victims) == 2
    os.kill(victims[0], signal.SIGKILL)
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0, output
    assert [row["sgd"] for row in course.scores().values()] == [pytest.approx(course.scores()["s00"]["sgd"])] * 8
    assert not any(grade.needs_manual_grade for row in course.grades().values() for grade in row.values())


def test_no_process_and_no_temporary_file_outlives_a_run(course: CourseOnDisk, tmp_path: Path) -> None:
    course.submit("ann")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = start_grade(course.root, environment={"TMPDIR": str(temporary)})
    deadline = time.monotonic() + 120
    while not children_of(process.pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    workers = children_of(process.pid)
    below = [pid for worker in workers for pid in (worker, *children_of(worker))]
    process.communicate(timeout=300)
    assert workers
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in below) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [pid for pid in below if Path(f"/proc/{pid}").exists()] == []
    assert [path.name for path in temporary.iterdir()] == []


def test_one_student_and_force(course: CourseOnDisk) -> None:
    course.submit("ann")
    course.submit("ben")
    assert "1 submission graded" in grade(course.root, "--student", "ben")
    assert list(course.scores()) == ["ben"]
    assert "1 submission graded" in grade(course.root)
    assert "Nothing to do" in grade(course.root)
    assert "2 submissions graded" in grade(course.root, "--force")


@pytest.mark.nightly
def test_somebodys_own_options_for_pytest_change_nothing(course: CourseOnDisk) -> None:
    course.submit("ann")
    process = start_grade(course.root, "--jobs", "1", environment={"PYTEST_ADDOPTS": "-k nothing --maxfail=1"})
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0, output
    assert course.scores() == {"ann": {"linreg": 3, "squared_loss": 3, "sgd": 2, "quiz": 2}}


def test_identical_code_is_judged_once(course: CourseOnDisk) -> None:
    """A function that counts its calls outside the wall cannot exist, so the kept results are counted."""
    for student in ("ann", "ben", "cleo", "dan"):
        course.submit(student, {"sgd": WRONG_SGD})
    grade(course.root, "--jobs", "2")
    kept = [path for path in (course.root / PRIVATE / "results").glob("??/*") if path.is_file()]
    assert len(kept) == 3  # linreg, squared_loss, sgd; the quiz is not examined
    reports = [json.loads(path.read_bytes().partition(b"\n")[2]) for path in kept]
    assert {report["item"] for report in reports} == {"linreg", "squared_loss", "sgd"}
    assert len({repr(row) for row in course.scores().values()}) == 1
