"""A class of the second course, graded and with its feedback pages: for all tests that look at what grading left."""

from __future__ import annotations

from support.course import CourseOnDisk
from support.hostile import WRONG_LOSS, add_hostile_outputs, submit_hostile
from support.lesson import LINEAR
from wallgrade.authoring.nbgrader_command import run_nbgrader

HALF_MISSING = {"squared_loss": WRONG_LOSS}
SUBMISSIONS = {
    "ann": HALF_MISSING | {"quiz": 'quiz = "B"'},
    "bob": {"quiz": 'quiz = "A and B"'},
    "cleo": HALF_MISSING,
    "nora": {},
    "omar": {"quiz": 'quiz = "B"'},
}
HOSTILE = "eve"
POINTS = {"ann": 5, "bob": 8, "cleo": 7, "eve": 7, "nora": 10, "omar": 8}  # of 10; bob's quiz answer waits for a person
FORMULA_COUNT = 2  # in the notebook's first cell


def make_graded_class(course: CourseOnDisk) -> None:
    """Hand in, grade, and generate feedback."""
    for student, cells in SUBMISSIONS.items():
        course.submit(student, cells)
    submit_hostile(course, HOSTILE)
    for student in POINTS:  # the exchange's receipts
        folder = course.root / "submitted" / student / LINEAR
        (folder / "timestamp.txt").write_text("2026-01-02 03:04:05 UTC")
        (folder / "submission_secret.txt").write_text(student * 16)
    course.autograde()
    add_hostile_outputs(course, HOSTILE)
    run_nbgrader(course.root, "generate_feedback", LINEAR)
