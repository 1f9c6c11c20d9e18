"""`wallgrade remove`: a lesson leaves a course, and nothing of anybody's is lost unasked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from support.course101 import files_in, rows_in
from support.lesson import LINEAR
from wallgrade.adoption.add import add_lesson
from wallgrade.adoption.place import AdoptionRefused
from wallgrade.adoption.remove import remove_lesson

pytestmark = [
    pytest.mark.usefixtures("no_generating"),
    pytest.mark.filterwarnings("ignore:.*not in session"),  # of nbgrader's own queries (its issue 1473)
]
OWN_LINES = """
from pathlib import Path
from wallgrade.config import configure
configure(c, root=Path.cwd())
"""


def silent(_: str) -> None:
    """Say nothing."""


def graded(root: Path, assignment: str) -> None:
    """Give ann and bob a grade each, by hand."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(assignment)
        gradebook.add_notebook("problem", assignment)
        gradebook.add_grade_cell("f", "problem", assignment, max_score=3, cell_type="code")
        gradebook.add_source_cell("f", "problem", assignment, cell_type="code", source="f()")
        gradebook.add_solution_cell("f", "problem", assignment)
        for student in ("ann", "bob"):
            gradebook.update_or_create_student(student)
            gradebook.add_submission(assignment, student)
            grade = gradebook.find_grade("f", "problem", assignment, student)
            grade.manual_score = 2
            gradebook.db.commit()
            handed_in = root / "submitted" / student / assignment
            handed_in.mkdir(parents=True)
            (handed_in / "problem.ipynb").write_text("{}")


def test_a_course_without_grades_is_as_before(course: Path) -> None:
    before = files_in(course)
    add_lesson(course, LINEAR, "hw3", silent)
    remove_lesson(course, "hw3", silent, grades=None, force=False)
    assert files_in(course) == before
    assert sorted(os.listdir(course)) == ["nbgrader_config.py", "source"]


def test_work_of_students_is_not_deleted_unasked(course: Path) -> None:
    add_lesson(course, LINEAR, "hw3", silent)
    graded(course, "hw3")
    before = files_in(course), rows_in(course)
    with pytest.raises(AdoptionRefused, match="work of 2 students"):
        remove_lesson(course, "hw3", silent, grades=None, force=False)
    assert (files_in(course), rows_in(course)) == before


def test_with_grades_every_row_and_file_of_the_others_stays(course: Path) -> None:
    graded(course, "ps1")
    before = files_in(course), rows_in(course)
    add_lesson(course, LINEAR, "hw3", silent)
    graded(course, "hw3")
    remove_lesson(course, "hw3", silent, grades=True, force=False)
    assert (files_in(course), rows_in(course)) == before


def test_with_keep_grades_rows_work_and_the_secret_stay(course: Path) -> None:
    add_lesson(course, LINEAR, "hw3", silent)
    graded(course, "hw3")
    (course / ".wallgrade" / "secret").write_bytes(b"s")
    rows = rows_in(course)
    remove_lesson(course, "hw3", silent, grades=False, force=False)
    assert rows_in(course) == rows
    assert (course / "submitted" / "ann" / "hw3" / "problem.ipynb").is_file()
    assert (course / ".wallgrade" / "secret").is_file()
    assert "wallgrade" not in (course / "nbgrader_config.py").read_text()
    assert not (course / "source" / "hw3").exists()


def test_masters_that_were_changed_or_came_later_are_named_and_kept(course: Path) -> None:
    add_lesson(course, LINEAR, "hw3", silent)
    (course / "quizzes" / "hw3.toml").write_text("# mine")
    (course / "source" / "hw3" / "notes.md").write_text("mine")
    before = files_in(course)
    with pytest.raises(AdoptionRefused, match="would be lost") as refused:
        remove_lesson(course, "hw3", silent, grades=None, force=False)
    assert "source/hw3/notes.md, quizzes/hw3.toml" in str(refused.value)
    assert files_in(course) == before
    remove_lesson(course, "hw3", silent, grades=None, force=True)
    assert not (course / "quizzes").exists()


def test_the_lines_stay_until_the_last_lesson_leaves(course: Path) -> None:
    before = (course / "nbgrader_config.py").read_bytes()
    add_lesson(course, LINEAR, "hw3", silent)
    added = (course / "nbgrader_config.py").read_bytes()
    add_lesson(course, LINEAR, "hw4", silent)
    remove_lesson(course, "hw3", silent, grades=None, force=False)
    assert (course / "nbgrader_config.py").read_bytes() == added
    assert (course / "source" / "hw4" / "checks").is_dir()
    remove_lesson(course, "hw4", silent, grades=None, force=False)
    assert (course / "nbgrader_config.py").read_bytes() == before


def test_a_lesson_that_was_renamed_by_hand_leaves_as_well(course: Path) -> None:
    add_lesson(course, LINEAR, LINEAR, silent)
    for path in ("source/{}", "quizzes/{}.toml", "release/{}"):
        (course / path.format(LINEAR)).rename(course / path.format("hw3"))
    remove_lesson(course, "hw3", silent, grades=None, force=False)
    assert sorted(os.listdir(course / "source")) == ["ps1"]


@pytest.mark.parametrize("name", ["ps1", "ps2"])
def test_what_is_no_lesson_of_the_kit_is_never_removed(course: Path, name: str) -> None:
    add_lesson(course, LINEAR, "hw3", silent)
    before = files_in(course)
    with pytest.raises(AdoptionRefused, match="lessons here: hw3"):
        remove_lesson(course, name, silent, grades=True, force=True)
    assert files_in(course) == before


def test_a_removal_that_was_cut_off_is_finished_by_the_next(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files_in(course)
    add_lesson(course, LINEAR, "hw3", silent)
    with monkeypatch.context() as killed:
        killed.setattr("wallgrade.adoption.remove.rewrite", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            remove_lesson(course, "hw3", silent, grades=None, force=False)
    remove_lesson(course, "hw3", silent, grades=None, force=False)
    assert files_in(course) == before


def test_lines_that_somebody_else_wrote_are_told_of(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(
            "\nimport wallgrade.config\nwallgrade.config.configure(c, root=__import__('pathlib').Path.cwd())\n"
        )
    said: list[str] = []
    monkeypatch.chdir(course)
    add_lesson(course, LINEAR, "hw3", silent)
    remove_lesson(course, "hw3", said.append, grades=None, force=False)
    assert "did not write" in said[-1]
