"""An instructor's way through the formgrader: its buttons, a submission, a score and comments by hand, feedback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from screenshots.browser import Guard
from screenshots.formgrader import Formgrader
from screenshots.server import jupyter_lab
from support.axe import violations
from support.contrast import CONTRASTS
from support.course import CourseMaker, CourseOnDisk
from support.graded_class import FORMULA_COUNT
from support.hostile import WRONG_LOSS, submit_hostile
from support.lesson import LINEAR
from wallgrade.gradebook.messages import UNREADABLE_ANSWER


@pytest.fixture(scope="module")
def course(make_course: CourseMaker, tmp_path_factory: pytest.TempPathFactory) -> CourseOnDisk:
    course = make_course(tmp_path_factory.mktemp("instructor") / "course")
    course.submit("ann", {"squared_loss": WRONG_LOSS})
    course.submit("bob", {"quiz": 'quiz = "A and B"'})
    submit_hostile(course, "eve")
    return course


@pytest.fixture(scope="module")
def address(course: CourseOnDisk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with jupyter_lab(course.root, tmp_path_factory.mktemp("home")) as started:
        yield started


def feedback(course: CourseOnDisk, student: str) -> str:
    return (course.root / "feedback" / student / LINEAR / f"{LINEAR}.html").as_uri()


def test_scores_and_comments_by_hand_survive_a_second_grading_and_reach_the_feedback_page(
    page: Any, address: str, course: CourseOnDisk, guard: Guard
) -> None:
    formgrader = Formgrader(page, address, LINEAR)
    formgrader.autograde("ann")
    formgrader.generate_feedback("ann")
    page.goto(feedback(course, "ann"))
    assert "7 of 10 points" in page.locator(".totals").inner_text()

    formgrader.open_submission("ann", LINEAR)
    report = page.locator(".nbgrader_cell", has=page.locator("#squared_loss")).locator(".lessoncheck")
    assert "the loss is half the squared difference" in report.inner_text()
    formulas = page.locator("math").all()
    assert len(formulas) == FORMULA_COUNT
    assert all((box := formula.bounding_box()) is not None and box["height"] > 5 for formula in formulas)

    formgrader.score("squared_loss", "1.5", leave_with="Tab")
    formgrader.comment("squared_loss_answer", "Nearly: where is the **half** in $\\frac{1}{2}$?", leave_with="Escape")
    formgrader.comment("sgd_answer", "Well done.", leave_with="Tab")
    page.reload()
    formgrader.loaded()
    assert page.locator("#squared_loss").input_value() == "1.5"
    assert page.locator("#squared_loss_answer-comment").input_value().startswith("Nearly")
    assert page.locator("#sgd_answer-comment").input_value() == "Well done."

    formgrader.autograde("ann")
    formgrader.open_submission("ann", LINEAR)
    assert page.locator("#squared_loss").input_value() == "1.5"
    assert course.scores()["ann"]["squared_loss"] == 1.5

    formgrader.generate_feedback("ann")
    page.goto(feedback(course, "ann"))
    assert "8.5 of 10 points" in page.locator(".totals").inner_text()
    row = page.locator(".summary tbody tr", has_text="squared_loss")
    assert row.locator(".points").inner_text() == "1.5 / 3"
    assert "Your teacher gave these points." in row.inner_text()
    row.get_by_role("link", name="Comment").click()
    comment = page.locator("#comment-squared_loss_answer")
    assert comment.locator("strong").inner_text() == "half"
    assert comment.locator("math").count() == 1
    assert "Well done." in page.locator("#comment-sgd_answer").inner_text()
    assert guard.refused == []


@pytest.mark.nightly
def test_what_waits_stands_on_top_with_the_key_beside_it_until_it_is_decided(
    page: Any, address: str, guard: Guard
) -> None:
    formgrader = Formgrader(page, address, LINEAR)
    formgrader.autograde("bob")
    formgrader.open_submission("bob", LINEAR)
    waiting = page.locator(".to-decide")
    waiting.wait_for()
    assert waiting.locator("li:visible").all_inner_texts() == [f"quiz {UNREADABLE_ANSWER}"]
    assert page.locator(".key:visible").all_inner_texts() == ["For you only: The key is A: the squared error"]
    waiting.locator("a:visible").click()
    page.locator("#quiz:focus").wait_for()
    submission = page.url.split("?")[0]
    page.goto("about:blank")
    page.goto(submission + "#quiz")  # as the class report links to it
    page.locator("#quiz:focus").wait_for()
    formgrader.loaded()
    formgrader.score("quiz", "2", leave_with="Tab")
    waiting.wait_for(state="hidden")
    assert page.locator(".key:visible").count() == 0
    assert guard.refused == []


@pytest.mark.nightly
def test_the_keyboard_help_opens_and_the_student_is_named_on_request(page: Any, address: str) -> None:
    formgrader = Formgrader(page, address, LINEAR)
    formgrader.autograde("ann")
    formgrader.open_submission("ann", LINEAR)
    page.locator(".help").click()
    page.locator("#help-dialog", has_text="Defocus and save").wait_for()
    page.locator("#help-dialog .btn-primary").click()
    page.locator("#help-dialog").wait_for(state="detached")
    assert page.locator(".live-notebook").inner_text().strip().startswith("Submission #")
    page.locator(".who").click()
    assert "ann" in page.locator(".live-notebook").inner_text()


@pytest.mark.nightly
def test_nothing_of_a_hostile_submission_runs_on_the_instructors_server(page: Any, address: str, guard: Guard) -> None:
    formgrader = Formgrader(page, address, LINEAR)
    formgrader.autograde("eve")
    formgrader.open_submission("eve", LINEAR)
    page.wait_for_timeout(300)
    assert page.evaluate("window.__pwned") is None
    assert page.title() == LINEAR
    for selector in ("iframe", "object", "embed", "form", "svg", "base", "main script", "main style", "main link"):
        assert page.locator(selector).count() == 0, selector
    assert guard.refused == []
    scripts = page.evaluate("[...document.scripts].map(s => s.nonce)")
    assert len(set(scripts)) == 1
    assert re.fullmatch(r"[\w-]{20,}", scripts[0])


@pytest.mark.nightly
def test_a_report_can_be_read_there_too(page: Any, address: str) -> None:
    formgrader = Formgrader(page, address, LINEAR)
    formgrader.autograde("ann")
    formgrader.open_submission("ann", LINEAR)
    assert violations(page, "main .lessoncheck") == []
    contrasts = page.locator("main .lessoncheck").nth(1).evaluate(CONTRASTS)
    assert len(contrasts) >= 3
    assert [found for found in contrasts if found[1] < 4.5] == []
