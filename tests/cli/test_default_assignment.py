"""A command that is given no assignment takes the course's only lesson; where there are several it says which."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer import BadParameter

from wallgrade.cli.options import find_assignment


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.source_directory = 'masters'\n")
    (tmp_path / "masters" / ".ipynb_checkpoints").mkdir(parents=True)
    (tmp_path / "masters" / "ps1").mkdir()
    make_lesson(tmp_path, "first")
    return tmp_path


def make_lesson(course: Path, name: str) -> None:
    (course / "masters" / name / "checks").mkdir(parents=True)
    (course / "masters" / name / "checks" / "drivers.py").touch()


def test_the_only_lesson_is_taken_whatever_else_the_course_has(course: Path) -> None:
    assert find_assignment(course, None) == (course, "first")


@pytest.mark.parametrize("name", ["ps1", "elsewhere", "--force"])
def test_what_is_no_lesson_is_refused_with_the_names_of_the_lessons(course: Path, name: str) -> None:
    with pytest.raises(BadParameter, match=rf"{name} is no lesson of this kit \(lessons here: first\)"):
        find_assignment(course, name)


def test_of_several_none_is_taken_and_all_are_named(course: Path) -> None:
    make_lesson(course, "second")
    with pytest.raises(BadParameter, match=r"say which one: first, second\.$"):
        find_assignment(course, None)


def test_without_a_lesson_it_is_said_where_one_was_looked_for(course: Path) -> None:
    (course / "masters" / "first" / "checks" / "drivers.py").unlink()
    with pytest.raises(BadParameter, match=r"no lesson of this kit in .*masters"):
        find_assignment(course, None)
