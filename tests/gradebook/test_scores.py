"""The reader of the gradebook, on a gradebook that is filled by nbgrader's own API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from wallgrade.gradebook.scores import (
    ItemScore,
    NoGrades,
    read_graded_work,
    read_grades,
    read_student_scores,
)

# of nbgrader's own query for a new student (see wallgrade.config)
pytestmark = pytest.mark.filterwarnings("ignore:.*not in session, add operation along")


@pytest.fixture
def gradebook(tmp_path: Path) -> Iterator[Gradebook]:
    """Two notebooks; the database has the cells of the first one in another order than the notebook."""
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        gradebook.add_assignment("lesson")
        for notebook, items in (("n2", ["c"]), ("n1", ["b", "a"])):
            gradebook.add_notebook(notebook, "lesson")
            for item in items:
                gradebook.add_grade_cell(item, notebook, "lesson", max_score=4, cell_type="code")
            for item in sorted(items):
                gradebook.add_solution_cell(f"{item}_answer", notebook, "lesson")
                gradebook.add_source_cell(item, notebook, "lesson", cell_type="code", source="")
        for student in ("zoe", "ann", "absent"):
            gradebook.add_student(student)
        for student in ("zoe", "ann"):
            submission = gradebook.add_submission("lesson", student)
            for notebook in submission.notebooks:
                notebook.late_submission_penalty = 0.5 if notebook.name == "n2" else None
                for grade in notebook.grades:
                    grade.auto_score, grade.needs_manual_grade = 3.0, False
        by_hand = gradebook.find_grade("a", "n1", "lesson", "ann")
        by_hand.manual_score, by_hand.needs_manual_grade = 1.0, True  # as a second grading leaves it
        left = gradebook.find_grade("c", "n2", "lesson", "ann")
        left.auto_score, left.needs_manual_grade = None, True
        comment = gradebook.find_comment("a_answer", "n1", "lesson", "ann")
        comment.auto_comment, comment.manual_comment = "the grader's", "mine"
        gradebook.db.commit()
        yield gradebook


ANN = (
    ItemScore("a", 1.0, 4.0, needs_manual_grade=True, by_hand=True, notebook="n1"),
    ItemScore("b", 3.0, 4.0, notebook="n1"),
    ItemScore("c", 0.0, 4.0, needs_manual_grade=True, notebook="n2"),
)


def test_a_class_is_read_in_the_order_of_ids_and_of_the_notebooks(gradebook: Gradebook) -> None:
    grades = read_grades(gradebook, "lesson")
    assert grades.items == {"a": 4.0, "b": 4.0, "c": 4.0}
    assert list(grades.by_student) == ["ann", "zoe"]
    assert grades.by_student["ann"] == ANN
    assert [student.id for student in grades.absent] == ["absent"]
    assert [one.total for one in grades.submissions] == [2.5, 8.5]
    assert [one.waiting for one in grades.submissions] == [("a", "c"), ()]


def test_one_submission_is_read_as_it_is_among_all(gradebook: Gradebook) -> None:
    alone = read_student_scores(gradebook, "lesson", "ann")
    assert alone == read_grades(gradebook, "lesson").submissions[0]
    assert (alone.penalties, alone.penalty) == ({"n1": 0.0, "n2": 0.5}, 0.5)


def test_comments_are_those_that_a_person_wrote(gradebook: Gradebook) -> None:
    assert read_graded_work(gradebook, "lesson", "ann", []).comments["n1"] == {"a_answer": "mine", "b_answer": ""}


def test_an_assignment_that_is_not_there_is_one_sentence(gradebook: Gradebook) -> None:
    with pytest.raises(NoGrades, match="other"):
        read_grades(gradebook, "other")
