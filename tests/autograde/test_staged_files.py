"""Which files of a submission get into its autograded folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from traitlets.config import Config

from support.lesson import LINEAR
from support.recording import InProcessCourse


@pytest.fixture
def course(word_course: InProcessCourse) -> InProcessCourse:
    return word_course


def test_files_of_the_student_are_not_put_where_graders_and_pages_look(course: InProcessCourse, tmp_path: Path) -> None:
    folder = course.hand_in("ann", "right")
    secret = tmp_path / "secret"
    secret.write_text("CANARY")
    (folder / "leak.html").symlink_to(secret)
    (folder / "conftest.py").write_text("CANARY")
    os.mkfifo(folder / "pipe")
    (folder / "checks").mkdir()
    (folder / "checks" / "drivers.py").write_text("CANARY")
    course.grade()
    kept = {str(path.relative_to(course.graded("ann"))): path for path in course.graded("ann").rglob("*")}
    assert {"leak.html", "pipe"}.isdisjoint(kept)
    assert not any("CANARY" in path.read_text() for path in kept.values() if path.is_file())
    assert kept["checks/drivers.py"].read_bytes() == (course.source / "checks" / "drivers.py").read_bytes()


def test_a_file_that_the_course_asks_students_to_edit_is_kept_unless_it_is_a_link(course: InProcessCourse) -> None:
    (course.source / "model.py").write_text("master")

    def theirs(config: Config) -> None:
        config.Autograde.exclude_overwriting = {LINEAR: ["model.py"]}

    (course.hand_in("ann", "right") / "model.py").write_text("ann's")
    (course.hand_in("bob", "right") / "model.py").symlink_to(course.root / "gradebook.db")
    course.grade(theirs)
    assert (course.graded("ann") / "model.py").read_text() == "ann's"
    assert (course.graded("bob") / "model.py").read_text() == "master"
