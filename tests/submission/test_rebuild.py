"""Whatever was done to a submission's cells, what is graded is the master with the student's own cells in it."""

from __future__ import annotations

import copy
from typing import Any

import nbformat
import pytest

from lessoncheck.cells import marker, student_cells
from lessoncheck.source import parse_quietly
from support.lesson import SECOND_COURSE
from wallgrade.submission import rebuild as rebuild_module
from wallgrade.submission.rebuild import rebuild

MASTER = SECOND_COURSE / "source" / "linear_regression" / "linear_regression.ipynb"


@pytest.fixture
def master() -> Any:
    return nbformat.read(MASTER, as_version=4)


@pytest.fixture
def submitted(master: Any) -> Any:
    notebook = copy.deepcopy(master)
    cell(notebook, "sgd_answer").source = "def sgd(params, lr, batch_size):\n    mine = True\n"
    return notebook


def cell(notebook: Any, grade_id: str) -> Any:
    return next(cell for cell in notebook.cells if marker(cell).get("grade_id") == grade_id)


def test_the_students_solution_is_kept_and_everything_else_is_the_masters(master: Any, submitted: Any) -> None:
    cell(submitted, "sgd").source = "print('always right')"
    cell(submitted, "sgd").metadata["tags"] = ["skip-execution"]
    cell(submitted, "sgd").metadata["nbgrader"]["points"] = 1000
    rebuilt = rebuild(master, submitted)
    assert "mine = True" in cell(rebuilt, "sgd_answer").source
    assert cell(rebuilt, "sgd") == cell(master, "sgd")
    assert [c.id for c in rebuilt.cells] == [c.id for c in master.cells]


@pytest.mark.parametrize("grade_id", ["sgd", "sgd_answer", "imports"])
def test_a_deleted_cell_is_back_as_it_was_released(master: Any, submitted: Any, grade_id: str) -> None:
    submitted.cells.remove(cell(submitted, grade_id))
    rebuilt = rebuild(master, submitted)
    assert cell(rebuilt, grade_id).source == cell(master, grade_id).source


def test_a_doubled_check_cell_is_dropped(master: Any, submitted: Any) -> None:
    submitted.cells.append(copy.deepcopy(cell(submitted, "sgd")))
    assert len(rebuild(master, submitted).cells) == len(master.cells)


def test_of_two_solution_cells_the_written_one_counts_whichever_comes_first(master: Any, submitted: Any) -> None:
    stub = copy.deepcopy(cell(master, "sgd_answer"))
    for position in (0, len(submitted.cells)):
        doubled = copy.deepcopy(submitted)
        doubled.cells.insert(position, stub)
        assert "mine = True" in cell(rebuild(master, doubled), "sgd_answer").source


def test_a_second_written_solution_still_runs_after_the_first(master: Any, submitted: Any) -> None:
    second = copy.deepcopy(cell(submitted, "sgd_answer"))
    second.source = "def sgd(params, lr, batch_size):\n    second = True\n"
    submitted.cells.append(second)
    program = [c.source for c in student_cells(rebuild(master, submitted))]
    assert any("second = True" in source for source in program)
    assert [i for i, s in enumerate(program) if "mine" in s] < [i for i, s in enumerate(program) if "second" in s]


def test_an_extra_cell_stays_where_it_stood_and_is_part_of_the_program(master: Any, submitted: Any) -> None:
    position = submitted.cells.index(cell(submitted, "sgd_answer"))
    submitted.cells.insert(position, nbformat.v4.new_code_cell("helper = 1"))
    program = student_cells(rebuild(master, submitted))
    names = [c.name for c in program]
    assert names.index("extra cell 1") == names.index("sgd") - 1


def test_a_solution_cell_turned_into_text_counts_as_the_text_it_holds(master: Any, submitted: Any) -> None:
    cell(submitted, "sgd_answer")["cell_type"] = "raw"
    assert cell(rebuild(master, submitted), "sgd_answer").cell_type == "code"


def test_the_rebuilt_notebook_is_valid_and_the_same_every_time(master: Any, submitted: Any) -> None:
    submitted.cells.append(nbformat.v4.new_code_cell("extra"))
    first, second = rebuild(master, submitted), rebuild(master, submitted)
    nbformat.validate(first)
    assert first == second


def test_a_code_cell_of_the_masters_without_a_mark_is_not_doubled(master: Any) -> None:
    master.cells.append(nbformat.v4.new_code_cell("import math"))
    rebuilt = rebuild(master, copy.deepcopy(master))
    assert [c.source for c in rebuilt.cells] == [c.source for c in master.cells]


def test_cells_are_parsed_once_however_many_items_are_looked_for(master: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def parse(source: str) -> Any:
        parsed.append(source)
        return parse_quietly(source)

    monkeypatch.setattr(rebuild_module, "parse_quietly", parse)
    names = ("linreg", "squared_loss", "sgd")
    everything = "".join(f"def {name}(*a):\n    return 1\n" for name in names)
    submitted = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(everything + "a;" * 10)])
    rebuilt = rebuild(master, submitted)
    assert parsed == [submitted.cells[0].source]
    assert [cell(rebuilt, f"{name}_answer").source for name in names] == [
        f"def {name}(*a):\n    return 1" for name in names
    ]


def test_code_without_end_is_not_searched_for_definitions(master: Any) -> None:
    long = "def sgd(params, lr, batch_size):\n    pass\n" + "a;" * 100_000
    submitted = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(long)])
    assert cell(rebuild(master, submitted), "sgd_answer").source == cell(master, "sgd_answer").source
