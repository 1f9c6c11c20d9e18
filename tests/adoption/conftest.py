"""Small courses that a lesson comes into: the kit's lesson is here the second course's, which needs no torch."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from support.lesson import SECOND_COURSE
from wallgrade.adoption import add, remove
from wallgrade.authoring import catalogue
from wallgrade.course import Course


@pytest.fixture(autouse=True)
def small_kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kit whose only lesson is small."""
    kit = tmp_path / "kit"
    shutil.copytree(SECOND_COURSE, kit, ignore=shutil.ignore_patterns("__pycache__"))
    for module in (add, remove, catalogue):
        monkeypatch.setattr(module, "packaged", lambda: Course(kit))
    return kit


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with an assignment of its own."""
    root = tmp_path / "course101"
    (root / "source" / "ps1").mkdir(parents=True)
    (root / "source" / "ps1" / "problem1.ipynb").write_text("{}")
    (root / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'course101'")
    return root


@pytest.fixture
def no_generating(monkeypatch: pytest.MonkeyPatch) -> None:
    """nbgrader's part is left out: the release is there at once."""

    def made(root: Path, command: str, name: str) -> str:
        shutil.copytree(root / "source" / name, root / "release" / name)
        return command

    monkeypatch.setattr(add, "run_nbgrader", made)
