"""Exports: nbgrader's own command with our exporters, results of one submission, grading one folder."""

from __future__ import annotations

import csv
import json
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import junitparser
import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from lessoncheck.results import CheckResult, Status
from support.course import CourseOnDisk
from support.graded_class import POINTS
from support.lesson import LINEAR, SECOND_COURSE
from wallgrade.authoring.nbgrader_command import run_nbgrader
from wallgrade.cli.main import app
from wallgrade.course import Course
from wallgrade.gradebook.scores import NoGrades
from wallgrade.judging.judge import Judge
from wallgrade.reports.exports import messages
from wallgrade.reports.exports.gradescope import gradescope_json
from wallgrade.reports.exports.junit import junit_xml
from wallgrade.reports.exports.results import ItemResult, SubmissionResult, grade_folder

ROSTER = {
    "nora": ("Zara", "Quill, Jr.", "zara@mail.example", "101"),
    "cleo": ("=cmd|' /C calc'!A0", 'Bo "B" Wren', "bo@mail.example", "102"),
    "bob": ("Una", "Clear", "una@mail.example", "103"),
    "absent": ("Abby", "Sent", "abby@mail.example", "104"),
}


@pytest.fixture(scope="module")
def course(graded_class: Path, tmp_path_factory: pytest.TempPathFactory) -> CourseOnDisk:
    """Three of the graded class, with names, and a student who handed in nothing."""
    course = CourseOnDisk(Path(shutil.copytree(graded_class, tmp_path_factory.mktemp("exports") / "course")))
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        for student, (first, last, email, lms) in ROSTER.items():
            gradebook.update_or_create_student(student, first_name=first, last_name=last, email=email, lms_user_id=lms)
        for student in POINTS.keys() - ROSTER:
            gradebook.remove_student(student)
    return course


def exported(course: CourseOnDisk, exporter: str, *options: str) -> tuple[list[list[str]], str]:
    """The rows that `nbgrader export` writes, and its log."""
    target = course.root / f"{exporter}.csv"
    log = run_nbgrader(course.root, "export", f"--exporter=wallgrade.exports.{exporter}", f"--to={target}", *options)
    with target.open(newline="", encoding="utf-8") as stream:
        return list(csv.reader(stream)), log


def test_the_item_export_has_a_line_for_each_student_and_item(course: CourseOnDisk) -> None:
    rows, _ = exported(course, "ItemCsv")
    lines = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert len(lines) == 4 * 4
    found = {(one["student_id"], one["item"]): (one["score"], one["max_score"], one["status"]) for one in lines}
    assert found["nora", "linreg"] == ("3", "3", "auto")
    assert found["cleo", "squared_loss"] == ("0", "3", "auto")
    assert found["bob", "quiz"] == ("", "2", "waiting")
    assert found["absent", "sgd"] == ("", "2", "missing")
    first, last = next((one["first_name"], one["last_name"]) for one in lines if one["student_id"] == "cleo")
    assert (first, last) == ("'=cmd|' /C calc'!A0", 'Bo "B" Wren')


def test_the_canvas_export_is_as_canvas_reads_it_and_clears_no_score(course: CourseOnDisk) -> None:
    rows, log = exported(course, "CanvasCsv")
    assert rows[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", LINEAR]
    assert rows[1] == ["    Points Possible", "", "", "", "", "10"]
    assert {row[3]: (row[0], row[1], row[5]) for row in rows[2:]} == {
        "nora": ("Quill, Jr., Zara", "101", "10"),
        "cleo": ("Bo \"B\" Wren, =cmd|' /C calc'!A0", "102", "7"),
    }
    assert f"absent ({LINEAR}: nothing handed in), bob ({LINEAR}: quiz must be decided by a person)" in log


def test_the_canvas_column_is_called_as_canvas_knows_it(course: CourseOnDisk) -> None:
    rows, _ = exported(course, "CanvasCsv", f"--CanvasCsv.columns={LINEAR}=Homework 3, part 1 (4711)")
    assert rows[0][-1] == "Homework 3, part 1 (4711)"


def test_the_moodle_export_never_has_an_empty_identifier_or_takes_a_grade_away(course: CourseOnDisk) -> None:
    rows, log = exported(course, "MoodleCsv")
    assert rows[0] == ["First name", "Last name", "Username", "Email address", LINEAR]
    assert [row[2:] for row in rows[1:]] == [
        ["cleo", "bo@mail.example", "7"], ["nora", "zara@mail.example", "10"],
    ]  # fmt: skip
    assert "absent" in log
    assert "bob" in log


@pytest.mark.parametrize(("without", "left"), [(["cleo"], ["nora"]), (["cleo", "nora"], ["cleo", "nora"])])
def test_a_student_without_email_costs_only_that_student(
    course: CourseOnDisk, tmp_path: Path, without: list[str], left: list[str]
) -> None:
    copy = CourseOnDisk(Path(shutil.copytree(course.root, tmp_path / "copy")))
    with Gradebook(f"sqlite:///{copy.root / 'gradebook.db'}") as gradebook:
        for student in without:
            gradebook.update_or_create_student(student, email="")
    rows, log = exported(copy, "MoodleCsv")
    assert [row[2] for row in rows[1:]] == left
    assert ("Email address" in rows[0]) == (left == ["nora"])
    assert (messages.NO_ADDRESS.format(student="cleo") in log) == (left == ["nora"])


def test_the_table_of_grades_has_nbgraders_columns_and_no_zero_where_something_waits(course: CourseOnDisk) -> None:
    rows, _ = exported(course, "GradesCsv")
    run_nbgrader(course.root, "export", f"--to={course.root / 'stock.csv'}")
    assert rows[0][:-2] == (course.root / "stock.csv").read_text().split("\n")[0].split(",")
    lines = {row[3]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    found = {who: (one["raw_score"], one["score"], one["status"], one["waiting"]) for who, one in lines.items()}
    assert found == {
        "nora": ("10", "10", "final", ""), "cleo": ("7", "7", "final", ""),
        "bob": ("", "", "waiting", "quiz"), "absent": ("", "", "missing", ""),
    }  # fmt: skip
    assert {one["max_score"] for one in lines.values()} == {"10"}


def test_nbgraders_own_options_choose_students_and_assignments(course: CourseOnDisk) -> None:
    rows, _ = exported(course, "CanvasCsv", "--student=['nora']", f"--assignment=['{LINEAR}']")
    assert [row[3] for row in rows[2:]] == ["nora"]


def test_an_id_that_looks_like_a_formula_is_made_safe_and_reported(course: CourseOnDisk, tmp_path: Path) -> None:
    copy = CourseOnDisk(Path(shutil.copytree(course.root, tmp_path / "copy")))
    with Gradebook(f"sqlite:///{copy.root / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_student("nora", lms_user_id="@evil")
    rows, log = exported(copy, "CanvasCsv")
    assert "'@evil" in [row[1] for row in rows]
    assert messages.CHANGED_ID.format(id="@evil") in log


def test_a_submission_exports_from_the_gradebook(course: CourseOnDisk, tmp_path: Path) -> None:
    results, junit = tmp_path / "results.json", tmp_path / "junit.xml"
    run = CliRunner().invoke(
        app,
        ["export-submission", "cleo", LINEAR, f"--course={course.root}", f"--results={results}",
         f"--junit={junit}", "--visibility=after_published"],
    )  # fmt: skip
    assert run.exit_code == 0, run.output
    data = json.loads(results.read_text())
    assert data["score"] == 7
    assert data["visibility"] == "after_published"
    assert {one["name"]: (one["score"], one["max_score"], one["status"]) for one in data["tests"]} == {
        "linreg": (3, 3, "passed"), "squared_loss": (0, 3, "failed"), "sgd": (2, 2, "passed"), "quiz": (2, 2, "passed"),
    }  # fmt: skip
    suites = {suite.name: suite for suite in junitparser.JUnitXml.fromfile(str(junit))}
    assert suites["squared_loss"].failures == suites["squared_loss"].tests == 1
    assert suites["linreg"].failures == 0
    assert all(suites[item].time > 0 for item in ("linreg", "squared_loss", "sgd"))
    assert ET.parse(junit).find("testsuite[@name='quiz']").get("time") is None  # read, not run


@pytest.fixture(scope="module")
def judge(course: CourseOnDisk) -> Iterator[Judge]:
    judge = Judge(Course(course.root), LINEAR)
    yield judge
    judge.close()


def graded(course: CourseOnDisk, judge: Judge, folder: Path) -> SubmissionResult:
    return grade_folder(Course(course.root), LINEAR, folder, judge)


@pytest.mark.parametrize("student", ["nora", "cleo", "bob"])
def test_grading_one_folder_gives_what_nbgrader_stored(course: CourseOnDisk, judge: Judge, student: str) -> None:
    result = graded(course, judge, course.root / "submitted" / student / LINEAR)
    stored = {item: None if one.needs_manual_grade else one.score for item, one in course.grades()[student].items()}
    assert {one.item: one.points for one in result.items} == stored
    assert result.notes == ()
    times = {suite.get("name"): suite.get("time") for suite in ET.fromstring(junit_xml(result))}
    assert all(float(times.pop(item)) > 0 for item in ("linreg", "squared_loss", "sgd"))
    assert times == {"quiz": None}


def test_an_item_that_waits_has_no_score_and_no_status_in_gradescope(course: CourseOnDisk, judge: Judge) -> None:
    data = json.loads(gradescope_json(graded(course, judge, course.root / "submitted" / "bob" / LINEAR)))
    quiz = next(one for one in data["tests"] if one["name"] == "quiz")
    assert not {"score", "status"} & quiz.keys()
    assert messages.WAITING in quiz["output"]
    assert data["score"] == 8


def test_a_notebook_in_a_folder_below_is_found(course: CourseOnDisk, judge: Judge, tmp_path: Path) -> None:
    shutil.copytree(course.root / "submitted" / "nora" / LINEAR, tmp_path / "my work" / "final")
    assert graded(course, judge, tmp_path).points == 10


@pytest.mark.parametrize("content", [None, "this is no notebook"])
def test_what_is_missing_or_broken_waits_for_a_person_and_says_so(
    course: CourseOnDisk, judge: Judge, tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / f"{LINEAR}.ipynb").write_text(content)
    result = graded(course, judge, tmp_path)
    assert [one.points for one in result.items] == [None] * 4
    assert result.points == 0
    assert f"{LINEAR}.ipynb" in result.notes[0]
    assert result.notes[0] in json.loads(gradescope_json(result))["output"]


def test_a_link_to_a_file_elsewhere_is_not_followed(course: CourseOnDisk, judge: Judge, tmp_path: Path) -> None:
    (tmp_path / f"{LINEAR}.ipynb").symlink_to(course.root / "submitted" / "nora" / LINEAR / f"{LINEAR}.ipynb")
    assert graded(course, judge, tmp_path).points == 0


def test_results_hold_no_key_and_no_right_option_of_a_wrong_answer(
    course: CourseOnDisk, judge: Judge, tmp_path: Path
) -> None:
    notebook = course.submit("chose_b", {"quiz": 'quiz = "B"'})
    result = graded(course, judge, notebook.parent)
    shutil.rmtree(notebook.parent.parent)
    quiz = Course(course.root).quiz(LINEAR)
    assert quiz is not None
    for text in (gradescope_json(result), junit_xml(result).decode()):
        assert quiz.questions[0].option("A").feedback not in text
        assert quiz.questions[0].option("B").feedback in text


def test_a_fault_of_the_grader_is_an_error_without_its_reason_and_costs_nothing() -> None:
    fault = CheckResult("softmax", "test_rows", "rows", "fault", message="OSError: /home/teacher/secret")
    result = SubmissionResult("a", (ItemResult("softmax", None, 10, "softmax: not checked", (fault,)),))
    text = junit_xml(result).decode()
    assert "/home/teacher" not in text
    [suite] = junitparser.JUnitXml.fromstring(text.encode())
    assert (suite.errors, suite.failures) == (1, 0)


def test_an_item_without_checks_that_waits_is_skipped() -> None:
    result = SubmissionResult("a", (ItemResult("essay", None, 10, "", ()),))
    [suite] = junitparser.JUnitXml.fromstring(junit_xml(result))
    assert (suite.tests, suite.skipped, suite.failures) == (1, 1, 0)


def test_messages_with_what_xml_cannot_hold_are_written_and_read_back() -> None:
    hostile = "\x00\x1b[31m </failure> ]]> \ud800 \ufffe & <b>"
    failed = CheckResult("x", "test_x", hostile, "failed", misconception=hostile, message=hostile, hint=hostile)
    result = SubmissionResult("a", (ItemResult("x", 0, 1, hostile, (failed,), seconds=1.25),))
    [suite] = junitparser.JUnitXml.fromstring(junit_xml(result))
    [case] = suite
    assert case.result[0].message == "\ufffd\ufffd[31m </failure> ]]> \ufffd \ufffd & <b>"
    assert suite.time == 1.25
    assert json.loads(gradescope_json(result))["tests"][0]["output"] == hostile.replace("\ud800", "?")


STATUSES: tuple[Status, ...] = ("passed", "failed", "failed", "fault")


def test_the_counts_of_the_whole_are_the_sums_of_its_suites() -> None:
    checks = tuple(CheckResult("x", f"test_{n}", "", status) for n, status in enumerate(STATUSES))
    result = SubmissionResult("a", tuple(ItemResult(name, 0, 1, "", checks) for name in "xy"))
    root = ET.fromstring(junit_xml(result))
    assert [root.get(name) for name in ("tests", "failures", "errors")] == ["8", "4", "2"]


def test_an_unknown_student_or_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoGrades, match="no folder"):
        grade_folder(Course(SECOND_COURSE), LINEAR, tmp_path / "none", Judge)  # type: ignore[arg-type]


def test_a_command_without_any_file_to_write_says_which_there_are() -> None:
    run = CliRunner().invoke(app, ["export-submission", "somebody"])
    assert run.exit_code == 2
    assert "--junit" in run.output
