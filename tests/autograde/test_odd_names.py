"""Odd names of students and folders cost at most themselves; what the gradebook lost is said and graded again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from support.lesson import LINEAR
from support.once import Once
from support.recording import ALL, InProcessCourse, WordJudge, two_notebooks
from wallgrade.autograde import converter
from wallgrade.config import configure
from wallgrade.reports.feedback.converter import LessonGenerateFeedback


def feedback(course: InProcessCourse) -> None:
    """`nbgrader generate_feedback`, in this process."""
    config = Config()
    configure(config, course.root)
    config.CourseDirectory.assignment_id = LINEAR
    LessonGenerateFeedback(coursedir=CourseDirectory(config=config), config=config).start()


def page(course: InProcessCourse, student: str) -> Path:
    return course.root / "feedback" / student / LINEAR / f"{LINEAR}.html"


@pytest.mark.parametrize("odd", ["a\nb", "tab\there", "bytes\udcff"])
def test_a_folder_whose_name_is_no_id_costs_only_itself(
    word_course: InProcessCourse, odd: str, log: pytest.LogCaptureFixture
) -> None:
    for student in ("ann", odd, "zoe"):
        word_course.hand_in(student, "right")
    with pytest.raises(NbGraderException, match="Some submissions could not be graded"):
        word_course.grade()
    assert word_course.points("ann") == word_course.points("zoe") == ALL
    assert "cannot be a student's id, so it was left out" in log.text
    assert not (word_course.root / "autograded" / odd).exists()


def test_brackets_in_an_id_and_in_the_courses_path_are_no_pattern(
    once: Once, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converter, "judge_for", lambda *_: WordJudge())
    course = two_notebooks(once, tmp_path / "[A] *")
    for student in ("[x]7", "x7"):
        course.hand_in(student, "right")
    course.grade(lambda c: c.CourseDirectory.update(student_id="[x]7"))
    assert (course.points("[x]7"), course.points("x7")) == (ALL, {})
    course.grade()
    assert course.points("x7") == ALL
    feedback(course)
    assert page(course, "[x]7").is_file()
    assert page(course, "x7").is_file()


def test_a_student_who_was_removed_is_graded_again_and_named_until_then(
    word_course: InProcessCourse, log: pytest.LogCaptureFixture
) -> None:
    for student in ("ann", "s1"):
        word_course.hand_in(student, "right")
    word_course.grade()
    with word_course.gradebook() as gradebook:
        gradebook.remove_student("s1")
    log.clear()
    with pytest.raises(NbGraderException, match="Some pages could not be made"):
        feedback(word_course)
    assert "the gradebook has no grades of s1" in log.text
    assert "Traceback" not in log.text
    assert page(word_course, "ann").is_file()
    log.clear()
    word_course.grade()
    assert word_course.points("s1") == ALL
    assert "s1: graded again, because the gradebook has no grades" in log.text
    assert "s1: not in the gradebook; added without a name" in log.text
    assert "ann: " not in log.text
    feedback(word_course)
    assert page(word_course, "s1").is_file()


def test_a_gradebook_from_before_grading_has_all_graded_again(
    word_course: InProcessCourse, tmp_path: Path, log: pytest.LogCaptureFixture
) -> None:
    word_course.hand_in("ann", "right")
    shutil.copy(word_course.root / "gradebook.db", tmp_path / "backup.db")
    word_course.grade()
    shutil.copy(tmp_path / "backup.db", word_course.root / "gradebook.db")
    word_course.grade()
    assert word_course.points("ann") == ALL
    assert "an older gradebook was put in its place" in log.text
