"""Late submissions."""

from __future__ import annotations

import pytest
from traitlets.config import Config

from support.lesson import LINEAR
from support.recording import ALL, InProcessCourse


@pytest.fixture
def course(word_course: InProcessCourse) -> InProcessCourse:
    return word_course


def test_late_submissions_pay_and_a_date_that_is_none_is_said(course: InProcessCourse) -> None:
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(LINEAR, duedate="2026-01-01 10:00:00 UTC")
    for student, date in (("ann", "2026-01-01 09:00:00 UTC"), ("bob", "2026-01-02"), ("cid", "some day"), ("dan", "")):
        folder = course.hand_in(student, "right")
        (folder / "timestamp.txt").write_text(date)

    def zero(config: Config) -> None:
        config.LateSubmissionPlugin.penalty_method = "zero"

    course.grade(zero)
    with course.gradebook() as gradebook:
        penalties = {
            student: gradebook.find_submission(LINEAR, student).late_submission_penalty
            for student in ("ann", "bob", "cid", "dan")
        }
    assert penalties == {"ann": 0.0, "bob": sum(ALL.values()), "cid": 0.0, "dan": 0.0}
    assert "timestamp.txt cannot be read" in str(course.comments("cid")["linreg"])
