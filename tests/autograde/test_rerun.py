"""What a run of `nbgrader autograde` grades: all, some, what is newer, and what an earlier run left."""

from __future__ import annotations

import pickle
import shutil
from typing import Any

import pytest
from nbgrader.converters.base import NbGraderException
from traitlets.config import Config

from support.lesson import LINEAR
from support.recording import ALL, ITEMS, MORE, InProcessCourse, WordJudge, force
from wallgrade.autograde import converter
from wallgrade.judging.judge_submission import judge_submission
from wallgrade.submission.reader import read_submission

MORE_ITEMS = {item: most for item, most in ALL.items() if item not in ITEMS}


@pytest.fixture
def course(word_course: InProcessCourse) -> InProcessCourse:
    return word_course


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


def identity(course: InProcessCourse) -> dict[str, int]:
    return {str(path): path.stat().st_ino for path in course.graded("ann").rglob("*") if path.is_file()}


def test_what_comes_out_the_same_is_not_written_again(course: InProcessCourse) -> None:
    course.hand_in("ann", "right")
    course.grade()
    before, points = identity(course), course.points("ann")
    course.grade(force)
    assert (identity(course), course.points("ann")) == (before, points)


@pytest.mark.parametrize("damage", ["edited", "lost", "added", "a link"])
def test_a_graded_folder_that_is_not_as_it_was_is_made_anew(course: InProcessCourse, damage: str) -> None:
    course.hand_in("ann", "right")
    course.grade()
    graded = course.graded("ann") / f"{LINEAR}.ipynb"
    content, names = graded.read_bytes(), {path.name for path in course.graded("ann").rglob("*")}
    if damage == "edited":
        graded.write_bytes(content + b" ")
    elif damage == "added":
        graded.with_name("more.txt").write_text("")
    else:
        graded.rename(course.root / "elsewhere.ipynb")
        if damage == "a link":
            graded.symlink_to(course.root / "elsewhere.ipynb")
    course.grade(force)
    assert graded.read_bytes() == content
    assert not graded.is_symlink()
    assert {path.name for path in course.graded("ann").rglob("*")} == names
