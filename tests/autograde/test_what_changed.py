"""What changed since a submission was graded is named, and one option grades just that again."""

from __future__ import annotations

import pytest
from traitlets.config import Config

from support.recording import ALL, InProcessCourse


@pytest.fixture
def course(word_course: InProcessCourse) -> InProcessCourse:
    word_course.hand_in("ann", "half")
    word_course.hand_in("bob", "half")
    word_course.grade()
    return word_course


def regrade(config: Config) -> None:
    config.CourseAutograde.regrade_changed = True


def test_nothing_is_said_while_nothing_changed(course: InProcessCourse, log: pytest.LogCaptureFixture) -> None:
    course.grade()
    assert "To grade just these again" not in log.text


def test_a_corrected_file_without_a_date_is_noticed_and_only_it_is_graded_again(
    course: InProcessCourse, log: pytest.LogCaptureFixture
) -> None:
    course.hand_in("ann", "right")
    course.grade()
    assert "ann: the files handed in are not those that were graded." in log.text
    assert "--CourseAutograde.regrade_changed=True" in log.text
    assert course.points("ann") == {item: most / 2 for item, most in ALL.items()}
    log.clear()
    course.grade(regrade)
    assert course.points("ann") == ALL
    assert "Autograding submitted/bob" not in log.text
    course.grade()
    assert "To grade just these again" not in log.text


@pytest.mark.parametrize("what", ["check", "quiz"])
def test_a_changed_check_or_key_is_noticed(course: InProcessCourse, log: pytest.LogCaptureFixture, what: str) -> None:
    folder, pattern = (course.source / "checks", "*.py") if what == "check" else (course.root / "quizzes", "*.toml")
    file = next(folder.glob(pattern))
    file.write_text(file.read_text() + "\n# changed\n")
    course.grade()
    assert "ann, bob: graded with other checks than the lesson has now." in log.text


def test_grades_of_an_older_grader_are_not_called_changed(
    course: InProcessCourse, log: pytest.LogCaptureFixture
) -> None:
    for student in ("ann", "bob"):
        (course.graded(student) / "graded_from.json").unlink()
    course.grade()
    assert "To grade just these again" not in log.text
