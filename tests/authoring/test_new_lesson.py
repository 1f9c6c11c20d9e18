"""`wallgrade new-lesson` writes a lesson that grades at once, or nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from lessoncheck.cells import read_notebook
from support.lesson import SECOND_COURSE
from wallgrade.authoring.make_submission import reference_cells, write_submission
from wallgrade.authoring.nbgrader_command import run_nbgrader
from wallgrade.authoring.new_lesson.new_lesson import LessonRefused, item_from, new_lesson
from wallgrade.authoring.verify.verify import verify
from wallgrade.course import Course
from wallgrade.gradebook.scores import course_directory, course_grades
from wallgrade.lint.lint import lint

RELU = "relu_lesson"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "nbgrader_config.py").write_text((SECOND_COURSE / "nbgrader_config.py").read_text())
    return tmp_path


def files(root: Path) -> set[str]:
    return {
        str(path.relative_to(root)) for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.nightly
def test_a_new_lesson_is_released_verified_checked_by_students_and_graded_with_no_edit(root: Path) -> None:
    new_lesson(root, RELU, [item_from("relu:5"), item_from("leaky:2.5")], quiz=True)
    run_nbgrader(root, "generate_assignment", RELU)
    assert verify(root, RELU, Console(quiet=True), fast=True).deviations == []
    folder = root / "submitted" / "ada" / RELU
    write_submission(root / "release" / RELU, folder, reference_cells(root / "source" / RELU))
    run_nbgrader(root, "autograde", RELU)
    (scores,) = course_grades(course_directory(root), RELU).by_student.values()
    assert {score.item: score.points for score in scores} == {"relu": 5.0, "leaky": 2.5, "question_1": 2.0}
    released = root / "release" / RELU
    command = [sys.executable, "-m", "pytest", "-m", "leaky"]
    said = subprocess.run(command, cwd=released, capture_output=True, text=True).stdout
    assert "leaky: not written yet" in said
    assert "warning" not in said


@pytest.mark.parametrize("quiz", [True, False])
def test_the_lint_has_nothing_to_say_and_the_files_say_what_they_are_for(root: Path, quiz: bool) -> None:
    made = new_lesson(root, RELU, [item_from("relu")], quiz=quiz)
    assert {str(path) for path in made} == files(root) - {"nbgrader_config.py"}
    found = lint(Course(root), RELU)
    assert (found.faults, found.advice) == ([], [])
    text = "\n".join(cell.source for cell in read_notebook(root / "source" / RELU / f"01_{RELU}.ipynb").cells)
    assert "`check` is of the package lessoncheck" in text
    everything = "\n".join((root / path).read_text() for path in made)
    assert "torch" not in everything
    assert ("quiz" in everything) == quiz


@pytest.mark.parametrize(
    ("lesson", "items", "words"),
    [
        ("relu lesson", ["relu:5"], "cannot be a lesson's name"),
        ("../x", ["relu:5"], "cannot be a lesson's name"),
        ("class", ["relu:5"], "cannot be a lesson's name"),
        (RELU, [], "at least one item"),
        (RELU, ["relu:5", "relu:3"], "relu is there twice"),
        (RELU, ["question_1:5"], "question_1 is there twice"),
        (RELU, ["my-item:5"], "is no item"),
        (RELU, ["relu:0"], "is no item"),
        (RELU, ["relu:many"], "is no item"),
        (RELU, ["relu:inf"], "is no item"),
        ("taken", ["relu:5"], "catalogue/taken is there already"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_written(
    root: Path, lesson: str, items: list[str], words: str
) -> None:
    (root / "catalogue" / "taken").mkdir(parents=True)
    before = files(root)
    with pytest.raises(LessonRefused, match=words):
        new_lesson(root, lesson, [item_from(text) for text in items], quiz=True)
    assert files(root) == before
    assert sorted(path.name for path in root.iterdir()) == ["catalogue", "nbgrader_config.py"]
