"""The feedback pages of a graded class, as nbgrader makes and publishes them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from support.graded_class import POINTS
from support.lesson import LINEAR
from wallgrade.authoring.nbgrader_command import run_nbgrader


def pages(root: Path) -> dict[str, str]:
    return {student: (root / "feedback" / student / LINEAR / f"{LINEAR}.html").read_text() for student in POINTS}


def test_before_the_instructor_allows_it_right_and_wrong_quiz_answers_look_alike(
    graded_class: Path, tmp_path: Path
) -> None:
    """nora chose the right option, omar the wrong one, and all else of theirs is the same."""
    root = Path(shutil.copytree(graded_class, tmp_path / "course"))
    shown = pages(root)
    run_nbgrader(root, "generate_feedback", LINEAR, "--force", "--FeedbackPage.show_quiz_feedback=False")
    for found, looks in ((shown, 2), (hidden := pages(root), 1)):
        alike = {
            re.sub(r'&quot;[AB]&quot;|"[AB]"|answer [AB]', "", found[student].replace(student, "student"))
            for student in ("nora", "omar")
        }
        assert len(alike) == looks
    assert "8 of 8 points" in hidden["omar"]
    assert "2 more points, for the quiz, are told later" in hidden["omar"]


def test_the_chosen_options_feedback_is_shown_and_no_others(graded_class: Path) -> None:
    shown = pages(graded_class)
    assert "here the target is a number" in shown["omar"]
    assert "half the squared difference of prediction" not in shown["omar"]
    assert "half the squared difference of prediction" in shown["nora"]


def test_what_the_exchange_publishes_is_the_whole_page(graded_class: Path, tmp_path: Path) -> None:
    """release_feedback copies single files: a page needs nothing beside it."""
    root = Path(shutil.copytree(graded_class, tmp_path / "course"))
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    run_nbgrader(root, "release_feedback", LINEAR, f"--Exchange.root={exchange}", "--CourseDirectory.course_id=course")
    released = {path.read_text() for path in (exchange / "course" / "feedback").glob("*.html")}
    assert released == set(pages(root).values())
    assert not re.search(r"""(src|href)=["'](?!#|data:|https?:)""", "".join(released))
