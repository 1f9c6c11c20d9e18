"""The course's secret: made where grading begins, and never in silence beside grades given with another."""

from __future__ import annotations

import shutil

import pytest
from nbgrader.converters.base import NbGraderException
from traitlets.config import Config

from support.lesson import LINEAR
from support.recording import ALL, InProcessCourse
from wallgrade.course import PRIVATE, Course, SecretLost
from wallgrade.gradebook.connection import GradebookAccess
from wallgrade.gradebook.secret import ensure_secret
from wallgrade.reports.class_report.build import class_report


def accept(config: Config) -> None:
    config.CourseAutograde.new_secret = True
    config.CourseAutograde.force = True


@pytest.fixture
def course(word_course: InProcessCourse) -> InProcessCourse:
    """A graded course."""
    word_course.hand_in("ann", "right")
    word_course.grade()
    return word_course


def test_a_course_copied_without_its_secret_says_so_before_anything_is_graded(course: InProcessCourse) -> None:
    shutil.rmtree(course.root / PRIVATE)
    with pytest.raises(NbGraderException, match=r"is missing, though there are grades.*wallgrade grade --new-secret"):
        course.grade(lambda c: c.CourseAutograde.update(force=True))
    assert not (course.root / PRIVATE / "secret").exists()
    assert course.points("ann") == ALL
    assert course.graded("ann").is_dir()
    course.grade(accept)
    assert len(Course(course.root).secret()) == 32


@pytest.mark.parametrize("content", [b"", b"cut off"])
def test_a_damaged_secret_is_a_sentence_and_a_new_one_must_be_accepted(course: InProcessCourse, content: bytes) -> None:
    secret = course.root / PRIVATE / "secret"
    secret.write_bytes(content)
    with pytest.raises(NbGraderException, match="is damaged"):
        course.grade()
    assert secret.read_bytes() == content
    course.grade(accept)
    assert len(secret.read_bytes()) == 32


def test_accepting_a_new_secret_keeps_one_that_is_whole(course: InProcessCourse) -> None:
    before = Course(course.root).secret()
    course.grade(accept)
    assert Course(course.root).secret() == before


def test_an_anonymous_report_makes_no_secret(course: InProcessCourse) -> None:
    (course.root / PRIVATE / "secret").unlink()
    with pytest.raises(SecretLost):
        class_report(course.root, LINEAR, anonymous=True)
    assert not (course.root / PRIVATE / "secret").exists()


def test_grading_without_a_gradebook_makes_the_secret_and_no_gradebook(word_course: InProcessCourse) -> None:
    database = word_course.root / "gradebook.db"
    database.unlink()
    ensure_secret(Course(word_course.root), LINEAR, GradebookAccess(f"sqlite:///{database}", ""))
    assert len(Course(word_course.root).secret()) == 32
    assert not database.exists()
