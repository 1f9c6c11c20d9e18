"""No road to the gradebook but our judge: whatever else grades the course refuses, or can give nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from lessoncheck.cells import marker
from support.course import CourseMaker, CourseOnDisk
from support.lesson import LINEAR
from wallgrade.authoring.nbgrader_command import NbgraderFailed, run_nbgrader
from wallgrade.config import configure
from wallgrade.gradebook.seal import KERNEL

FULL = {"linreg": 3.0, "squared_loss": 3.0, "sgd": 2.0, "quiz": 2.0}
BARE_API = """
import sys
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config
c = Config()
c.CourseDirectory.root = sys.argv[1]
c.Execute.enabled = sys.argv[2] == "execute"
c.ClearOutput.enabled = c.Execute.enabled
for student in sys.argv[3:]:
    print(NbGraderAPI(config=c).autograde("linear_regression", student)["success"])
"""


@pytest.fixture
def course(make_course: CourseMaker, tmp_path: Path) -> CourseOnDisk:
    return make_course(tmp_path / "course")


def stored(course: CourseOnDisk) -> dict[str, tuple[float, bool]]:
    """Score and flag by student."""
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        return {one.student.id: (one.score, one.needs_manual_grade) for one in gradebook.assignment_submissions(LINEAR)}


def without_check_cells(notebook: Any) -> None:
    notebook.cells = [cell for cell in notebook.cells if not marker(cell).get("grade")]


def check_cells_as_answers(notebook: Any) -> None:
    for cell in notebook.cells:
        if marker(cell).get("grade"):
            cell.cell_type = "markdown"
            cell.pop("outputs"), cell.pop("execution_count")
            cell.metadata.nbgrader.solution = True


def check_cells_without_output(notebook: Any) -> None:
    pass


@pytest.mark.parametrize("execute", ["execute", "no-execute"])
def test_stock_nbgrader_on_our_gradebook_gives_no_points_and_runs_no_code(
    course: CourseOnDisk, tmp_path: Path, execute: str
) -> None:
    canary = tmp_path / "canary"
    students = {"a": check_cells_without_output, "b": without_check_cells, "c": check_cells_as_answers}
    for student, change in students.items():
        path = course.submit(student, {"linreg": f"open({str(canary)!r}, 'w')"})
        notebook = nbformat.read(path, as_version=4)
        change(notebook)
        nbformat.write(notebook, str(path))
    command = [sys.executable, "-c", BARE_API, str(course.root), execute, *students]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    answers = run.stdout.split()
    assert (len(answers), set(answers) <= {"True", "False"}) == (3, True), run.stderr
    assert stored(course) == dict.fromkeys(students, (0.0, True))
    assert not canary.exists()


def test_a_score_that_stock_nbgrader_could_not_touch_is_graded_anew_by_us(course: CourseOnDisk, tmp_path: Path) -> None:
    course.submit("reference")
    subprocess.run([sys.executable, "-c", BARE_API, str(course.root), "no-execute", "reference"], cwd=tmp_path)
    run_nbgrader(course.root, "autograde", LINEAR)
    assert course.scores()["reference"] == FULL


def test_the_gradebook_is_sealed_and_its_statistics_are_right(course: CourseOnDisk) -> None:
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        notebook = gradebook.find_notebook(LINEAR, LINEAR)
        assert json.loads(notebook.kernelspec)["name"] == KERNEL
        types = {cell.name: cell.cell_type for cell in notebook.source_cells}
        assert {types[item] for item in FULL} == {"markdown"}
        assert types["linreg_answer"] == types["imports"] == "code"
        assert {cell.cell_type for cell in notebook.grade_cells} == {"code"}
        assert notebook.max_code_score == notebook.max_score == sum(FULL.values())
    released = nbformat.read(course.release / f"{LINEAR}.ipynb", as_version=4)
    assert released.metadata.kernelspec.name == "python3"


def test_a_gradebook_from_before_is_sealed_when_grading_and_by_a_new_release(course: CourseOnDisk) -> None:
    def open_it() -> None:
        with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
            notebook = gradebook.find_notebook(LINEAR, LINEAR)
            notebook.kernelspec = '{"name": "python3"}'
            for cell in notebook.source_cells:
                cell.cell_type = "code"
            gradebook.db.commit()

    course.submit("reference")
    for command in ("autograde", "generate_assignment"):
        open_it()
        run_nbgrader(course.root, command, LINEAR, "--force")
        test_the_gradebook_is_sealed_and_its_statistics_are_right(course)


def test_no_execute_is_refused_and_nothing_is_graded(course: CourseOnDisk) -> None:
    course.submit("reference")
    with pytest.raises(NbgraderFailed, match=r"--no-execute .* is refused"):
        run_nbgrader(course.root, "autograde", LINEAR, "--no-execute")
    assert stored(course) == {}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("c.Execute.enabled = False", "is refused"),
        ("c.JudgeNotebook.enabled = False", "not judged by wallgrade"),
        ("c.SaveVerdicts.enabled = False", "not judged by wallgrade"),
    ],
)  # fmt: skip
def test_a_configuration_that_takes_our_judge_out_is_refused(course: CourseOnDisk, line: str, said: str) -> None:
    course.submit("reference")
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "\n" + line + "\n")
    with pytest.raises(NbgraderFailed, match=said):
        run_nbgrader(course.root, "autograde", LINEAR)
    assert stored(course).get("reference", (0.0, True)) == (0.0, True)
    assert not (course.root / "autograded" / "reference" / LINEAR).exists()


def test_a_worker_that_cannot_start_for_anybody_stops_the_run_and_nothing_is_graded(course: CourseOnDisk) -> None:
    for student in ("ann", "ben"):
        course.submit(student)
    drivers = course.root / "source" / LINEAR / "checks" / "drivers.py"
    drivers.write_text(drivers.read_text() + "\nraise OSError('a library of torch does not fit')\n")
    with pytest.raises(NbgraderFailed, match="does not start") as refused:
        run_nbgrader(course.root, "autograde", LINEAR)
    assert str(refused.value).count("a library of torch does not fit") == 1
    assert list((course.root / "autograded").glob("*/*")) == []


def test_lists_for_other_assignments_are_not_used_for_a_lesson(course: CourseOnDisk) -> None:
    course.submit("reference")
    config = course.root / "nbgrader_config.py"
    config.write_text(
        f"{config.read_text()}\nc.Autograde.autograde_preprocessors = c.Autograde.sanitize_preprocessors = []\n"
    )
    run_nbgrader(course.root, "autograde", LINEAR)
    assert stored(course) == {"reference": (sum(FULL.values()), False)}


def test_our_preprocessors_refuse_to_work_for_nbgraders_own_converter(
    course: CourseOnDisk, caplog: pytest.LogCaptureFixture
) -> None:
    course.submit("reference")
    config = Config()
    configure(config, course.root)
    config.CourseDirectory.assignment_id = LINEAR
    converter = Autograde(coursedir=CourseDirectory(config=config), config=config)
    with pytest.raises(Exception, match="errors on the above failures"):
        converter.start()
    assert stored(course) == {"reference": (0.0, True)}


PLAIN_COURSE = """
import sys
import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from pathlib import Path
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config
from wallgrade.config import configure

root = Path(sys.argv[1])
mark = {"schema_version": 3, "task": False}
cells = [
    new_code_cell("### BEGIN SOLUTION\\nx = 1\\n### END SOLUTION", metadata={"nbgrader": mark | {
        "grade_id": "x_answer", "solution": True, "grade": False, "locked": False}}),
    new_code_cell("assert x == 1", metadata={"nbgrader": mark | {
        "grade_id": "x", "solution": False, "grade": True, "locked": True, "points": 3}}),
]
kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
for folder, text in (("source/hw", None), ("submitted/ann/hw", "x = 1"), ("submitted/bob/hw", "x = 2")):
    notebook = new_notebook(cells=[dict(cell) for cell in cells], metadata={"kernelspec": kernel})
    if text:
        notebook.cells[0]["source"] = text
    (root / folder).mkdir(parents=True)
    nbformat.write(nbformat.from_dict(notebook), str(root / folder / "plain.ipynb"))
    (root / folder / "helper.txt").write_text("theirs")

configure(Config(), root.parent / "a course of ours, on the same server")
config = Config()
config.CourseDirectory.root = str(root)
api = NbGraderAPI(config=config)
assert api.generate_assignment("hw")["success"]
for student in ("ann", "bob"):
    result = api.autograde("hw", student)
    assert result["success"], result
with api.gradebook as gradebook:
    print([gradebook.find_submission("hw", student).score for student in ("ann", "bob")])
print((root / "autograded/ann/hw/helper.txt").exists())
"""


def test_another_course_in_the_same_process_is_graded_by_stock_nbgrader(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    command = [sys.executable, "-c", PLAIN_COURSE, str(tmp_path / "plain")]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.split("\n")[:2] == ["[3.0, 0.0]", "True"]


def test_feedback_and_solutions_are_made_as_before(course: CourseOnDisk) -> None:
    course.submit("reference")
    (course.submit("empty")).unlink()
    run_nbgrader(course.root, "autograde", LINEAR)
    run_nbgrader(course.root, "generate_feedback", LINEAR)
    page = (course.root / "feedback" / "reference" / LINEAR / f"{LINEAR}.html").read_text()
    assert "The check passes." in page
    page = (course.root / "feedback" / "empty" / LINEAR / f"{LINEAR}.html").read_text()
    assert "No notebook of this assignment was handed in" in page
    run_nbgrader(course.root, "generate_solution", LINEAR, "--force")
    assert (course.root / "solutions" / LINEAR / f"{LINEAR}.ipynb").exists()
