"""`generate_assignment` of a lesson: the old release stays until the new one is whole and the gradebook has it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from support.course import CourseMaker, CourseOnDisk
from support.lesson import LESSON, LINEAR, PROJECT
from wallgrade.authoring import release_converters
from wallgrade.authoring.course_copy import copy_course
from wallgrade.authoring.nbgrader_command import run_nbgrader
from wallgrade.authoring.release_converters import LessonGenerateAssignment
from wallgrade.config import configure

QUIZ_CELLS = {"quiz_question", "quiz_answer", "quiz"}


@pytest.fixture
def course(make_course: CourseMaker, tmp_path: Path) -> CourseOnDisk:
    return make_course(tmp_path / "course")


def generate(root: Path, lesson: str = LINEAR) -> None:
    config = Config()
    configure(config, root)
    config.CourseDirectory.assignment_id = lesson
    config.LessonGenerateAssignment.force = True
    LessonGenerateAssignment(coursedir=CourseDirectory(config=config), config=config).start()


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def gradebook(root: Path) -> tuple[Any, ...]:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as found:
        notebooks = found.find_assignment(LINEAR).notebooks
        return tuple(
            (one.name, one.kernelspec, [(cell.name, cell.source) for cell in one.source_cells]) for one in notebooks
        )


def drop_the_quiz(course: CourseOnDisk) -> None:
    path = course.source / f"{LINEAR}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id not in QUIZ_CELLS]
    nbformat.write(notebook, str(path))
    (course.root / "quizzes" / f"{LINEAR}.toml").unlink()


def add_a_notebook(course: CourseOnDisk) -> None:
    nbformat.write(nbformat.v4.new_notebook(), str(course.source / "more.ipynb"))


def interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(release_converters, "ship_engine", interrupt)


def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(LessonGenerateAssignment, "write_single_notebook", full)


@pytest.mark.parametrize("spoil", [interrupted, full_disk])
def test_a_release_that_breaks_off_leaves_the_old_one_and_the_gradebook(
    course: CourseOnDisk, monkeypatch: pytest.MonkeyPatch, spoil: Any
) -> None:
    before, stored = everything(course.root / "release"), gradebook(course.root)
    spoil(monkeypatch)
    with pytest.raises((KeyboardInterrupt, NbGraderException)):
        generate(course.root)
    assert everything(course.root / "release") == before
    assert gradebook(course.root) == stored


@pytest.mark.filterwarnings("ignore:.*not in session")
@pytest.mark.parametrize(
    ("change", "words"), [(drop_the_quiz, f"{LINEAR}: quiz, quiz_answer"), (add_a_notebook, "more is new")]
)
def test_what_nbgrader_refuses_after_submissions_is_told_and_nothing_is_removed(
    course: CourseOnDisk, change: Any, words: str
) -> None:
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as found:
        found.add_student("ada")
        found.add_submission(LINEAR, "ada")
    before, stored = everything(course.root / "release"), gradebook(course.root)
    change(course)
    with pytest.raises(NbGraderException, match=rf"1 submissions came in.*{words}.*nothing was changed"):
        generate(course.root)
    assert everything(course.root / "release") == before
    assert gradebook(course.root) == stored


def test_without_submissions_the_quiz_can_be_dropped_and_nothing_speaks_of_it(course: CourseOnDisk) -> None:
    (course.source / "README.md").write_text(
        "# Lesson\n\n## The quiz\n\nOne question.\n\n## What comes back\n\nA page.\n"
    )
    generate(course.root)
    assert "One question" in (course.release / "README.md").read_text()
    drop_the_quiz(course)
    generate(course.root)
    assert (course.release / "README.md").read_text() == "# Lesson\n\n## What comes back\n\nA page.\n"
    assert not [path for path in (course.release / "checks").iterdir() if "quiz" in path.name]


def test_the_softmax_lesson_can_do_without_its_quiz(tmp_path: Path) -> None:
    copy_course(PROJECT, LESSON, tmp_path)
    (tmp_path / "source" / LESSON / "05_quiz.ipynb").unlink()
    shutil.rmtree(tmp_path / "quizzes")
    generate(tmp_path, LESSON)
    release = tmp_path / "release" / LESSON
    shipped = [path for path in release.rglob("*") if path.is_file() and "lessoncheck" not in path.parts]
    texts = {path.name: path.read_text() for path in shipped if path.suffix in {".md", ".ipynb", ".ini", ".txt"}}
    assert [name for name, text in texts.items() if "quiz" in text.lower()] == []
    environment = {**os.environ, "PYTHONPATH": ""}
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q"]
    said = subprocess.run(command, cwd=release, env=environment, capture_output=True, text=True).stdout
    assert "test_softmax" in said
    assert "quiz" not in said
    assert "warning" not in said


def test_one_notebook_can_be_made_anew_and_the_others_stay(course: CourseOnDisk) -> None:
    add_a_notebook(course)
    generate(course.root)
    before = everything(course.release)
    run_nbgrader(course.root, "generate_assignment", LINEAR, "--force", "--notebook", LINEAR)
    assert everything(course.release) == before
