"""release/ and solutions/ are exactly what `make release` makes, and nothing ships that must not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.preprocessors import CoalesceStreamsPreprocessor

from lessoncheck.cells import marker
from support.lesson import LESSON, PROJECT, RELEASE, SOLUTIONS, SOURCE
from support.real_data import real_data_only
from wallgrade.authoring.make_submission import reference_cells
from wallgrade.authoring.release import built, failed_cells, solution_files
from wallgrade.course import Course

NUMBER = re.compile(r"\d+\.?\d*(?:e-?\d+)?")


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and not {"data", ".pytest_cache"} & set(path.parts)
    }


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    with built(PROJECT, LESSON, solutions=False) as course:
        yield course


def test_the_committed_release_is_what_the_command_makes(made: Path) -> None:
    committed, fresh = files(RELEASE), files(made / "release" / LESSON)
    assert committed.keys() == fresh.keys()
    assert [name for name in fresh if fresh[name] != committed[name]] == []


def test_the_questions_in_source_are_those_of_the_quiz_file(made: Path) -> None:
    released = nbformat.read(made / "release" / LESSON / "05_quiz.ipynb", as_version=4)
    source = nbformat.read(SOURCE / "05_quiz.ipynb", as_version=4)
    questions = [[c.source for c in nb.cells if c.cell_type == "markdown"] for nb in (released, source)]
    assert questions[0] == questions[1]
    assert (
        files(SOURCE / "checks")["quiz_options.json"]
        == files(made / "release" / LESSON / "checks")["quiz_options.json"]
    )


def released_text() -> str:
    return "\n".join(content.decode(errors="replace") for content in files(RELEASE).values())


def test_no_line_of_a_solution_ships() -> None:
    """Lines that the stubs, notebooks and checks also need (def, return, a bare for) cannot give anything away."""
    text = released_text()
    for item, solution in reference_cells(SOURCE).items():
        function = ast.parse(solution).body[0]
        if not isinstance(function, ast.FunctionDef):
            continue
        for statement in function.body[1:]:
            for line in ast.unparse(statement).splitlines():
                tellable = len(line.split()) > 3 and not line.strip().startswith(("with torch.no_grad", "for X, y in"))
                assert not (tellable and line.strip() in text), f"{item}: {line}"


def test_no_solution_marks_and_no_outputs_ship() -> None:
    assert "BEGIN SOLUTION" not in "".join(path.read_text() for path in RELEASE.glob("*.ipynb"))
    for path in RELEASE.glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        assert not any(cell.get("outputs") for cell in cells), path.name


def test_no_key_and_no_feedback_of_the_quiz_ships() -> None:
    quiz = Course(PROJECT).quiz(LESSON)
    assert quiz is not None
    squeezed = "".join(released_text().split())
    for question in quiz.questions:
        for option in question.options:
            assert "".join(option.feedback.split()) not in squeezed
    notebook = nbformat.read(RELEASE / "05_quiz.ipynb", as_version=4)
    answers = [cell.source for cell in notebook.cells if marker(cell).get("solution")]
    assert [re.sub(r"#.*\n", "", answer) for answer in answers] == ['quiz_1 = ""', 'quiz_2 = ""']
    assert not re.search(r"\bkey\b", (RELEASE / "checks" / "quiz_options.json").read_text())


def test_no_private_module_and_no_path_of_an_instructors_machine_ships() -> None:
    names = files(RELEASE).keys()
    assert not [name for name in names if "wallgrade" in name or "wallquiz" in name or name.endswith((".db", ".toml"))]
    text = released_text()
    for telltale in (str(PROJECT), "/home/", "/Users/", "C:\\", ".wallgrade", "import wallgrade", "import wallquiz"):
        assert telltale not in text, telltale


def test_every_graded_stub_names_its_item_when_it_is_called_unfilled() -> None:
    notebook = nbformat.read(RELEASE / "03_softmax_from_scratch.ipynb", as_version=4)
    stubs = [cell for cell in notebook.cells if marker(cell).get("solution")]
    assert len(stubs) == 6
    for cell in stubs:
        item = marker(cell)["grade_id"].removesuffix("_answer")
        assert f'raise NotImplementedError("{item} is not written yet")' in cell.source


def test_every_item_has_its_fixed_id_and_points() -> None:
    points = {
        marker(cell)["grade_id"]: marker(cell)["points"]
        for path in sorted(RELEASE.glob("*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
        if marker(cell).get("grade")
    }
    assert points == {
        "softmax": 10, "cross_entropy": 10, "accuracy": 5, "evaluate_accuracy": 10, "sgd": 10, "train_ch3": 25,
        "min_accuracy": 10, "quiz_1": 10, "quiz_2": 10,
    }  # fmt: skip
    assert sum(points.values()) == 100


@pytest.mark.nightly
@real_data_only
def test_the_committed_solutions_are_what_the_command_makes() -> None:
    """Sources and wording exactly; figures nearly, since processors round differently."""
    with built(PROJECT, LESSON, solutions=True) as course:
        fresh = solution_files(course / "solutions" / LESSON)
        assert failed_cells(fresh) == []
        assert files(SOLUTIONS).keys() == files(fresh).keys()
        for path in sorted(SOLUTIONS.glob("*.ipynb")):
            ours, theirs = cells_of(path), cells_of(fresh / path.name)
            assert [cell.source for cell in ours] == [cell.source for cell in theirs], path.name
            for mine, yours in zip(ours, theirs, strict=True):
                if mine.cell_type == "code" and "volatile" not in mine.metadata.get("tags", ()):
                    assert wording(mine) == wording(yours), (path.name, mine.id)
                    assert figures(mine) == pytest.approx(figures(yours), rel=0.1, abs=0.02), (path.name, mine.id)


def cells_of(path: Path) -> list[Any]:
    """A notebook's cells, with what they print in one piece: a kernel sends it in pieces of any size."""
    whole, _ = CoalesceStreamsPreprocessor().preprocess(nbformat.read(path, as_version=4), {})
    return list(whole.cells)


def wording(cell: Any) -> list[str]:
    """The kinds of a cell's outputs and their text without its numbers."""
    return [f"{out.output_type} {sorted(out.get('data', {}))} {NUMBER.sub('#', text(out))}" for out in cell.outputs]


def figures(cell: Any) -> list[float]:
    """The numbers in the text of a cell's outputs, in order."""
    return [float(number) for output in cell.outputs for number in NUMBER.findall(text(output))]


def text(output: Any) -> str:
    return str(output.get("text") or output.get("data", {}).get("text/plain", ""))
