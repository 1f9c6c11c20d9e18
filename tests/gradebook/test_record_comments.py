"""What is stored in words: comments, and the report in each check cell."""

from __future__ import annotations

import nbformat
import pytest

from lessoncheck.cells import marker
from support.lesson import LINEAR
from support.recording import InProcessCourse, force


@pytest.fixture
def course(word_course: InProcessCourse) -> InProcessCourse:
    return word_course


def test_comments_say_what_was_left_empty_and_what_the_checks_noted(course: InProcessCourse) -> None:
    course.hand_in("ann", {"linreg": "right note", "more_sgd": "note"})
    course.grade()
    comments = course.comments("ann")
    assert comments["linreg"] == "a note"
    assert comments["sgd"] == "No response."
    course.hand_in("ann", "right")
    course.grade(force)
    assert set(course.comments("ann").values()) == {None}


def test_the_check_cells_say_all_that_reports_on_a_class_need(course: InProcessCourse) -> None:
    course.hand_in("ann", {"linreg": "half note", "sgd": "fault"})
    course.grade()
    notebook = nbformat.read(course.graded("ann") / f"{LINEAR}.ipynb", as_version=4)
    cells = {marker(cell).get("grade_id"): cell for cell in notebook.cells}
    report, score = cells["linreg"].outputs
    assert score.data["text/plain"] == "1.5"
    assert report.metadata["wallgrade_results"] == [
        {
            "check": "check_it", "title": "the word is there", "status": "failed", "misconception": "", "weight": 1.0,
            "gate": False, "message": "expected 42", "hint": "Think.", "stopped": "",
        }
    ]  # fmt: skip
    assert report.metadata["wallgrade_item"] == {
        "item": "linreg", "points": 1.5, "max_score": 3.0, "seconds": None, "student_seconds": None, "option": "A",
        "notes": ["a note"], "review": "", "faults": [],
    }  # fmt: skip
    fault = cells["sgd"].outputs[0].metadata
    assert fault["wallgrade_item"]["points"] is None
    assert fault["wallgrade_item"]["faults"] == ["check_it: expected 42"]
    assert "42" not in fault["wallgrade_results"][0]["message"]
    assert notebook.metadata.kernelspec.name == "python3"
