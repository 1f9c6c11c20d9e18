"""A command that is given no assignment takes the course's only one; where there are several it says which."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer import BadParameter

from wallgrade.cli.options import find_assignment


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.source_directory = 'masters'\n")
    (tmp_path / "masters" / ".ipynb_checkpoints").mkdir(parents=True)
    (tmp_path / "masters" / "first").mkdir()
    return tmp_path


def test_the_only_assignment_is_taken(course: Path) -> None:
    assert find_assignment(course, None) == (course, "first")


def test_an_assignment_that_is_named_is_taken_as_it_is(course: Path) -> None:
    assert find_assignment(course, "elsewhere") == (course, "elsewhere")


def test_of_several_none_is_taken_and_all_are_named(course: Path) -> None:
    (course / "masters" / "second").mkdir()
    with pytest.raises(BadParameter, match=r"say which one: first, second\.$"):
        find_assignment(course, None)


def test_without_masters_a_name_is_asked_for(course: Path) -> None:
    (course / "masters" / "first").rmdir()
    with pytest.raises(BadParameter, match=r"no assignment in .*masters; give the name"):
        find_assignment(course, None)
