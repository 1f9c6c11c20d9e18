"""The gradebook on a real PostgreSQL: nbgrader's own setting `db_url`, and nothing else is different."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from support import postgres
from support.course import CourseOnDisk
from support.grade_command import files_of, grade, nbgrader_autograde, tables_of
from support.lesson import LINEAR, SECOND_COURSE
from wallgrade.authoring.nbgrader_command import run_nbgrader
from wallgrade.course import PRIVATE


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres.postgres() as folder:
        yield folder


def make_course_on(url: str, target: Path) -> CourseOnDisk:
    shutil.copytree(SECOND_COURSE, target, ignore=shutil.ignore_patterns("__pycache__"))
    with (target / "nbgrader_config.py").open("a") as config:
        # without a course_id nbgrader refers to a course that it never made; SQLite does not mind, PostgreSQL does
        config.write(f"\nc.CourseDirectory.db_url = {url!r}\nc.CourseDirectory.course_id = 'maths'\n")
    (target / PRIVATE).mkdir(exist_ok=True)
    (target / PRIVATE / "secret").write_bytes(b"one secret for both of the courses")
    run_nbgrader(target, "generate_assignment", LINEAR, "--force")
    return CourseOnDisk(target)


@pytest.mark.nightly
def test_a_class_is_graded_into_postgresql_as_nbgrader_does_it(server: str, tmp_path: Path) -> None:
    urls = [postgres.make_database(server, name) for name in ("ours", "theirs")]
    ours, theirs = (make_course_on(url, tmp_path / f"course{number}") for number, url in enumerate(urls))
    for course in (ours, theirs):
        for number in range(4):
            course.submit(f"s{number}", {"sgd": f"# {number}\ndef sgd(params, lr, batch_size):\n    pass\n"})
        course.submit("unclear", {"quiz": "quiz = 'A or B'"})
        course.submit("broken").write_text("no notebook")
    assert "6 submissions graded" in grade(ours.root, "--jobs", "2")
    nbgrader_autograde(theirs.root)
    found, wanted = map(tables_of, urls)
    assert found.keys() == wanted.keys()
    for name in wanted:
        assert found[name] == wanted[name], name
    assert len(found["submitted_assignment"]) == 6
    assert ours.scores()["s1"] == {"linreg": 3, "squared_loss": 3, "sgd": 0, "quiz": 2}
    assert ours.scores() == theirs.scores()
    assert files_of(ours.root / "autograded") == files_of(theirs.root / "autograded")
    assert not (ours.root / "gradebook.db").exists()


def test_manual_points_survive_a_forced_regrading_and_nothing_is_stored_twice(server: str, tmp_path: Path) -> None:
    url = postgres.make_database(server, "again")
    course = make_course_on(url, tmp_path / "course")
    course.submit("ann")
    grade(course.root)
    with Gradebook(url) as gradebook:
        gradebook.find_grade("sgd", LINEAR, LINEAR, "ann").manual_score = 0.5
        gradebook.db.commit()
    before = {name: len(rows) for name, rows in tables_of(url).items()}
    grade(course.root, "--force")
    with Gradebook(url) as gradebook:
        stored = gradebook.find_grade("sgd", LINEAR, LINEAR, "ann")
        assert (stored.auto_score, stored.manual_score, stored.needs_manual_grade) == (2.0, 0.5, False)
    assert {name: len(rows) for name, rows in tables_of(url).items()} == before
