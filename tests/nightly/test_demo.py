"""The demo: the real lesson, a simulated class, the real nbgrader, from one command."""

from __future__ import annotations

import csv
import html
from pathlib import Path

import pytest

from support.command import wallgrade
from support.lesson import LESSON, PROJECT
from wallgrade.authoring.demo import start_clean
from wallgrade.authoring.make_submission import reference_cells, write_submission
from wallgrade.authoring.nbgrader_command import run_nbgrader
from wallgrade.course import Course
from wallgrade.gradebook.scores import ItemScore, course_directory, course_grades

POINTS = {
    "softmax": 10, "cross_entropy": 10, "accuracy": 5, "evaluate_accuracy": 10, "sgd": 10, "train_ch3": 25,
    "min_accuracy": 10, "quiz_1": 10, "quiz_2": 10,
}  # fmt: skip
ONE_WRONG = {
    "emil": "softmax", "fay": "cross_entropy", "gus": "accuracy", "hana": "evaluate_accuracy", "ivan": "sgd",
    "jun": "train_ch3", "omar": "sgd", "pia": "softmax",
}  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("demo") / "class"
    run = wallgrade("demo", "--course", str(PROJECT), "--target", str(target), cwd=target.parent)
    assert run.returncode == 0, run.stdout + run.stderr
    (target / "what_was_printed.txt").write_text(run.stdout)
    return target


@pytest.fixture(scope="module")
def grades(demo: Path) -> dict[str, dict[str, ItemScore]]:
    return {
        student: {grade.item: grade for grade in row}
        for student, row in course_grades(course_directory(demo), LESSON).by_student.items()
    }


def test_there_are_at_least_twelve_submissions(grades: dict[str, dict[str, ItemScore]]) -> None:
    assert len(grades) >= 12


@pytest.mark.parametrize("student", ["ada", "bao", "chen"])
def test_the_reference_and_other_honest_styles_score_exactly_100(
    grades: dict[str, dict[str, ItemScore]], student: str
) -> None:
    assert {item: grade.score for item, grade in grades[student].items()} == POINTS


def test_the_untouched_release_scores_0(grades: dict[str, dict[str, ItemScore]]) -> None:
    assert {item: grade.score for item, grade in grades["dana"].items()} == dict.fromkeys(POINTS, 0)


@pytest.mark.parametrize(("student", "item"), ONE_WRONG.items())
def test_one_wrong_function_costs_points_in_its_own_item_and_nowhere_else_but_min_accuracy(
    grades: dict[str, dict[str, ItemScore]], student: str, item: str
) -> None:
    lost = {name for name, grade in grades[student].items() if grade.score < POINTS[name]}
    assert item in lost
    assert lost <= {item, "min_accuracy"}


def test_quiz_answers_score_and_an_unreadable_one_waits_for_a_human(
    grades: dict[str, dict[str, ItemScore]],
) -> None:
    assert [grades["mo"][q].score for q in ("quiz_1", "quiz_2")] == [0, 0]
    assert [grades["lea"][q].score for q in ("quiz_1", "quiz_2")] == [0, 0]
    assert grades["nina"]["quiz_1"].score == 10
    waiting = [(who, item) for who, row in grades.items() for item, grade in row.items() if grade.needs_manual_grade]
    assert waiting == [("nina", "quiz_2")]


def test_every_student_has_a_feedback_page_per_notebook_and_a_line_in_the_csv(
    demo: Path, grades: dict[str, dict[str, ItemScore]]
) -> None:
    for student in grades:
        assert len(list((demo / "feedback" / student / LESSON).glob("*.html"))) == 5
    with (demo / "grades.csv").open(newline="") as stream:
        rows = {row["student_id"]: row["score"] for row in csv.DictReader(stream)}
    totals = {who: f"{sum(grade.score for grade in row.values()):g}" for who, row in grades.items()}
    assert rows == totals | {"nina": ""}  # an answer of hers waits for a person


def test_the_table_and_what_to_open_next_are_printed(demo: Path) -> None:
    printed = (demo / "what_was_printed.txt").read_text()
    assert "Points by student and item" in printed
    assert str(demo / "grades.csv") in printed
    assert "formgrader" in printed


def test_feedback_is_on_the_chosen_option_and_does_not_give_the_key_away(demo: Path) -> None:
    quiz = Course(PROJECT).quiz(LESSON)
    assert quiz is not None
    page = html.unescape("".join((demo / "feedback" / "mo" / LESSON / "05_quiz.html").read_text().split()))
    for question, chosen in zip(quiz.questions, "AB", strict=True):
        assert "".join(question.option(chosen).feedback.split()) in page
        assert "".join(question.option(question.key).feedback.split()) not in page


def test_grading_twice_gives_identical_scores(demo: Path, grades: dict[str, dict[str, ItemScore]]) -> None:
    for student in ("ada", "ivan"):
        run_nbgrader(demo, "autograde", LESSON, "--force", f"--student={student}")
    again = course_grades(course_directory(demo), LESSON).by_student
    assert {who: {grade.item: grade for grade in row} for who, row in again.items()} == grades


CANARY = """
import os, sys
import numpy

def arrays(value, depth=0):
    if isinstance(value, numpy.ndarray):
        yield value
    elif isinstance(value, dict) and depth < 3:
        for inner in list(value.values()):
            yield from arrays(inner, depth + 1)

frame, lengths = sys._getframe(), set()
while frame is not None:
    lengths |= {len(a) for a in arrays(dict(frame.f_locals)) if a.ndim}
    frame = frame.f_back
if 60_000 not in lengths or 10_000 in lengths or "FASHION_MNIST_ROOT" in os.environ:
    raise SystemExit("the training images are not in reach, or something is that must not be")
"""


def test_the_training_images_are_in_the_students_process_and_the_test_labels_are_not(demo: Path) -> None:
    """The canary looks through every frame of its process; if it finds the wrong things, train_ch3 is undefined."""
    reference = reference_cells(demo / "source" / LESSON)
    cells = reference | {"train_ch3": CANARY + reference["train_ch3"]}
    write_submission(demo / "release" / LESSON, demo / "submitted" / "zoe" / LESSON, cells)
    run_nbgrader(demo, "autograde", LESSON, "--force", "--student=zoe")
    grades = {grade.item: grade for grade in course_grades(course_directory(demo), LESSON).by_student["zoe"]}
    assert grades["min_accuracy"].score == POINTS["min_accuracy"]  # so train_ch3 is there
    # a program that looks through frames could also blind what watches torch, so a human reads it
    waiting = {item for item, grade in grades.items() if grade.needs_manual_grade}
    assert waiting == {"softmax", "cross_entropy", "sgd", "train_ch3"}


def test_a_second_run_starts_from_a_clean_class(demo: Path) -> None:
    start_clean(demo)
    assert [path.name for path in demo.iterdir()] == [".made-by-wallgrade-demo"]
