"""The key of a kept result covers every file that judging reads, and what else a result depends on."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lessoncheck.cells import Cell, read_notebook
from wallgrade.authoring.make_submission import fill_in, reference_cells
from wallgrade.course import Course
from wallgrade.judging import cache_keys
from wallgrade.judging.cache_keys import CacheKeys
from wallgrade.judging.check_runner import CheckRunner
from wallgrade.judging.engine import PACKAGES_ROOT, engine_files
from wallgrade.judging.task import GradingTask, task_of
from wallgrade.sandbox.limits import Limits

LINEAR = "linear_regression"
SECRET = b"secret"
# Runs the checks on the task in argv[2] for the lesson at argv[1]; prints what this process opened, from its start on.
# The fork server is started through argv[3], a program that takes notes before it becomes the real one.
RUN = """
import json, pickle, sys
opened = set()
sys.addaudithook(lambda event, arguments: event == "open" and opened.add(str(arguments[0])))
from pathlib import Path
from lessoncheck.lesson import LessonFolder
from wallgrade.judging.check_runner import CheckRunner
from wallgrade.sandbox import fork_server
from wallgrade.sandbox.limits import Limits
fork_server.WORKER = Path(sys.argv[3])
runner = CheckRunner(LessonFolder(Path(sys.argv[1])), Limits(mode="trusted"), b"secret")
reports = runner.run(pickle.loads(Path(sys.argv[2]).read_bytes())).reports
assert all(report.ok for report in reports.values()), reports
runner.close()
print(json.dumps(sorted(opened)))
"""
FORK_SERVER = """
import os, runpy, sys
notes = os.open({notes!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def note(event, arguments):
    if event == "open":
        try:
            os.write(notes, str(arguments[0]).encode("utf-8", "replace") + b"\\n")
        except OSError:
            pass  # a session has closed what is not its own
sys.addaudithook(note)
runpy.run_path({real!r}, run_name="__main__")
"""
STUDENT_SIDE = re.compile(rf"{re.escape(tempfile.gettempdir())}/wallgrade-student-side-[^/]*/lesson/")


def test_every_file_that_judging_reads_is_in_the_key(tmp_path: Path) -> None:
    course = copied(tmp_path)
    lesson = course.lesson(LINEAR)
    notes, starter, task_file = tmp_path / "notes", tmp_path / "starter.py", tmp_path / "task"
    real = PACKAGES_ROOT / "wallgrade" / "sandbox" / "fork_server_main.py"
    starter.write_text(FORK_SERVER.format(notes=str(notes), real=str(real)))
    right = fill_in(read_notebook(lesson.root / f"{LINEAR}.ipynb"), reference_cells(lesson.root))
    task_file.write_bytes(pickle.dumps(task_of(right, ("linreg", "squared_loss", "sgd"))))
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(lesson.root), str(task_file), str(starter)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    student_side = [STUDENT_SIDE.sub(f"{lesson.root}/", line) for line in notes.read_text().splitlines()]
    read = {source_of(name) for name in (*json.loads(done.stdout), *student_side)}
    read = {name for name in read if name.startswith((f"{lesson.root}/", f"{PACKAGES_ROOT}/"))}
    assert {f"{PACKAGES_ROOT}/lessoncheck/checks.ini", f"{lesson.drivers_file}"} <= read
    assert {str(real), f"{PACKAGES_ROOT}/lessoncheck/operator_trace.py"} <= {
        *map(source_of, student_side)
    }  # so the notes are there

    known = engine_files() | CacheKeys(lesson, Limits(), SECRET).files() | set(lesson.notebooks())  # their cells are
    assert read - {str(path) for path in known} == set()


def source_of(name: str) -> str:
    """The source of a compiled module; on the student side, of the engine's copy there."""
    name = re.sub(r"/__pycache__/([^/.]+)\.[^/]*\.pyc(\.\d+)?$", r"/\1.py", name)
    return re.sub(rf".*/source/{LINEAR}/lessoncheck/", f"{PACKAGES_ROOT}/lessoncheck/", name)


def copied(tmp_path: Path) -> Course:
    shutil.copytree(
        Path(__file__).parents[1] / "second_course",
        tmp_path / "course",
        ignore=shutil.ignore_patterns("__pycache__", ".*"),
    )
    return Course(tmp_path / "course")


def task(source: str = "x = 1") -> GradingTask:
    return GradingTask((Cell("linreg", source, "solution"),), {}, ("linreg",))


def key(course: Course) -> str:
    return CacheKeys(course.lesson(LINEAR), Limits(), SECRET).key(task(), "linreg")


@pytest.mark.parametrize("name", ["data/table.csv", "figures/net.svg", "checks/options.json", "README.md", "more/a.py"])
def test_any_file_of_the_lesson_that_a_check_might_read_is_in_the_key(tmp_path: Path, name: str) -> None:
    course = copied(tmp_path)
    file = course.lesson(LINEAR).root / name
    file.parent.mkdir(exist_ok=True)
    keys = CacheKeys(course.lesson(LINEAR), Limits(), SECRET)
    seen = {keys.key(task(), "linreg")}
    for content in ("1", "22"):
        file.write_text(content)
        seen.add(keys.key(task(), "linreg"))  # of the same process, as in the formgrader's server
        assert key(course) in seen
    assert len(seen) == 3


@pytest.mark.parametrize("name", ["LANG", "LD_LIBRARY_PATH"])
def test_what_the_students_process_inherits_is_in_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    course = copied(tmp_path)
    before = key(course)
    monkeypatch.setenv(name, "something else")
    assert key(course) != before
    monkeypatch.undo()
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}:/elsewhere")  # a session starts no program
    assert key(course) == before


def test_a_package_that_was_installed_since_is_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A student's `import pandas` that failed for want of pandas must be judged again once it is there."""
    course, packages = copied(tmp_path), tmp_path / "site-packages"
    packages.mkdir()
    monkeypatch.setattr(cache_keys.site, "getsitepackages", lambda: [str(packages)])
    keys = CacheKeys(course.lesson(LINEAR), Limits(), SECRET)
    before = keys.key(task(), "linreg")
    assert keys.key(task(), "linreg") == before
    (packages / "pandas-3.0.dist-info").mkdir()
    assert keys.key(task(), "linreg") != before
    assert any(name.startswith("numpy-") for name in cache_keys.installed((sysconfig.get_paths()["purelib"],)))


def edit_driver(course: Course) -> None:
    path = course.lesson(LINEAR).drivers_file
    path.write_text(path.read_text().replace("torch.tensor(w)", "torch.tensor(w) * 2"))


def edit_data_of_a_check(course: Course) -> None:
    (course.lesson(LINEAR).checks / "limit.json").write_text("1")


@pytest.mark.parametrize("edit", [edit_driver, edit_data_of_a_check])
def test_a_runner_judges_with_the_lesson_as_its_files_are_now(tmp_path: Path, edit: Callable[[Course], None]) -> None:
    """The key is that of the edited files, so what is kept under it must come from them."""
    course = copied(tmp_path)
    checks = course.lesson(LINEAR).checks
    (checks / "limit.json").write_text("0")
    (checks / "limits.py").write_text(
        "from pathlib import Path\nLIMIT = int(Path(__file__).with_name('limit.json').read_text())\n"
    )
    (checks / "test_limit.py").write_text(
        "from checks.limits import LIMIT\nfrom lessoncheck.failures import CheckFailed\n"
        "from lessoncheck.marks import check_for\n\n\n"
        "@check_for('linreg', 'a limit')\ndef test_limit(student):\n    if LIMIT:\n        raise CheckFailed('no')\n"
    )
    right = task("def linreg(X, w, b):\n    return X @ w + b\n")
    runner = CheckRunner(course.lesson(LINEAR), Limits(mode="trusted"), SECRET)
    try:
        assert runner.run(right).reports["linreg"].ok
        edit(course)
        assert not runner.run(right).reports["linreg"].ok
    finally:
        runner.close()
