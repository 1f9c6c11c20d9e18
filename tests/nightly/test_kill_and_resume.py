"""Kill the grader at any moment, or fill its disk, and start again: every submission gets what it would have got."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from support.course import CourseMaker, CourseOnDisk
from support.kill import disagreements, hand_in_a_class
from support.lesson import LINEAR, TESTS
from support.real_kill import SUBMISSIONS, assert_no_half_folder, killed_at_random
from support.recording import InProcessCourse
from wallgrade.authoring.nbgrader_command import run_nbgrader

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills processes as POSIX does")
SEED = int(os.environ.get("WALLGRADE_KILL_SEED", "20261125"))
REAL_KILLS = int(os.environ.get("WALLGRADE_KILLS", "8"))
FORKED_KILLS = int(os.environ.get("WALLGRADE_FORKED_KILLS", "60"))
STRIDE = int(os.environ.get("WALLGRADE_KILL_STRIDE", "3"))  # 1: at every single step
CLASS = 4


@pytest.fixture
def course(word_course: InProcessCourse) -> InProcessCourse:
    return word_course


def grade_in_a_child(course: InProcessCourse, prepare: Callable[[], None] = lambda: None) -> int:
    """Start grading in a forked process; its pid."""
    pid = os.fork()
    if pid == 0:
        try:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1), os.dup2(null, 2)
            prepare()
            course.grade()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return pid


def ended_well(pid: int) -> bool:
    """Wait for the child; whether it was not killed. Fails when grading itself failed."""
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return False
    assert os.WEXITSTATUS(status) == 0
    return True


def die_at(step: int) -> Callable[[], None]:
    """To be run in the child: SIGKILL itself at this of its steps (statements, commits, changes of files)."""

    def prepare() -> None:
        left = [step]

        def count(*arguments: Any, **options: Any) -> None:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", count)
        event.listen(Engine, "after_cursor_execute", count)
        event.listen(Engine, "commit", count)

        def audit(name: str, arguments: Any) -> None:
            if name in {"os.rename", "os.rmdir", "os.remove", "os.mkdir", "os.chmod"}:
                count()

        sys.addaudithook(audit)

    return prepare


def test_killed_at_one_step_of_recording_after_another(course: InProcessCourse) -> None:
    """First submissions, then newer ones over them: the first dies at each step in turn until it gets through."""
    steps = 0
    for version in range(2):
        wanted = hand_in_a_class(course, 1, version)
        for step in range(0, 2_000, STRIDE):
            if ended_well(grade_in_a_child(course, die_at(step))):
                break
            steps += 1
            assert not disagreements(course, list(wanted)), step
            if step % (8 * STRIDE) == 0:  # resume from here, in a copy: the course itself must not know the scores yet
                copy = InProcessCourse(course.root.with_name("copy"))
                shutil.copytree(course.root, copy.root)
                copy.grade()
                assert {student: copy.points(student) for student in wanted} == wanted, step
                assert not disagreements(copy, list(wanted)), step
                shutil.rmtree(copy.root)
        assert {student: course.points(student) for student in wanted} == wanted
        assert not disagreements(course, list(wanted))
    assert steps > 100 / STRIDE


def test_killed_at_random_moments(course: InProcessCourse) -> None:
    chance, kills, version = random.Random(SEED), 0, 0
    wanted = hand_in_a_class(course, CLASS, version)
    started = time.monotonic()
    assert ended_well(grade_in_a_child(course))
    usual = time.monotonic() - started
    while kills < FORKED_KILLS:
        version += 1
        wanted = hand_in_a_class(course, CLASS, version % 28)
        if version % 28 == 0:
            shutil.rmtree(course.root / "autograded")
        for _ in range(100):
            pid = grade_in_a_child(course)
            time.sleep(chance.uniform(0, usual * 1.2))
            os.kill(pid, signal.SIGKILL)
            if ended_well(pid):
                break
            kills += 1
            assert not disagreements(course, list(wanted)), (SEED, kills)
        else:
            course.grade()
        assert {student: course.points(student) for student in wanted} == wanted, (SEED, kills)
    course.grade()
    assert not list((course.root / "autograded").rglob(".*"))


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a file system of its own")
def test_a_full_disk(word_course: InProcessCourse, tmp_path: Path) -> None:
    """On a tmpfs of 3 MB, in a mount namespace of its own, with more and more room left."""
    script = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from pathlib import Path\n"
        "from support.kill import fill_the_disk_again_and_again\n"
        "from support.recording import WordJudge\n"
        "from wallgrade.autograde import converter\n"
        "converter.judge_for = lambda *_: WordJudge()\n"
        "fill_the_disk_again_and_again(Path(sys.argv[1]))\n"
    )
    small = tmp_path / "small"
    small.mkdir()
    mount = f"mount -t tmpfs -o size=3m none {small} && cp -r {word_course.root} {small}/course && exec "
    unshare = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-r", "-m"]
    if subprocess.run([*unshare, "true"], capture_output=True).returncode != 0:
        pytest.skip("mount namespaces are not allowed here")
    command = [sys.executable, "-c", script, str(small / "course"), str(TESTS)]
    run = subprocess.run(
        [*unshare, "sh", "-c", mount + '"$@"', "sh", *command], capture_output=True, text=True, timeout=600
    )
    assert run.returncode == 0, run.stderr[-3000:]
    assert "runs failed on a full disk" in run.stdout
    assert not list(small.iterdir())


def test_the_real_command_killed_with_all_its_processes(make_course: CourseMaker, tmp_path: Path) -> None:
    course: CourseOnDisk = make_course(tmp_path / "course")
    for student, cells in SUBMISSIONS.items():
        course.submit(student, cells)
    course.autograde()
    undisturbed = course.grades()
    chance, kills, started = random.Random(SEED), 0, 0
    print(f"seed {SEED}")
    while kills < REAL_KILLS:
        shutil.rmtree(course.root / "autograded")
        if chance.random() < 0.5:
            (course.root / "gradebook.db").unlink()
            run_nbgrader(course.root, "generate_assignment", LINEAR, "--force")
        for _ in range(20):
            started += 1
            if killed_at_random(course.root, chance):
                kills += 1
                assert_no_half_folder(course, undisturbed)
            else:
                break
        finish = subprocess.run(
            [sys.executable, "-m", "nbgrader", "autograde", LINEAR], cwd=course.root, capture_output=True, text=True
        )
        assert finish.returncode == 0, finish.stderr
        assert course.grades() == undisturbed, (SEED, kills)
    print(f"{kills} kills in {started} runs")
    assert not list((course.root / "autograded").rglob(f".{LINEAR}*"))
