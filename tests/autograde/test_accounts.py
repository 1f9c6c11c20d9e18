"""Several accounts of one group grade one course (`groupshared`).

With root's rights the second account is a real one. Without them the same folders are looked at by their modes, and
what another account may not remove is played by a folder that nobody may change.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.converters.base import NbGraderException
from traitlets.config import Config

from lessoncheck.results import ItemReport
from support.accounts import GROUP, run_as
from support.once import Once
from support.recording import ALL, InProcessCourse, WordJudge, two_notebooks
from wallgrade.autograde import converter
from wallgrade.course import PRIVATE
from wallgrade.judging.cache import ResultCache

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
pytestmark = pytest.mark.skipif(os.name != "posix", reason="groups and modes as POSIX has them")
A, B = 50_001, 50_002


def shared(config: Config) -> None:
    config.CourseDirectory.groupshared = True


def shared_again(config: Config) -> None:
    shared(config)
    config.CourseAutograde.force = True


def force(config: Config) -> None:
    config.CourseAutograde.force = True


@pytest.fixture
def course(once: Once, monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcessCourse]:
    """A course in a folder that every account can reach; with root's rights it is A's, for the group."""
    monkeypatch.setattr(converter, "judge_for", lambda *_: WordJudge())
    folder = Path(tempfile.mkdtemp(prefix="wallgrade-group-"))
    folder.chmod(0o755)
    made = two_notebooks(once, folder / "course")
    made.hand_in("warm-up", "right")
    shutil.copytree(made.root, folder / "other")
    InProcessCourse(folder / "other").grade()  # all that is imported late is imported now: B may not read our packages
    shutil.rmtree(made.root / "submitted")
    made.hand_in("ann", "right")
    for path in (made.root, *made.root.rglob("*")):
        if ROOT:
            os.chown(path, A, GROUP)
        path.chmod(0o2775 if path.is_dir() else 0o644)
    yield made
    shutil.rmtree(folder, ignore_errors=True)


def as_account(user: int, course: InProcessCourse, change: object) -> str:
    """Grade as this account, or as ourselves where there is no other."""
    if ROOT:
        return run_as(user, lambda: course.grade(change))  # type: ignore[arg-type]
    try:
        course.grade(change)  # type: ignore[arg-type]
    except NbGraderException as error:
        return str(error)
    return ""


def test_the_second_account_grades_again_what_the_first_has_graded(course: InProcessCourse) -> None:
    assert as_account(A, course, shared) == ""
    assert as_account(B, course, shared_again) == ""
    assert as_account(A, course, shared_again) == ""
    assert course.points("ann") == ALL
    own = [course.root / PRIVATE, *(course.root / PRIVATE).rglob("*"), course.root / "gradebook.db"]
    for path in [*own, course.root / "autograded", *(course.root / "autograded").rglob("*")]:
        mode = path.stat().st_mode
        wanted = 0o2770 if path.is_dir() else 0o660
        assert mode & wanted == wanted, (path, stat.filemode(mode))
    assert not list((course.root / "autograded").rglob(".*"))
    assert (course.root / PRIVATE / "secret").stat().st_mode & 0o007 == 0


def test_kept_results_follow_the_course(tmp_path: Path) -> None:
    ResultCache(tmp_path / "results", b"secret", shared=True).put("ab" * 32, ItemReport("sgd", (), ()))
    assert len(list((tmp_path / "results").rglob("*"))) == 2
    assert all(path.stat().st_mode & 0o060 == 0o060 for path in (tmp_path / "results").rglob("*"))


def test_without_groupshared_the_secret_is_private_and_the_other_account_is_told_who_can_help(
    course: InProcessCourse,
) -> None:
    assert as_account(A, course, lambda c: None) == ""
    assert stat.S_IMODE((course.root / PRIVATE / "secret").stat().st_mode) == 0o600
    before = course.rows("ann")
    if ROOT:
        said = run_as(B, lambda: course.grade(shared_again))
        assert f"the account {A}, whose it is, runs `nbgrader autograde` once" in said
        assert "groupshared = True in nbgrader_config.py" in run_as(B, lambda: course.grade(force))
    assert course.rows("ann") == before
    assert course.graded("ann").is_dir()
    assert as_account(A, course, shared_again) == ""  # turned on later: the owner's run mends what is there
    assert as_account(B, course, shared_again) == ""


def test_where_the_folder_cannot_go_its_grades_stay(course: InProcessCourse) -> None:
    assert as_account(A, course, shared) == ""
    before = course.rows("ann")
    course.hand_in("ann", "wrong")
    course.graded("ann").parent.chmod(0o555)
    said = as_account(B, course, shared_again if ROOT else force)  # the owner's shared run would open the folder
    course.graded("ann").parent.chmod(0o2775)
    assert "Some submissions could not be graded" in said
    assert course.rows("ann") == before
    assert course.graded("ann").is_dir()


def test_a_gradebook_that_cannot_be_written_stops_the_run(course: InProcessCourse) -> None:
    assert as_account(A, course, shared) == ""
    before = course.rows("ann")
    (course.root / "gradebook.db").chmod(0o444)
    said = as_account(B, course, shared_again)
    if ROOT:  # B is not the owner; the owner's run opens it again
        assert "cannot be written to by this account, so nothing was graded" in said
    assert course.rows("ann") == before
