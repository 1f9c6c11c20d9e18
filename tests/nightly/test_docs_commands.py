"""The documentation's commands, run as they stand and in the pages' order (see `support.docs_commands`)."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from support.docs_commands import (
    ACTIVATING,
    BENCH,
    CHECKING,
    COURSE,
    DEVELOPING,
    FIRST_CHANGE,
    IN_ITS_RELEASE,
    INSTALLING,
    INSTRUCTORS,
    MAKING,
    NEW_LESSON,
    ON_A_CLUSTER,
    SERVING,
    STUDENTS_BLOCKS,
    filled_in,
)
from support.docs_pages import in_blocks
from support.docs_places import (
    FEW_TESTS,
    Place,
    cluster_of,
    kit_copy,
    lab_starts,
    share_packages,
    stand_in,
    with_small_lesson,
)
from support.lesson import LESSON, LINEAR, PROJECT, RELEASE, SECOND_COURSE, SOURCE
from support.student_venv import students_environment
from wallgrade.authoring.course_copy import copy_course
from wallgrade.authoring.make_submission import reference_cells, write_submission
from wallgrade.gradebook.scores import course_directory, course_grades


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The real lesson in a course of its own, with an exchange and one submission."""
    folder = tmp_path_factory.mktemp("instructor")
    root, exchange = folder / "course", folder / "exchange"
    root.mkdir()
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    copy_course(PROJECT, LESSON, root)
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.Exchange.root = {str(exchange)!r}\n")
    submit(root, "ada")
    return Place(root)


def submit(root: Path, student: str) -> None:
    """Hand in the reference, with the receipt that nbgrader's exchange leaves beside it."""
    folder = root / "submitted" / student / LESSON
    write_submission(RELEASE, folder, reference_cells(SOURCE))
    (folder / "timestamp.txt").write_text("2026-11-25 10:00:00 UTC")
    (folder / "submission_secret.txt").write_text(f"secret of {student}")


def test_the_instructors_commands_lead_from_a_fresh_course_to_feedback_and_grades(course: Place) -> None:
    for command in COURSE:
        if command.startswith("wallgrade grade"):
            submit(course.root, "bob")
        course.run(filled_in(command))
    written = {path.relative_to(course.root).as_posix() for path in course.root.rglob("*") if path.is_file()}
    assert written >= {
        "canvas.csv", "moodle.csv", "grades.csv", f"reports/{LESSON}/report.html",
        f"feedback/ada/{LESSON}/03_softmax_from_scratch.html", f"feedback/bob/{LESSON}/05_quiz.html",
    }  # fmt: skip
    assert len(list((course.root.parent / "exchange").rglob("*.html"))) == 10, "five notebooks of each"


def test_what_is_made_from_the_masters_is_made_in_a_copy_with_a_small_lesson(tmp_path: Path) -> None:
    kit = with_small_lesson(kit_copy(tmp_path / "kit"))
    kit.environment["PEERS"] = "-k test_help"  # of nbgrader's own tests
    for command in MAKING:
        kit.run(filled_in(command))
    assert (kit.root / "demo" / "grades.csv").is_file()
    for folder in ("release", "solutions"):
        assert [path.name for path in (kit.root / folder / LESSON).glob("*.ipynb")] == [f"{LINEAR}.ipynb"]


def test_what_developers_run_works_in_a_copy_of_the_project(tmp_path: Path) -> None:
    """Of the tests, only a few are run there."""
    kit = kit_copy(tmp_path / "kit")
    kit.run("\n".join(FIRST_CHANGE))
    if (PROJECT / ".mypy_cache").is_dir():
        shutil.copytree(PROJECT / ".mypy_cache", kit.root / ".mypy_cache")
    kit.environment["PYTEST_ADDOPTS"] = f"-k '{FEW_TESTS}'"
    for command in set(DEVELOPING) - {BENCH}:
        kit.run(command)


def test_a_round_of_the_benchmarks_runs_and_prints_its_table() -> None:
    """In the project itself, where nothing is written: in a copy the sandbox would not see packages that are shared."""
    assert "one submission, from cold" in Place(PROJECT, {"BENCH": "--quick"}).run(BENCH)


def test_a_clusters_worker_is_installed_from_the_projects_folder(tmp_path: Path) -> None:
    kit = kit_copy(tmp_path / "kit")
    kit.run("python -m venv ../worker")
    share_packages(tmp_path / "worker", Path(sys.prefix))
    said = Place(kit.root, {"PYTHONPATH": ""}).run(f". ../worker/bin/activate\n{ON_A_CLUSTER[0]}")
    assert "Successfully installed wallgrade" in said
    where = Place(tmp_path, {"PYTHONPATH": ""}).run(
        "worker/bin/python -c 'import wallgrade; print(wallgrade.__file__)'"
    )
    assert where.strip() == str(kit.root / "autograder" / "wallgrade" / "__init__.py")


def test_the_first_commands_of_an_instructor_activate_what_was_installed(tmp_path: Path) -> None:
    kit = kit_copy(tmp_path / "kit")
    first = in_blocks(INSTRUCTORS)[:3]
    assert first[1:2] == ACTIVATING
    assert "✓ holds" in kit.run("\n".join(first))


def test_the_road_to_a_lesson_of_ones_own_leads_from_an_empty_course_to_a_verified_lesson(tmp_path: Path) -> None:
    blocks = in_blocks("CONTRIBUTING.md")
    assert [command for command in blocks if command in NEW_LESSON] == NEW_LESSON[:3]
    shutil.copy(SECOND_COURSE / "nbgrader_config.py", tmp_path)
    place = Place(tmp_path)
    said = [place.run(command) for command in NEW_LESSON]
    assert all("everything is as it must be" in text for text in said[2:])
    release = tmp_path / "release" / "relu_lesson"
    filled = tmp_path / "filled"
    write_submission(release, filled, reference_cells(tmp_path / "source" / "relu_lesson"))
    shutil.copytree(filled, release, dirs_exist_ok=True)
    assert "relu: The public check passes." in Place(release).run(IN_ITS_RELEASE[0])


def test_installing_asks_for_the_packages_that_are_needed(tmp_path: Path) -> None:
    """With a Python and a pip that only write down what they were asked; CI runs the real ones."""
    kit, log = kit_copy(tmp_path / "kit"), tmp_path / "log"
    shutil.rmtree(kit.root / ".venv")
    pip = stand_in(tmp_path / "stand-ins" / "pip", f'echo pip "$@" >> {log}')
    copy_pip = f'mkdir -p "$3/bin"; cp {pip} "$3/bin/pip"'
    stand_in(tmp_path / "bin" / "python3", f'echo python3 "$@" >> {log}\n{copy_pip}')
    place = Place(kit.root, {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"})
    place.run(INSTALLING[0])
    assert place.run(INSTALLING[0]).strip().endswith("'setup'.")  # nothing to be done
    shutil.rmtree(kit.root / ".venv")
    place.run(INSTALLING[1].replace("<address of PyTorch's CPU index>", "cpu"))
    place.run(INSTALLING[2])
    venv, rest = "python3 -m venv .venv", "pip install --quiet --editable .[dev] pillow"
    assert log.read_text().splitlines() == [
        venv, "pip install --quiet torch==2.13.0", "pip install --quiet --no-deps torchvision==0.28.0", rest,
        venv, "pip install --quiet --index-url cpu torch==2.13.0",
        "pip install --quiet --index-url cpu --no-deps torchvision==0.28.0", rest,
        "python3 tools/screenshots/browser.py",
    ]  # fmt: skip
    ci = (PROJECT / ".ci" / "run").read_text()
    assert "make test\nmake nightly\n" in ci, "and `make test` begins with `make system` and `make setup`"


def test_a_students_commands_install_start_jupyterlab_and_check(student_python: Path, tmp_path: Path) -> None:
    """In an environment made as the page says; the packages are those of one that was installed before."""
    assert STUDENTS_BLOCKS[:2] == ["python -m venv .venv", "source .venv/bin/activate"]
    folder, environment = tmp_path / LESSON, dict(students_environment(student_python))
    shutil.copytree(RELEASE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    filled = tmp_path / "filled"
    write_submission(RELEASE, filled, reference_cells(SOURCE))
    for notebook in filled.glob("*.ipynb"):
        shutil.copy(notebook, folder)
    environment |= {"FASHION_MNIST_ROOT": "fashion-shapes", "OMP_NUM_THREADS": "1", "HOME": str(tmp_path)}
    student = Place(folder, environment)
    student.run(STUDENTS_BLOCKS[0])
    share_packages(folder / ".venv", student_python.parent.parent)
    installing = [command for command in STUDENTS_BLOCKS[1:] if command not in SERVING]
    said = student.run("\n".join(installing))
    assert "Requirement already satisfied: torch" in said
    assert not re.search(r"Successfully installed.* (torch|jupyterlab|pytest)-", said)
    lab_starts(student, SERVING[0])
    for command in CHECKING:
        assert "softmax: 6 of 6 public checks pass" in student.run(command)


def test_an_instructors_jupyterlab_starts(tmp_path: Path) -> None:
    root = tmp_path / "course"
    shutil.copytree(SECOND_COURSE, root, ignore=shutil.ignore_patterns("__pycache__"))
    lab_starts(Place(root), SERVING[0])


def test_the_cluster_pages_commands_grade_on_a_cluster(tmp_path: Path) -> None:
    root = tmp_path / "course"
    root.mkdir()
    copy_course(PROJECT, LESSON, root)
    submit(root, "ada")
    place = Place(root)
    place.run("nbgrader generate_assignment softmax_regression --force")
    with cluster_of(ON_A_CLUSTER[1:3], tmp_path) as port:
        said = place.run(ON_A_CLUSTER[3].replace("scheduler:8786", f"127.0.0.1:{port}"))
    assert "1/1" in said
    assert sum(grade.score for grade in course_grades(course_directory(root), LESSON).by_student["ada"]) == 100
