"""The grader knows no lesson: a second course with three functions and a question, graded by the stock commands."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from support.course import CourseMaker, CourseOnDisk
from support.lesson import LINEAR

FULL = {"linreg": 3.0, "squared_loss": 3.0, "sgd": 2.0, "quiz": 2.0}


@pytest.fixture(scope="module")
def course(make_course: CourseMaker, tmp_path_factory: pytest.TempPathFactory) -> CourseOnDisk:
    course = make_course(tmp_path_factory.mktemp("course") / "second")
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("c.Sandbox.call_seconds = 3.0\n")
    course.submit("reference")
    (course.submit("untouched")).write_text((course.release / f"{LINEAR}.ipynb").read_text())
    course.submit("wrong_loss", {"squared_loss": "def squared_loss(y_hat, y):\n    return y_hat - y\n"})
    course.submit("syntax_error", {"sgd": "def sgd(params, lr, batch_size)\n    pass\n"})
    course.submit("endless", {"linreg": "def linreg(X, w, b):\n    while True:\n        pass\n"})
    course.submit("exits", {"linreg": "import os\ndef linreg(X, w, b):\n    os._exit(0)\n"})
    course.submit("wrong_option", {"quiz": 'quiz = "B"'})
    course.submit("unclear_answer", {"quiz": 'quiz = "A or B"'})
    course.submit("prints_and_warns", {"linreg": NOISY})
    course.autograde()
    return course


NOISY = """
import sys, warnings
def linreg(X, w, b):
    print("computing", X.shape)
    print("on stderr", file=sys.stderr)
    warnings.warn("a warning")
    return X @ w + b
"""


def test_the_reference_scores_full_marks_and_the_untouched_release_nothing(course: CourseOnDisk) -> None:
    assert course.scores()["reference"] == FULL
    assert course.scores()["untouched"] == dict.fromkeys(FULL, 0.0)


def test_output_and_warnings_of_a_right_function_cost_nothing(course: CourseOnDisk) -> None:
    assert course.scores()["prints_and_warns"] == FULL


@pytest.mark.parametrize(
    ("student", "item"),
    [("wrong_loss", "squared_loss"), ("syntax_error", "sgd"), ("endless", "linreg"), ("exits", "linreg")],
)
def test_one_bad_function_costs_its_own_item_and_no_other(course: CourseOnDisk, student: str, item: str) -> None:
    assert course.scores()[student] == FULL | {item: 0.0}


def test_a_wrong_option_scores_nothing_and_an_unclear_one_is_left_to_a_human(course: CourseOnDisk) -> None:
    wrong, unclear = course.grades()["wrong_option"]["quiz"], course.grades()["unclear_answer"]["quiz"]
    assert (wrong.score, wrong.needs_manual_grade) == (0.0, False)
    assert (unclear.score, unclear.needs_manual_grade) == (0.0, True)


def report_of(course: CourseOnDisk, student: str, item: str) -> str:
    notebook = nbformat.read(course.root / "autograded" / student / LINEAR / f"{LINEAR}.ipynb", as_version=4)
    cell = next(cell for cell in notebook.cells if cell.get("id") == item)
    report, score = cell.outputs
    assert float(score.data["text/plain"]) >= 0
    return str(report.data["text/plain"])


def test_every_check_cell_ends_with_one_plain_number_below_a_readable_report(course: CourseOnDisk) -> None:
    assert "The check does not pass." in report_of(course, "wrong_loss", "squared_loss")
    assert "a loss for every pair of examples" in report_of(course, "wrong_loss", "squared_loss")


def test_a_crash_and_a_timeout_are_told_in_one_sentence(course: CourseOnDisk) -> None:
    assert "ended its Python process" in report_of(course, "exits", "linreg")
    assert "did not finish within 3 seconds" in report_of(course, "endless", "linreg")
    assert "SyntaxError on line 1" in report_of(course, "syntax_error", "sgd")


def test_the_chosen_options_feedback_is_in_the_graded_notebook_and_the_key_is_not(course: CourseOnDisk) -> None:
    report = report_of(course, "wrong_option", "quiz")
    assert "here the target is a number" in report
    assert "squared error" not in report


def test_grading_twice_gives_the_same_scores(course: CourseOnDisk) -> None:
    before = course.scores()
    course.autograde("--student=reference")
    course.autograde("--student=wrong_loss")
    assert course.scores() == before


def test_the_api_with_the_courses_config_grades_through_the_same_road(course: CourseOnDisk) -> None:
    script = (
        "from nbgrader.apps import NbGrader, NbGraderAPI\n"
        "app = NbGrader(); app.initialize([])\n"
        f"result = NbGraderAPI(config=app.config).autograde({LINEAR!r}, 'wrong_loss')\n"
        "assert result['success'], result\n"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=course.root, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert course.scores()["wrong_loss"] == FULL | {"squared_loss": 0.0}


def test_the_secret_is_made_once_outside_the_lesson_and_is_private(course: CourseOnDisk) -> None:
    secret = course.root / ".wallgrade" / "secret"
    assert len(secret.read_bytes()) == 32
    if os.name == "posix":
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    released = b"".join(path.read_bytes() for path in course.release.rglob("*") if path.is_file())
    assert secret.read_bytes() not in released


def test_a_fault_of_ours_leaves_the_item_to_a_human_and_is_not_charged(
    make_course: CourseMaker, tmp_path: Path
) -> None:
    course = make_course(tmp_path / "faulty")
    checks = course.source / "checks" / f"test_{LINEAR}.py"
    checks.write_text(checks.read_text().replace("expected = X @ w + 0.5", "expected = 1 / 0"))
    course.submit("reference")
    log = course.autograde()
    grades = course.grades()["reference"]
    assert grades["linreg"].needs_manual_grade
    assert not grades["sgd"].needs_manual_grade
    assert grades["sgd"].score == 2.0
    assert "fault of the grader" in report_of(course, "reference", "linreg")
    assert "ZeroDivisionError" in log


def test_validate_passes_for_the_reference_and_names_the_failing_item_otherwise(course: CourseOnDisk) -> None:
    for student, expected in (("reference", "Success"), ("wrong_loss", "squared_loss: The public check does not pass")):
        folder = course.root / "validated" / student
        folder.mkdir(parents=True)
        for path in course.release.iterdir():
            (folder / path.name).symlink_to(path)
        notebook = folder / f"{LINEAR}.ipynb"
        notebook.unlink()
        submitted = course.root / "submitted" / student / LINEAR / f"{LINEAR}.ipynb"
        notebook.write_text(submitted.read_text())
        run = subprocess.run(
            [sys.executable, "-m", "nbgrader", "validate", notebook.name], cwd=folder, capture_output=True, text=True
        )
        assert expected in run.stdout, run.stdout + run.stderr


def test_local_pytest_in_the_release_reads_the_saved_notebook(course: CourseOnDisk) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "squared_loss"], cwd=course.release, capture_output=True, text=True
    )
    assert run.returncode == 1
    assert "squared_loss: not written yet" in run.stdout
    assert "Traceback" not in run.stdout


def test_the_release_has_the_options_but_neither_key_nor_feedback(course: CourseOnDisk) -> None:
    options = json.loads((course.release / "checks" / "quiz_options.json").read_text())
    assert options == {"quiz": {"A": "the squared error", "B": "the cross-entropy"}}
    text = "".join(path.read_text() for path in course.release.rglob("*") if path.suffix in {".ipynb", ".json"})
    assert "half the squared difference of prediction and target" not in text
