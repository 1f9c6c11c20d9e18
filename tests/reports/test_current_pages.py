"""Pages that are current stay as they are; whatever they are made from, a change of it makes them anew."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from support.command import wallgrade
from support.graded_class import POINTS
from support.lesson import LINEAR
from wallgrade.config import configure
from wallgrade.reports.feedback.converter import LessonGenerateFeedback
from wallgrade.reports.feedback.currency import FILE

Change = Callable[[Path], object]


@pytest.fixture
def course(graded_class: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(graded_class, tmp_path / "course"))


def made(root: Path, **settings: object) -> list[str]:
    """The students whose pages a run makes."""
    config = Config()
    configure(config, root)
    config.CourseDirectory.assignment_id = LINEAR
    config.CourseDirectory.db_url = f"sqlite:///{root}/gradebook.db"
    for name, value in settings.items():
        config.FeedbackPage[name] = value
    converter = LessonGenerateFeedback(coursedir=CourseDirectory(config=config), config=config)
    converter.start()
    return sorted(converter.made)


def contents(root: Path) -> dict[str, bytes]:
    """Everything in feedback/ but when it was made and from what."""
    folder = root / "feedback"
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != FILE)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def score_by_hand(root: Path) -> None:
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.find_grade("sgd", LINEAR, LINEAR, "ann").manual_score = 0.5
        gradebook.db.commit()


def comment(root: Path) -> None:
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.find_comment("sgd_answer", LINEAR, LINEAR, "ann").manual_comment = "Nearly."
        gradebook.db.commit()


def notebook(root: Path) -> None:
    path = root / "autograded" / "ann" / LINEAR / f"{LINEAR}.ipynb"
    path.write_text(path.read_text().replace("def sgd", "def  sgd"))


def damaged_page(root: Path) -> None:
    page = root / "feedback" / "ann" / LINEAR / f"{LINEAR}.html"
    page.write_text(page.read_text()[:5000])


def lost_page(root: Path) -> None:
    (root / "feedback" / "ann" / LINEAR / f"{LINEAR}.html").unlink()


def killed(root: Path) -> None:
    """What a run leaves that was killed between two pages."""
    (root / "feedback" / "ann" / LINEAR / FILE).unlink()


def receipt(root: Path) -> None:
    (root / "submitted" / "ann" / LINEAR / "submission_secret.txt").write_text("another")


@pytest.mark.parametrize("change", [score_by_hand, comment, notebook, damaged_page, lost_page, killed, receipt])
def test_a_change_to_one_submission_makes_its_pages_anew_and_no_others(course: Path, change: Change) -> None:
    made(course)
    assert made(course) == []
    change(course)
    assert made(course) == ["ann"]
    assert made(course) == []


def test_a_setting_and_the_quiz_concern_every_page(course: Path) -> None:
    made(course)
    assert made(course, show_quiz_feedback=False) == sorted(POINTS)
    assert made(course) == sorted(POINTS)
    quiz = course / "quizzes" / f"{LINEAR}.toml"
    quiz.write_text(quiz.read_text() + "\n# edited\n")
    assert made(course) == sorted(POINTS)


def test_side_by_side_and_one_after_the_other_come_the_same_files(course: Path) -> None:
    made(course)
    serial = contents(course)
    first = wallgrade("feedback", LINEAR, "--jobs", "2", "--force", cwd=course)
    assert (first.returncode, first.stderr) == (0, "")
    assert f"Students whose pages were made: {len(POINTS)};" in first.stdout
    assert contents(course) == serial
    second = wallgrade("feedback", cwd=course)
    assert f"were made: 0; whose pages were current: {len(POINTS)}." in second.stdout
    assert not list((course / "feedback").rglob(".*"))  # nothing half-written


def test_a_submission_whose_pages_cannot_be_made_costs_only_its_own(course: Path) -> None:
    (course / "autograded" / "bob" / LINEAR / f"{LINEAR}.ipynb").write_text("{")
    run = wallgrade("feedback", "--jobs", "2", "--force", cwd=course)
    assert run.returncode == 1
    assert "bob" in run.stderr + run.stdout
    assert not (course / "feedback" / "bob" / LINEAR).exists()
    assert f"were made: {len(POINTS) - 1};" in run.stdout


def test_what_pages_were_made_from_can_be_read_by_whoever_may_read_them(course: Path) -> None:
    made(course)
    folder = course / "feedback" / "ann" / LINEAR
    assert len({os.stat(path).st_mode for path in folder.iterdir()}) == 1
    assert json.loads((folder / FILE).read_text()).keys() == {"source", "pages"}
