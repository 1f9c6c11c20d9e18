"""What is stored of a submission: all of it or nothing, and never anything of an earlier one."""

from __future__ import annotations

import logging
import os
import pickle
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from helpers_course import LINEAR
from helpers_recording import ALL, ITEMS, MORE, InProcessCourse, Row, WordJudge, make_two_notebooks
from nbgrader.converters.base import NbGraderException
from sqlalchemy import event
from sqlalchemy.engine import Engine
from traitlets.config import Config

from lessoncheck.cells import marker
from wallgrade.autograde import converter
from wallgrade.judging.judge_submission import judge_submission
from wallgrade.submission.reader import read_submission

MORE_ITEMS = {item: most for item, most in ALL.items() if item not in ITEMS}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> InProcessCourse:
    return make_two_notebooks(tmp_path_factory.mktemp("template") / "course")


@pytest.fixture
def course(template: InProcessCourse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> InProcessCourse:
    monkeypatch.setattr(converter, "judge_for", lambda *_: WordJudge())
    shutil.copytree(template.root, tmp_path / "course")
    return InProcessCourse(tmp_path / "course")


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO)
    logging.getLogger("traitlets").propagate = True
    return caplog


def force(config: Config) -> None:
    config.CourseAutograde.force = True


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


def test_a_score_given_by_hand_stays_and_is_flagged(course: InProcessCourse) -> None:
    course.hand_in("ann", "wrong")
    course.grade()
    with course.gradebook() as gradebook:
        gradebook.find_grade("sgd", LINEAR, LINEAR, "ann").manual_score = 1.5
        gradebook.db.commit()
    course.hand_in("ann", "right")
    course.grade(force)
    assert course.rows("ann")["sgd"] == Row(2.0, 1.5, True)
    with course.gradebook() as gradebook:
        assert gradebook.find_submission(LINEAR, "ann").score == sum(ALL.values()) - 0.5


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


def test_comments_say_what_was_left_empty_and_what_the_checks_noted(course: InProcessCourse) -> None:
    course.hand_in("ann", {"linreg": "right note", "more_sgd": "note"})
    course.grade()
    comments = course.comments("ann")
    assert comments["linreg"] == "a note"
    assert comments["sgd"] == "No response."
    course.hand_in("ann", "right")
    course.grade(force)
    assert set(course.comments("ann").values()) == {None}


def test_the_check_cells_say_all_that_reports_on_a_class_need(course: InProcessCourse) -> None:
    course.hand_in("ann", {"linreg": "half note", "sgd": "fault"})
    course.grade()
    notebook = nbformat.read(course.graded("ann") / f"{LINEAR}.ipynb", as_version=4)
    cells = {marker(cell).get("grade_id"): cell for cell in notebook.cells}
    report, score = cells["linreg"].outputs
    assert score.data["text/plain"] == "1.5"
    assert report.metadata["wallgrade_results"] == [
        {
            "check": "check_it", "title": "the word is there", "status": "failed", "misconception": "", "weight": 1.0,
            "gate": False, "message": "expected 42", "hint": "Think.",
        }
    ]  # fmt: skip
    assert report.metadata["wallgrade_item"] == {
        "item": "linreg", "points": 1.5, "max_score": 3.0, "seconds": 0.5, "option": "A",
        "notes": ["a note"], "faults": [],
    }  # fmt: skip
    fault = cells["sgd"].outputs[0].metadata
    assert fault["wallgrade_item"]["points"] is None
    assert fault["wallgrade_item"]["faults"] == ["check_it: expected 42"]
    assert "42" not in fault["wallgrade_results"][0]["message"]
    assert notebook.metadata.kernelspec.name == "python3"


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
    assert count >= 3
    after = course.rows("ann")
    assert after["linreg"].auto == 1.5
    assert after["quiz"] == Row(None, None, True)
    assert after["sgd"].auto == 0


@pytest.mark.parametrize("step", ["write", "retire", "put_in_place"])
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


def test_what_a_killed_run_left_beside_the_folder_is_cleared(course: InProcessCourse) -> None:
    course.hand_in("ann", "right")
    course.grade()
    for name in (f".{LINEAR}.new", f".{LINEAR}.old"):
        shutil.copytree(course.graded("ann"), course.graded("ann").with_name(name))
    course.grade()
    assert [path.name for path in course.graded("ann").parent.iterdir()] == [LINEAR]


def test_a_graded_submission_is_skipped_until_forced_or_newer(course: InProcessCourse) -> None:
    folder = course.hand_in("ann", "right")
    (folder / "timestamp.txt").write_text("2026-01-01 10:00:00 UTC")
    course.grade()
    course.hand_in("ann", "wrong")
    course.grade()
    assert course.points("ann") == ALL
    (folder / "timestamp.txt").write_text("2026-01-01 09:00:00 UTC")
    course.grade()
    assert course.points("ann") == ALL
    (folder / "timestamp.txt").write_text("2026-01-01 11:00:00 UTC")
    course.grade()
    assert course.points("ann") == dict.fromkeys(ALL, 0.0)


def test_student_and_exclude_choose_who_is_graded(course: InProcessCourse) -> None:
    for student in ("ann", "bob", "cid"):
        course.hand_in(student, "right")

    def only_ann(config: Config) -> None:
        config.CourseDirectory.student_id = "ann"

    def not_bob(config: Config) -> None:
        config.CourseDirectory.student_id_exclude = "bob,dan"

    course.grade(only_ann)
    assert (course.points("ann"), course.points("bob"), course.points("cid")) == (ALL, {}, {})
    course.grade(not_bob)
    assert (course.points("bob"), course.points("cid")) == ({}, ALL)


def test_nobody_handed_in_is_nbgraders_own_error(course: InProcessCourse) -> None:
    with pytest.raises(NbGraderException, match="No notebooks were matched"):
        course.grade()


def test_one_notebook_can_be_graded_and_the_other_stays_as_it_is(course: InProcessCourse) -> None:
    course.hand_in("ann", "right")
    course.grade()
    other = (course.graded("ann") / f"{MORE}.ipynb").read_bytes()
    course.hand_in("ann", "half")

    def only_linear(config: Config) -> None:
        config.CourseDirectory.notebook_id = "lin*"
        config.CourseAutograde.force = True

    course.grade(only_linear)
    assert course.points("ann") == {item: most / 2 for item, most in ITEMS.items()} | MORE_ITEMS
    assert (course.graded("ann") / f"{MORE}.ipynb").read_bytes() == other


def test_a_student_of_whom_only_one_notebook_was_graded_is_graded_as_a_whole_later(course: InProcessCourse) -> None:
    course.hand_in("ann", "right")

    def only_more(config: Config) -> None:
        config.CourseDirectory.notebook_id = MORE

    course.grade(only_more)
    assert [path.name for path in course.graded("ann").glob("*.ipynb")] == [f"{MORE}.ipynb"]
    course.grade()
    assert course.points("ann") == ALL


def test_an_unknown_student_is_refused_if_students_are_not_to_be_created(
    course: InProcessCourse, log: pytest.LogCaptureFixture
) -> None:
    course.hand_in("ann", "right")

    def known_only(config: Config) -> None:
        config.Autograde.create_student = False

    with pytest.raises(NbGraderException):
        course.grade(known_only)
    assert course.rows("ann") == {}
    assert "No student with ID 'ann' exists in the database" in log.text


def test_late_submissions_pay_and_a_date_that_is_none_is_said(course: InProcessCourse) -> None:
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(LINEAR, duedate="2026-01-01 10:00:00 UTC")
    for student, date in (("ann", "2026-01-01 09:00:00 UTC"), ("bob", "2026-01-02"), ("cid", "some day"), ("dan", "")):
        folder = course.hand_in(student, "right")
        (folder / "timestamp.txt").write_text(date)

    def zero(config: Config) -> None:
        config.LateSubmissionPlugin.penalty_method = "zero"

    course.grade(zero)
    with course.gradebook() as gradebook:
        penalties = {
            student: gradebook.find_submission(LINEAR, student).late_submission_penalty
            for student in ("ann", "bob", "cid", "dan")
        }
    assert penalties == {"ann": 0.0, "bob": sum(ALL.values()), "cid": 0.0, "dan": 0.0}
    assert "timestamp.txt cannot be read" in str(course.comments("cid")["linreg"])


def test_files_of_the_student_are_not_put_where_graders_and_pages_look(course: InProcessCourse, tmp_path: Path) -> None:
    folder = course.hand_in("ann", "right")
    secret = tmp_path / "secret"
    secret.write_text("CANARY")
    (folder / "leak.html").symlink_to(secret)
    (folder / "conftest.py").write_text("CANARY")
    os.mkfifo(folder / "pipe")
    (folder / "checks").mkdir()
    (folder / "checks" / "calls.py").write_text("CANARY")
    course.grade()
    kept = {str(path.relative_to(course.graded("ann"))): path for path in course.graded("ann").rglob("*")}
    assert {"leak.html", "pipe"}.isdisjoint(kept)
    assert not any("CANARY" in path.read_text() for path in kept.values() if path.is_file())
    assert kept["checks/calls.py"].read_bytes() == (course.source / "checks" / "calls.py").read_bytes()


def test_a_file_that_the_course_asks_students_to_edit_is_kept_unless_it_is_a_link(course: InProcessCourse) -> None:
    (course.source / "model.py").write_text("master")

    def theirs(config: Config) -> None:
        config.Autograde.exclude_overwriting = {LINEAR: ["model.py"]}

    (course.hand_in("ann", "right") / "model.py").write_text("ann's")
    (course.hand_in("bob", "right") / "model.py").symlink_to(course.root / "gradebook.db")
    course.grade(theirs)
    assert (course.graded("ann") / "model.py").read_text() == "ann's"
    assert (course.graded("bob") / "model.py").read_text() == "master"


def test_reading_and_judging_can_happen_elsewhere(course: InProcessCourse) -> None:
    course.hand_in("ann", "right")
    converter = course.converter()
    recorded = []

    def judge_elsewhere(job: converter.Job) -> Any:
        submission = pickle.loads(pickle.dumps(read_submission(converter.course, LINEAR, job.folder, job.student)))
        judge: Any = WordJudge()
        recorded.append(job.student)
        return pickle.loads(pickle.dumps(judge_submission(judge, submission)))

    converter.judge = judge_elsewhere
    converter.start()
    assert recorded == ["ann"]
    assert course.points("ann") == ALL


def test_the_submitted_files_are_as_they_were(course: InProcessCourse) -> None:
    folder = course.hand_in("ann", "right")
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    course.grade()
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before
