"""All of a submission is stored or nothing, whatever fails in between."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from nbgrader.converters.base import NbGraderException
from sqlalchemy import event
from sqlalchemy.engine import Engine

from support.lesson import LINEAR
from support.recording import ALL, InProcessCourse, Row, force
from wallgrade.autograde import converter


@pytest.fixture
def course(word_course: InProcessCourse) -> InProcessCourse:
    return word_course


def test_one_submission_that_breaks_the_judge_stops_and_changes_no_other(
    course: InProcessCourse, log: pytest.LogCaptureFixture
) -> None:
    for student in ("ann", "bob", "cid"):
        course.hand_in(student, "right")
    course.grade()
    course.hand_in("bob", {"sgd": "raise now"})
    with pytest.raises(NbGraderException, match="could not be graded"):
        course.grade(force)
    assert course.points("ann") == course.points("cid") == ALL
    assert course.rows("bob") == dict.fromkeys(ALL, Row(None, None, True))
    assert not course.graded("bob").exists()
    assert "bob: not graded, because of RuntimeError: a judge that breaks." in log.text
    course.hand_in("bob", "right")
    course.grade()
    assert course.points("bob") == ALL


class FullDisk:
    """Lets the given number of writing statements through, then fails: once, or every time."""

    def __init__(self, let_through: int, *, forever: bool) -> None:
        self.left, self.forever, self.struck = let_through, forever, False

    def __call__(self, connection: Any, cursor: Any, statement: str, *others: Any) -> None:
        if not statement.startswith(("UPDATE", "INSERT", "DELETE")) or (self.struck and not self.forever):
            return
        self.left -= 1
        if self.left < 0:
            self.struck = True
            raise sqlite3.OperationalError("database or disk is full")


@pytest.fixture
def full_disk() -> Iterator[Any]:
    fitted: list[FullDisk] = []

    def fit(let_through: int, *, forever: bool) -> FullDisk:
        disk = FullDisk(let_through, forever=forever)
        event.listen(Engine, "before_cursor_execute", disk)
        fitted.append(disk)
        return disk

    def take_out() -> None:
        while fitted:
            event.remove(Engine, "before_cursor_execute", fitted.pop())

    fit.take_out = take_out  # type: ignore[attr-defined]
    yield fit
    take_out()


@pytest.mark.parametrize("forever", [True, False])
def test_a_disk_that_fills_up_at_any_statement_leaves_all_or_nothing(
    course: InProcessCourse, full_disk: Any, forever: bool, log: pytest.LogCaptureFixture
) -> None:
    course.hand_in("ann", "right")
    course.grade()
    course.hand_in("ann", {"linreg": "half", "more_sgd": "half", "quiz": "fault"})
    before = course.rows("ann")
    for count in range(40):
        disk = full_disk(count, forever=forever)
        try:
            course.grade(force)
        except NbGraderException:
            full_disk.take_out()
            assert "ann: " in log.text
            assert "Traceback" not in log.text
            assert course.rows("ann") in (before, dict.fromkeys(ALL, Row(None, None, True)))
            assert not course.graded("ann").exists()
        else:
            full_disk.take_out()
            assert not disk.struck
            break
    assert count >= 2
    after = course.rows("ann")
    assert after["linreg"].auto == 1.5
    assert after["quiz"] == Row(None, None, True)
    assert after["sgd"].auto == 0


@pytest.mark.parametrize("step", ["write", "put_in_place"])
def test_a_failure_at_the_folder_leaves_nothing_half_made_and_the_next_run_grades(
    course: InProcessCourse, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    course.hand_in("ann", "half")
    course.grade()
    course.hand_in("ann", "right")

    def no_space(*arguments: Any, **options: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(converter.Staging, step, no_space)
        with pytest.raises(NbGraderException):
            course.grade(force)
    assert not course.graded("ann").exists()
    assert not list((course.root / "autograded").rglob(".*"))
    course.grade()
    assert course.points("ann") == ALL


def test_a_folder_that_cannot_go_keeps_its_grades(
    course: InProcessCourse, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    course.hand_in("ann", "half")
    course.grade()
    before, shown = course.rows("ann"), (course.graded("ann") / f"{LINEAR}.ipynb").read_bytes()
    course.hand_in("ann", "right")

    def refused(*arguments: Any) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as broken:
        broken.setattr(converter.Staging, "retire", refused)
        with pytest.raises(NbGraderException, match="could not be graded"):
            course.grade(force)
    assert course.rows("ann") == before
    assert (course.graded("ann") / f"{LINEAR}.ipynb").read_bytes() == shown
    assert "ann: the autograded folder" in log.text
    assert "cannot be removed" in log.text


def test_a_run_that_is_canceled_leaves_what_was_graded_before(
    course: InProcessCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    course.hand_in("ann", "right")
    course.grade()

    def cancel(*arguments: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(converter, "judge_submission", cancel)
    with pytest.raises(KeyboardInterrupt):
        course.grade(force)
    assert course.points("ann") == ALL
    assert (course.graded("ann") / f"{LINEAR}.ipynb").exists()
