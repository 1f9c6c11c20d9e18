"""`wallgrade add`: a lesson comes into a course that exists already, wholly or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from support.course101 import files_in
from support.lesson import LINEAR
from wallgrade.adoption import add as module
from wallgrade.adoption.add import add_lesson
from wallgrade.adoption.place import AdoptionRefused
from wallgrade.adoption.remove import remove_lesson
from wallgrade.authoring.nbgrader_command import NbgraderFailed


def silent(_: str) -> None:
    """Say nothing."""


@pytest.mark.usefixtures("no_generating")
def test_masters_quiz_and_lines_come_under_the_name_that_was_chosen(course: Path, small_kit: Path) -> None:
    before = (course / "nbgrader_config.py").read_text()
    said: list[str] = []
    add_lesson(course, LINEAR, "hw3", said.append)
    for file in ("hw3.toml",):
        assert (course / "quizzes" / file).read_bytes() == (small_kit / "quizzes" / f"{LINEAR}.toml").read_bytes()
    assert (course / "source" / "hw3" / "checks" / "drivers.py").is_file()
    config = (course / "nbgrader_config.py").read_text()
    assert config.startswith(before)
    assert all(line.strip() in "\n".join(said) for line in config.removeprefix(before).splitlines()[2:-1])


@pytest.mark.usefixtures("no_generating")
def test_a_second_lesson_needs_no_second_block(course: Path) -> None:
    add_lesson(course, LINEAR, "hw3", silent)
    config = (course / "nbgrader_config.py").read_bytes()
    add_lesson(course, LINEAR, "hw4", silent)
    assert (course / "nbgrader_config.py").read_bytes() == config


@pytest.mark.usefixtures("no_generating")
def test_a_course_that_calls_configure_by_itself_keeps_its_configuration(course: Path) -> None:
    config = course / "nbgrader_config.py"
    config.write_text(
        "import os\nfrom wallgrade.config import configure\n"
        "configure(get_config(), root=os.path.dirname(os.path.abspath(__file__)))\n"
    )
    before = config.read_bytes()
    add_lesson(course, LINEAR, LINEAR, silent)
    assert config.read_bytes() == before


@pytest.mark.parametrize(
    "there",
    [
        "source/hw3/a.ipynb",
        "quizzes/hw3.toml",
        "release/hw3/a.ipynb",
        "submitted/ann/hw3/a.ipynb",
        "feedback/ann/hw3/a",
    ],
)
def test_what_would_be_overwritten_is_named_before_anything_is_written(course: Path, there: str) -> None:
    (course / there).parent.mkdir(parents=True)
    (course / there).write_text("mine")
    before = files_in(course)
    with pytest.raises(AdoptionRefused, match="already") as refused:
        add_lesson(course, LINEAR, "hw3", silent)
    assert there.rpartition("/hw3")[0] in str(refused.value)
    assert files_in(course) == before


def test_a_link_that_leads_nowhere_is_in_the_way_too(course: Path) -> None:
    (course / "source" / "hw3").symlink_to("gone")
    with pytest.raises(AdoptionRefused, match="source/hw3"):
        add_lesson(course, LINEAR, "hw3", silent)


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ("c = get_config(", "SyntaxError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("c.CourseDirectory.root = '/'", "says that the course is in /"),
        (
            "c.CourseDirectory.directory_structure = '{assignment_id}/{nbgrader_step}/{student_id}'",
            "directory_structure",
        ),
    ],
)
def test_a_configuration_that_does_not_fit_is_met_with_a_sentence(course: Path, config: str, reason: str) -> None:
    (course / "nbgrader_config.py").write_text(config)
    before = files_in(course)
    with pytest.raises(AdoptionRefused, match=reason):
        add_lesson(course, LINEAR, "hw3", silent)
    assert files_in(course) == before
    assert not (course / ".wallgrade").exists()


@pytest.mark.parametrize("name", ["../hw3", "a/b", ".hidden", "", "-x", "a+b"])
def test_a_name_that_is_no_assignments_is_refused(course: Path, name: str) -> None:
    with pytest.raises(AdoptionRefused, match="cannot be an assignment's name"):
        add_lesson(course, LINEAR, name, silent)


def test_a_lesson_that_the_kit_does_not_bring_is_refused_with_those_that_it_does(course: Path) -> None:
    with pytest.raises(AdoptionRefused, match=f"it brings {LINEAR}"):
        add_lesson(course, "calculus", "hw3", silent)


@pytest.mark.parametrize("error", [NbgraderFailed("no luck"), KeyboardInterrupt(), OSError(28, "No space left")])
def test_when_generating_fails_all_is_put_back(
    course: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fails(root: Path, *_: str) -> str:
        (root / "release" / "hw3").mkdir(parents=True)
        (root / ".nbgrader.log").touch()
        raise error

    monkeypatch.setattr(module, "run_nbgrader", fails)
    before = files_in(course)
    with pytest.raises((AdoptionRefused, KeyboardInterrupt)):
        add_lesson(course, LINEAR, "hw3", silent)
    assert files_in(course) == before
    assert sorted(os.listdir(course)) == ["nbgrader_config.py", "source"]


def test_lines_without_an_effect_are_taken_out_again(course: Path) -> None:
    config = "def get_config():\n    from traitlets.config import Config\n    return Config()\n"
    (course / "nbgrader_config.py").write_text(config)
    with pytest.raises(AdoptionRefused, match="have no effect"):
        add_lesson(course, LINEAR, "hw3", silent)
    assert (course / "nbgrader_config.py").read_text() == config


@pytest.mark.usefixtures("no_generating")
def test_after_a_killed_run_the_next_one_starts_from_the_course_as_it_was(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_in(course)
    with monkeypatch.context() as killed:
        killed.setattr(module, "_put_back", lambda *_: None)  # a killed process puts nothing back
        killed.setattr(module, "run_nbgrader", lambda *_: 1 / 0)
        with pytest.raises(AdoptionRefused):
            add_lesson(course, LINEAR, "hw3", silent)
    assert files_in(course) != before
    said: list[str] = []
    add_lesson(course, LINEAR, "hw3", said.append)
    assert "cut off" in said[0]
    remove_lesson(course, "hw3", silent, grades=None, force=False)
    assert files_in(course) == before


@pytest.mark.usefixtures("no_generating")
def test_a_dry_run_shows_all_and_writes_nothing(course: Path) -> None:
    before = files_in(course)
    said: list[str] = []
    add_lesson(course, LINEAR, "hw3", said.append, dry_run=True)
    assert "source/hw3" in "\n".join(said)
    assert files_in(course) == before


@pytest.mark.usefixtures("no_generating")
def test_the_configuration_stays_a_link_and_keeps_its_mode(course: Path, tmp_path: Path) -> None:
    real = tmp_path / "elsewhere.py"
    (course / "nbgrader_config.py").rename(real)
    real.chmod(0o640)
    (course / "nbgrader_config.py").symlink_to(real)
    content = real.read_bytes()
    add_lesson(course, LINEAR, "hw3", silent)
    assert (course / "nbgrader_config.py").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    remove_lesson(course, "hw3", silent, grades=None, force=False)
    assert real.read_bytes() == content
