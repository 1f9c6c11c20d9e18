"""The lint says in one sentence what is wrong with a lesson, and where; so do making a release and grading."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from lessoncheck.cells import marker
from support.lesson import LESSON, LINEAR, PROJECT, SECOND_COURSE
from support.recording import InProcessCourse, force
from wallgrade.authoring.release_converters import LessonGenerateAssignment
from wallgrade.config import configure
from wallgrade.course import Course
from wallgrade.lint.lint import lint

NOTEBOOK = f"source/{LINEAR}/{LINEAR}.ipynb"
CHECKS = f"source/{LINEAR}/checks/test_{LINEAR}.py"
DRIVERS = f"source/{LINEAR}/checks/drivers.py"
QUIZ = f"quizzes/{LINEAR}.toml"
Change = Callable[[Path], None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(SECOND_COURSE, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "course"


def edit(file: str, old: str, new: str) -> Change:
    def apply(root: Path) -> None:
        text = (root / file).read_text()
        assert old in text
        (root / file).write_text(text.replace(old, new))

    return apply


def write(file: str, text: str) -> Change:
    return lambda root: (root / file).write_text(text)  # type: ignore[return-value]


def remove(file: str) -> Change:
    return lambda root: (root / file).unlink()


def cells(change: Callable[[Any], None]) -> Change:
    def apply(root: Path) -> None:
        notebook = nbformat.read(root / NOTEBOOK, as_version=4)
        change(notebook)
        (root / NOTEBOOK).write_text(json.dumps(notebook))

    return apply


def mark(grade_id: str, /, source: str | None = None, **fields: Any) -> Change:
    def change(notebook: Any) -> None:
        cell = next(cell for cell in notebook.cells if marker(cell).get("grade_id") == grade_id)
        cell.source = cell.source if source is None else source
        cell.metadata["nbgrader"] |= fields

    return cells(change)


def without_question(notebook: Any) -> None:
    notebook.cells = [cell for cell in notebook.cells if "quiz" not in cell.id]


def twice(root: Path) -> None:
    shutil.copy(root / NOTEBOOK, root / f"source/{LINEAR}/more.ipynb")


def helper_that_is_gone(root: Path) -> None:
    (root / f"source/{LINEAR}/helpers").mkdir()
    edit(DRIVERS, "import torch\n", "import torch\n\nfrom helpers.gone import made\n")(root)


BARE = "def sgd(params, lr, batch_size):\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION"
FAULTS: list[tuple[Change, str, tuple[str, ...]]] = [
    (edit(CHECKS, '"sgd", "a par', '"sgdd", "a par'), "checks/test_", ("sgdd", "no notebook", "sgd meant?")),
    (edit(CHECKS, '"sgd", "a par', '"sgdd", "a par'), "checks", ("item sgd has no checks", 'check_for("sgd"')),
    (edit(CHECKS, '@check_for("sgd", "a parameter moves by lr * grad / batch_size")\n', ""), "checks/", ("test_step",)),
    (edit(CHECKS, 'student.call("sgd"', 'student.call("sdg"'), "checks/", ("line ", "driver sdg", "sgd meant?")),
    (edit(DRIVERS, "def sgd(", "def step("), "checks/", ("driver sgd", "drivers.py does not have")),
    (write(CHECKS, "x = (\n"), f"checks/test_{LINEAR}.py", ("line 1", "never closed")),
    (write(DRIVERS, "def f(:\n"), "checks/drivers.py", ("line 1", "syntax error")),
    (edit(CHECKS, "import numpy as np", "import nmpy as np"), f"checks/test_{LINEAR}.py", ("No module named 'nmpy'",)),
    (edit(CHECKS, "import numpy as np\n", "import numpy as np\n1 / 0\n"), "checks/test_", ("ZeroDivisionError",)),
    (edit(CHECKS, '"sgd", "a par', '"an item", "a par'), "checks/test_", ("an item", "no notebook")),
    (helper_that_is_gone, "checks/drivers.py", ("imports helpers.gone", "Put its file back")),
    (mark("imports", "import torhc"), f"{LINEAR}.ipynb", ("imports torhc", "install it")),
    (remove(DRIVERS), "checks/drivers.py", ("is gone",)),
    (mark("sgd_answer", grade_id="sgd_sol"), f"{LINEAR}.ipynb: sgd_sol", ("_answer",)),
    (mark("sgd_answer", BARE.replace("def sgd", "def step")), f"{LINEAR}.ipynb: sgd_answer", ("no function sgd",)),
    (mark("sgd_answer", BARE.replace("pass", "(")), f"{LINEAR}.ipynb: sgd_answer", ("syntax error on line",)),
    (mark("sgd_answer", "def sgd():\n    '''x'''"), f"{LINEAR}.ipynb: sgd_answer", ("BEGIN SOLUTION",)),
    (mark("sgd", points=0), f"{LINEAR}.ipynb: sgd", ("points above 0",)),
    (mark("sgd", points=None), f"{LINEAR}.ipynb: sgd", ("points above 0",)),
    (mark("sgd", points="many"), f"{LINEAR}.ipynb: sgd", ("points above 0",)),
    (mark("sgd", grade_id=""), f"{LINEAR}.ipynb", ("no grade_id",)),
    (mark("sgd", grade_id="my-sgd"), f"{LINEAR}.ipynb: my-sgd", ("Python name",)),
    (mark("sgd", 'check("sgd")\n1'), f"{LINEAR}.ipynb: sgd", ('exactly check("sgd")',)),
    (mark("sgd", solution=True), f"{LINEAR}.ipynb: sgd", ("autograder-test cell",)),
    (mark("sgd", locked=False), f"{LINEAR}.ipynb: sgd", ("autograder-test cell",)),
    (mark("sgd", grade_id="linreg"), f"{LINEAR}.ipynb", ("linreg is used more than once",)),
    (twice, "more.ipynb", ("item sgd is graded in more than one notebook",)),
    (write(NOTEBOOK, "{"), f"{LINEAR}.ipynb", ("cannot be read",)),
    (remove(NOTEBOOK), f"source/{LINEAR}", ("no notebook",)),
    (remove(QUIZ), f"{LINEAR}.ipynb", ("questions quiz", f"no quizzes/{LINEAR}.toml")),
    (write(QUIZ, "[[question]"), f"quizzes/{LINEAR}.toml", ("not valid TOML",)),
    (edit(QUIZ, 'id = "quiz"', 'id = "quizz"'), f"{LINEAR}.ipynb and quizzes/{LINEAR}.toml", ("quiz",)),
    (cells(without_question), f"quizzes/{LINEAR}.toml", ("no notebook asks", "quiz")),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "file", "words"), FAULTS)
def test_a_fault_is_one_sentence_that_names_the_file(
    root: Path, spoil: Change, file: str, words: tuple[str, ...]
) -> None:
    spoil(root)
    faults = lint(Course(root), LINEAR).faults
    assert any(file in fault and all(word in fault for word in words) for fault in faults), faults
    assert all("\n" not in fault and "Traceback" not in fault for fault in faults)


ADVICE: list[tuple[Change, str]] = [
    (mark("sgd_answer", BARE), "no docstring that states its contract"),
    (mark("imports", "import torch\n### BEGIN HIDDEN TESTS"), "reappear in the feedback page"),
    (cells(lambda nb: nb.cells.append(nbformat.v4.new_code_cell("1", id="free"))), "this one is none"),
    (cells(lambda nb: nb.cells.append(nbformat.v4.new_markdown_cell("1", id="title"))), "needs an id of its own"),
    (cells(lambda nb: nb.metadata.kernelspec.update(name="python")), "the kernel must be python3"),
    (write(f"source/{LINEAR}/keys.toml", ""), "keys.toml lies beside the notebooks"),
    (
        edit(DRIVERS, "def linreg(", "def unused(caller):\n    return {}\n\n\ndef linreg("),
        "driver unused is named in no",
    ),
]


@pytest.mark.parametrize(("change", "words"), ADVICE)
def test_advice_stops_nothing(root: Path, change: Change, words: str) -> None:
    change(root)
    found = lint(Course(root), LINEAR)
    assert found.faults == []
    assert any(words in sentence for sentence in found.advice), found.advice


@pytest.mark.parametrize(("root", "lesson"), [(SECOND_COURSE, LINEAR), (PROJECT, LESSON)])
def test_there_is_nothing_to_say_about_the_lessons_as_they_are(root: Path, lesson: str) -> None:
    found = lint(Course(root), lesson)
    assert (found.faults, found.advice) == ([], [])


def test_an_item_that_a_person_grades_needs_no_check(root: Path) -> None:
    cell = nbformat.v4.new_markdown_cell("Your essay.", id="essay")
    cell.metadata["nbgrader"] = {
        "grade_id": "essay", "grade": True, "solution": True, "locked": False, "points": 4, "schema_version": 3,
        "task": False,
    }  # fmt: skip
    cells(lambda notebook: notebook.cells.append(cell))(root)
    assert lint(Course(root), LINEAR).faults == []


def test_an_unsound_lesson_stops_grading_and_releasing_before_anything_is_touched(
    word_course: InProcessCourse, log: pytest.LogCaptureFixture
) -> None:
    word_course.hand_in("ada", "right")
    word_course.grade()
    before, release = word_course.points("ada"), (word_course.release / f"{LINEAR}.ipynb").read_bytes()
    edit(CHECKS, '"sgd", "a par', '"sgdd", "a par')(word_course.root)
    config = Config()
    configure(config, word_course.root)
    config.CourseDirectory.assignment_id = LINEAR
    directory = CourseDirectory(config=config)
    for start in (
        lambda: word_course.grade(force),
        lambda: LessonGenerateAssignment(coursedir=directory, config=config, force=True).start(),
    ):
        log.clear()
        with pytest.raises(NbGraderException, match=r"sgdd.*is sgd meant\?"):
            start()
        assert "sgdd" in log.text
        assert "Traceback" not in log.text
    assert word_course.points("ada") == before
    assert (word_course.release / f"{LINEAR}.ipynb").read_bytes() == release
    assert (word_course.graded("ada") / f"{LINEAR}.ipynb").is_file()
