"""What is stored of a submission's points, and never anything of an earlier one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from traitlets.config import Config

from support.lesson import LINEAR
from support.recording import ALL, ITEMS, MORE, InProcessCourse, Row, force

MORE_ITEMS = {item: most for item, most in ALL.items() if item not in ITEMS}


@pytest.fixture
def course(word_course: InProcessCourse) -> InProcessCourse:
    return word_course


def test_every_item_of_every_notebook_gets_its_points(course: InProcessCourse) -> None:
    course.hand_in("ann", "right")
    course.hand_in("bob", {"sgd": "right", "more_quiz": "half"})
    course.grade()
    assert course.points("ann") == ALL
    assert course.points("bob") == dict.fromkeys(ALL, 0.0) | {"sgd": 2.0, "more_quiz": 1.0}
    assert not any(row.look for row in (course.rows("ann") | course.rows("bob")).values())


def test_a_fault_or_no_verdict_is_left_to_a_human(course: InProcessCourse) -> None:
    course.hand_in("ann", "right")
    course.grade()
    course.hand_in("ann", {"linreg": "right", "sgd": "fault", "quiz": "none"})
    course.grade(force)
    rows = course.rows("ann")
    assert rows["linreg"] == Row(3.0, None, False)
    assert rows["sgd"] == Row(None, None, True)
    assert rows["quiz"] == Row(0.0, None, True)


def score_by_hand(course: InProcessCourse, item: str, points: float, student: str = "ann") -> None:
    """As the formgrader does it."""
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade(item, LINEAR, LINEAR, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()


def test_a_score_given_by_hand_stays_and_a_person_is_to_look_again_where_the_work_changed(
    course: InProcessCourse,
) -> None:
    course.hand_in("ann", "wrong")
    course.grade()
    score_by_hand(course, "sgd", 1.5)
    course.hand_in("ann", "right")
    course.grade(force)
    assert course.rows("ann")["sgd"] == Row(2.0, 1.5, True)
    with course.gradebook() as gradebook:
        assert gradebook.find_submission(LINEAR, "ann").score == sum(ALL.values()) - 0.5
    course.grade(force)
    assert course.rows("ann")["sgd"].look, "nobody has looked yet"


def test_a_score_given_by_hand_on_work_that_did_not_change_stays_final(course: InProcessCourse) -> None:
    course.hand_in("ann", {"linreg": "wrong", "sgd": "fault"})
    course.grade()
    score_by_hand(course, "sgd", 1.5)
    course.hand_in("ann", {"linreg": "right", "sgd": "fault"})
    course.grade(force)
    assert course.rows("ann")["sgd"] == Row(None, 1.5, False)
    assert course.rows("ann")["linreg"] == Row(3.0, None, False)


def test_all_scores_by_hand_can_be_kept(course: InProcessCourse) -> None:
    course.hand_in("ann", "wrong")
    course.grade()
    score_by_hand(course, "sgd", 1.5)
    course.hand_in("ann", "right")

    def keep(config: Config) -> None:
        force(config)
        config.CourseAutograde.keep_scores_by_hand = True

    course.grade(keep)
    assert course.rows("ann")["sgd"] == Row(2.0, 1.5, False)


def test_a_notebook_that_is_missing_now_loses_its_earlier_points(course: InProcessCourse) -> None:
    course.hand_in("ann", "right")
    course.grade()
    course.hand_in("ann", "right", only=(LINEAR,))
    course.grade(force)
    assert course.points("ann") == ITEMS | dict.fromkeys(MORE_ITEMS, 0.0)
    assert course.comments("ann")["more_linreg"] == "more.ipynb was not handed in."
    assert not course.rows("ann")["more_linreg"].look


def test_a_renamed_notebook_has_the_points_it_had(course: InProcessCourse) -> None:
    folder = course.hand_in("ann", "right")
    course.grade()
    (folder / f"{LINEAR}.ipynb").rename(folder / f"{LINEAR} (1).ipynb")
    course.grade(force)
    assert course.points("ann") == ALL
    assert "Keep the names" in str(course.comments("ann")["linreg"])


def nothing(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def other_files_only(folder: Path) -> None:
    nothing(folder)
    (folder / "essay.docx").write_bytes(b"PK")


def archive_only(folder: Path) -> None:
    nothing(folder)
    (folder / "work.zip").write_bytes(b"PK\x03\x04")


def a_link(folder: Path) -> None:
    folder.rename(folder.parent.parent / "elsewhere")
    folder.symlink_to(folder.parent.parent / "elsewhere", target_is_directory=True)


@pytest.mark.parametrize("make", [nothing, other_files_only, archive_only, a_link])
@pytest.mark.parametrize("alone", [True, False])
def test_without_any_notebook_there_are_0_points_a_comment_and_a_human_looks(
    course: InProcessCourse, make: Any, alone: bool, log: pytest.LogCaptureFixture
) -> None:
    folder = course.hand_in("ann", "right")
    course.grade()
    make(folder)
    if not alone:
        course.hand_in("bob", "right")
    course.grade(force)
    assert course.rows("ann") == dict.fromkeys(ALL, Row(0.0, None, True))
    assert "No notebook of this assignment was handed in" in str(course.comments("ann")["linreg"])
    assert "ann: No notebook of this assignment was handed in" in log.text
    assert course.graded("ann").is_dir()
    assert alone or course.points("bob") == ALL


def test_an_unreadable_notebook_costs_its_own_items_and_its_page_says_why(course: InProcessCourse) -> None:
    folder = course.hand_in("ann", "right")
    (folder / f"{MORE}.ipynb").write_bytes(b"")
    course.grade()
    assert course.points("ann") == ITEMS | dict.fromkeys(MORE_ITEMS, 0.0)
    assert course.rows("ann")["more_sgd"].look
    assert "is empty" in (course.graded("ann") / f"{MORE}.ipynb").read_text()
