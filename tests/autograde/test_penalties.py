"""Late submissions."""

from __future__ import annotations

import pytest
from nbgrader.plugins import LateSubmissionPlugin
from traitlets.config import Config

from support.lesson import LINEAR
from support.recording import ALL, InProcessCourse, force
from wallgrade.gradebook.scores import StudentScores, read_student_scores


class TenPercentADay(LateSubmissionPlugin):  # type: ignore[misc]
    """A rule of the course's own."""

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float:
        return score * min(1.0, 0.1 * -(-total_seconds_late // 86_400))


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


def test_a_rule_of_ones_own_is_followed_in_every_run_and_a_later_due_date_takes_the_penalty_back(
    course: InProcessCourse,
) -> None:
    def due(date: str) -> None:
        with course.gradebook() as gradebook:
            gradebook.update_or_create_assignment(LINEAR, duedate=date)

    def stored() -> StudentScores:
        with course.gradebook() as gradebook:
            return read_student_scores(gradebook, LINEAR, "ann")

    def rule(config: Config) -> None:
        force(config)
        config.AssignLatePenalties.plugin_class = TenPercentADay

    folder = course.hand_in("ann", "right")
    (folder / "timestamp.txt").write_text("2026-01-03 00:30:00 Europe/Berlin")  # half past eleven on the second in UTC
    due("2026-01-01 20:00:00 UTC")
    for _ in range(2):
        course.grade(rule)
        assert stored().seconds_late == (24 + 3.5) * 3600
        assert stored().total == pytest.approx(0.8 * sum(ALL.values()))
    due("2026-01-03 00:00:00 UTC")
    course.grade(rule)
    assert (stored().penalty, stored().total) == (0.0, sum(ALL.values()))
