"""A lesson keeps its catalogue when it goes by another name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.lesson import LESSON, LINEAR, PROJECT, SECOND_COURSE
from wallgrade.authoring.catalogue import CatalogueError, catalogue_folder
from wallgrade.course import Course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The second course, whose lesson was renamed by hand."""
    root = tmp_path / "course"
    shutil.copytree(SECOND_COURSE, root, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "source" / LINEAR).rename(root / "source" / "hw3")
    return Course(root)


def test_of_a_renamed_lesson_the_catalogue_with_its_items_is_found(course: Course) -> None:
    assert catalogue_folder(course, "hw3") == course.root / "catalogue" / LINEAR


def test_one_of_its_name_comes_first(course: Course) -> None:
    (course.root / "catalogue" / "hw3").mkdir()
    assert catalogue_folder(course, "hw3") == course.root / "catalogue" / "hw3"


def test_a_lesson_of_the_kit_has_that_of_the_kit(course: Course) -> None:
    shutil.copytree(PROJECT / "source" / LESSON, course.root / "source" / "hw4")
    assert catalogue_folder(course, "hw4") == PROJECT / "catalogue" / LESSON


def test_a_lesson_without_one_is_told_where_to_put_it(course: Course) -> None:
    shutil.rmtree(course.root / "catalogue")
    with pytest.raises(CatalogueError, match=r"no catalogue for hw3.*catalogue/hw3"):
        catalogue_folder(course, "hw3")
