"""What changed since a submission was graded is named, and one option grades just that again."""

from __future__ import annotations

import pytest
from traitlets.config import Config
from typer.testing import CliRunner

from support.lesson import LINEAR
from support.recording import ALL, InProcessCourse
from wallgrade.autograde.converter import CourseAutograde
from wallgrade.cli import grade_command
from wallgrade.cli.main import app


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


@pytest.mark.parametrize(
    ("option", "setting"),
    [
        ("--changed", "regrade_changed"),
        ("--keep-scores-by-hand", "keep_scores_by_hand"),
        ("--new-secret", "new_secret"),
    ],
)
def test_the_command_hands_its_options_on(
    word_course: InProcessCourse, monkeypatch: pytest.MonkeyPatch, option: str, setting: str
) -> None:
    handed_on: list[list[str]] = []
    monkeypatch.setattr(grade_command, "grade_class", lambda root, name, options, *rest: handed_on.append(options))
    assert CliRunner().invoke(app, ["grade", LINEAR, f"--course={word_course.root}", option, "--force"]).exit_code == 0
    assert handed_on == [["--force", f"--CourseAutograde.{setting}=True"]]
    assert setting in CourseAutograde.class_trait_names(config=True)
