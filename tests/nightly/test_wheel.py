"""The wheel, as a new instructor has it: in a fresh environment, its lesson in a course that exists already.

The heavy packages are those of this environment; the kit itself comes from the wheel alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from support.course101 import Rows, files_in, hand_in_released, rows_in
from support.docs_places import Place
from support.lesson import LESSON, PROJECT, SOURCE
from wallgrade.authoring.make_submission import reference_cells, write_submission

OUR_PACKAGES = ("wallgrade", "lessoncheck", "wallquiz")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit as one file."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(PROJECT)]
    subprocess.run(pip, check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def instructor(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """nbgrader's quickstart course and an environment with the wheel, outside the kit's folder.

    ps1 was graded by stock nbgrader before the kit came, two cells by hand.
    """
    home = tmp_path_factory.mktemp("instructor")
    programs = home / "venv" / "bin"
    place = Place(home, {"PATH": f"{programs}:/usr/bin:/bin", "PYTHONPATH": ""})
    subprocess.run([sys.executable, "-m", "venv", str(home / "venv")], check=True)
    borrow_packages(home / "venv")
    shutil.rmtree(home / "venv" / "share", ignore_errors=True)
    (home / "venv" / "share").symlink_to(Path(sys.prefix) / "share")  # Jupyter's templates and kernels
    place.run(f"pip install --quiet --no-deps --force-reinstall {wheel}")
    # an environment has its own commands, which use its own Python
    for command in ("nbgrader", "jupyter", "alembic"):
        script = (Path(sys.executable).parent / command).read_text().splitlines()[1:]
        (programs / command).write_text("\n".join([f"#!{programs / 'python'}", *script]))
        (programs / command).chmod(0o755)
    place.run("nbgrader quickstart course101")
    course = Place(home / "course101", {**place.environment, "HOME": str(home)})
    course.run("nbgrader generate_assignment ps1")
    hand_in_released(course.root, "ann", "ps1")
    course.run("nbgrader autograde ps1")
    course.run("nbgrader generate_feedback ps1")
    score_by_hand(course.root)
    return course


def borrow_packages(venv: Path) -> None:
    """All packages of this environment but the kit, as links: the sandbox shows student code an environment's own."""
    theirs, ours = (next((prefix / "lib").glob("python*")) / "site-packages" for prefix in (Path(sys.prefix), venv))
    kit = shutil.ignore_patterns("*wallgrade*", *OUR_PACKAGES, "__pycache__")
    shutil.copytree(theirs, ours, copy_function=link_or_copy, ignore=kit, dirs_exist_ok=True)


def link_or_copy(source: str, target: str) -> None:
    Path(target).unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:  # on another disk
        shutil.copy2(source, target)


def score_by_hand(root: Path) -> None:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        waiting = [grade for book in gradebook.find_submission("ps1", "ann").notebooks for grade in book.grades]
        for grade in waiting[:2]:
            grade.manual_score, grade.needs_manual_grade = 1.5, False
        gradebook.db.commit()


def scores(root: Path) -> list[tuple[str, float, object]]:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        books = gradebook.find_submission("ps1", "ann").notebooks
        return sorted((grade.name, grade.score, grade.manual_score) for book in books for grade in book.grades)


def test_the_wheel_holds_engine_and_lesson_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", *(f"autograder/{one}" for one in OUR_PACKAGES), "quizzes/wallquiz"],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    engine = {file.split("/", 1)[1] for file in tracked.stdout.splitlines()}
    assert names >= engine
    lesson = {name.removeprefix("wallgrade/lessons/") for name in names if name.startswith("wallgrade/lessons/")}
    assert {name.split("/")[0] for name in lesson} == {"source", "quizzes", "catalogue"}
    assert all((PROJECT / name).is_file() for name in lesson)
    rest = names - engine - {f"wallgrade/lessons/{name}" for name in lesson}
    assert all(".dist-info/" in name for name in rest)


def test_the_kit_comes_from_the_wheel(instructor: Place) -> None:
    for package in OUR_PACKAGES:
        file = instructor.run(f"python -c 'import {package}; print({package}.__file__)'").strip()
        assert file.startswith(str(instructor.root.parent / "venv"))


@pytest.fixture(scope="module")
def before(instructor: Place) -> tuple[dict[str, tuple[str, int]], Rows, list[tuple[str, float, object]]]:
    """The course as it was before the kit came."""
    shutil.copytree(instructor.root, instructor.root.with_name("stock"))
    return files_in(instructor.root), rows_in(instructor.root), scores(instructor.root)


@pytest.fixture(scope="module")
def adopted(instructor: Place, before: object) -> Place:
    """The lesson came under another name, and ann's submission to it was graded."""
    del before
    assert "Nothing was changed" in instructor.run(f"wallgrade add {LESSON} --as hw3 --dry-run")
    said = instructor.run(f"wallgrade add {LESSON} --as hw3")
    assert "wallgrade doctor" in said
    write_submission(
        instructor.root / "release" / "hw3", instructor.root / "submitted" / "ann" / "hw3", reference_cells(SOURCE)
    )
    instructor.run("nbgrader autograde hw3")
    instructor.run("nbgrader generate_feedback hw3")
    instructor.run("wallgrade report hw3")
    return instructor


def test_a_right_submission_has_all_points_under_the_new_name(adopted: Place) -> None:
    with Gradebook(f"sqlite:///{adopted.root / 'gradebook.db'}") as gradebook:
        assert gradebook.find_submission("hw3", "ann").score == 100
    assert (adopted.root / "feedback" / "ann" / "hw3" / "05_quiz.html").is_file()
    assert (adopted.root / "reports" / "hw3" / "report.html").is_file()


def test_the_other_commands_know_the_new_name(adopted: Place) -> None:
    assert "everything is as it must be" in adopted.run("wallgrade verify hw3 --fast --only accuracy")
    adopted.run("wallgrade export-submission ann hw3 --results ../results.json --junit ../junit.xml")
    adopted.run("wallgrade export-quiz hw3 --moodle ../quiz.xml --qti ../quiz.zip")
    adopted.run("nbgrader export --exporter=wallgrade.exports.CanvasCsv --to ../canvas.csv")
    assert "hw3" in (adopted.root.parent / "canvas.csv").read_text()


def test_the_students_pytest_checks_the_release_under_the_new_name(adopted: Place, tmp_path: Path) -> None:
    filled = tmp_path / "hw3"
    shutil.copytree(adopted.root / "release" / "hw3", filled)
    shutil.copytree(adopted.root / "submitted" / "ann" / "hw3", filled, dirs_exist_ok=True)
    student = Place(filled, {**adopted.environment, "FASHION_MNIST_ROOT": "fashion-shapes"})
    assert "softmax: 6 of 6 public checks pass" in student.run("python -m pytest -m softmax")


def test_after_it_left_the_course_is_as_it_was_and_stock_nbgrader_grades_as_before(
    adopted: Place, before: tuple[dict[str, tuple[str, int]], Rows, list[tuple[str, float, object]]]
) -> None:
    kept = Place(adopted.root.with_name("kept"), adopted.environment)
    shutil.copytree(adopted.root, kept.root)
    refused = adopted.run("wallgrade remove hw3 2>&1 || true")
    assert "work of one student" in refused
    adopted.run("wallgrade remove hw3 --grades")
    files, rows, points = before
    assert files_in(adopted.root) == files
    assert rows_in(adopted.root) == rows
    kept.run("wallgrade remove hw3 --keep-grades")
    stock = Place(adopted.root.with_name("stock"), adopted.environment)
    adopted.run("pip uninstall --yes --quiet wallgrade")
    for place in (stock, adopted, kept):
        place.run("nbgrader generate_assignment ps1 --force")
        place.run("nbgrader autograde ps1 --force")
        place.run("nbgrader generate_feedback ps1 --force")
        place.run("nbgrader export --to ../all.csv")
        assert scores(place.root) == points
    assert files_in(adopted.root).keys() == files_in(stock.root).keys()
