"""What is tried out aside reads the course as its configuration describes it, and writes nothing there."""

from __future__ import annotations

import shutil
from pathlib import Path

from support.lesson import LINEAR, SECOND_COURSE
from wallgrade.authoring.course_copy import copy_course
from wallgrade.gradebook.scores import course_directory

OTHER_NAMES = """
c.CourseDirectory.source_directory = "masters"
c.CourseDirectory.release_directory = "handout"
c.CourseDirectory.db_url = "sqlite:////nowhere/grades.db"
c.IncludeHeaderFooter.header = "masters/header.ipynb"
"""


def test_a_copy_has_the_usual_names_its_own_gradebook_and_the_header(tmp_path: Path) -> None:
    root, target = tmp_path / "course", tmp_path / "copy"
    shutil.copytree(SECOND_COURSE, root, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "source").rename(root / "masters")
    (root / "masters" / "header.ipynb").write_text("{}")
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(OTHER_NAMES)
    target.mkdir()
    copy_course(root, LINEAR, target)
    directory = course_directory(target)
    assert directory.db_url == f"sqlite:///{target}/gradebook.db"
    assert (directory.source_directory, directory.release_directory) == ("source", "release")
    assert (target / "source" / LINEAR / "checks" / "drivers.py").is_file()
    assert (target / "masters" / "header.ipynb").is_file()
