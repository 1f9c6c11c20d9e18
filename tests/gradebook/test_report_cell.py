"""What is written into a check cell is read back; notebooks of an older grader, or damaged ones, do no harm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from lessoncheck.results import CheckResult, ItemReport
from wallgrade.gradebook.report_cell import ItemOutcome, read_graded_folder, read_report_cell, verdict_outputs
from wallgrade.judging.judge import Verdict
from wallquiz.model import Option, Question

RESULTS = (
    CheckResult("item", "test_a", "a", "passed", weight=2.0),
    CheckResult("item", "test_b", "b", "failed", gate=True, message="No.", hint="Think.", misconception="wrong_axis"),
)
QUESTION = Question("item", 1.0, "Which?", (Option("A", "a", ""), Option("B", "b", "")), key="A")


def check_cell(*outputs: Any) -> Any:
    mark = {"grade": True, "solution": False, "grade_id": "item", "points": 4}
    return new_code_cell('check("item")', metadata={"nbgrader": mark}, outputs=list(outputs))


def answer_cell(source: str) -> Any:
    return new_code_cell(source, metadata={"nbgrader": {"grade": False, "solution": True, "grade_id": "item_answer"}})


def old(results: Any, about: Any = None) -> Any:
    metadata = {"wallgrade_results": results} | ({} if about is None else {"wallgrade_item": about})
    return check_cell(new_output("display_data", data={"text/plain": "item: no"}, metadata=metadata))


def test_what_is_written_is_read_back() -> None:
    verdict = Verdict("item", 3.0, 4.0, ItemReport("item", RESULTS, ("a note",), 0.5, 0.25), "B")
    outcome = read_report_cell(check_cell(*verdict_outputs(verdict)))
    assert outcome is not None
    assert outcome.text.startswith("item: ")
    assert replace(outcome, text="") == ItemOutcome("item", RESULTS, 0.5, 0.25, "B")


def test_the_reason_of_a_fault_is_with_the_item_not_with_the_check() -> None:
    fault = CheckResult("item", "test_c", "c", "fault", message="OSError: /home/teacher")
    outcome = read_report_cell(check_cell(*verdict_outputs(Verdict("item", None, 4.0, ItemReport("item", (fault,))))))
    assert outcome is not None
    assert outcome.faults == ("test_c: OSError: /home/teacher",)
    assert "OSError" not in outcome.results[0].message


def test_keys_that_an_older_grader_did_not_write_are_missing_here() -> None:
    outcome = read_report_cell(old([{"check": "test_a", "status": "failed", "misconception": None}]))
    assert outcome == ItemOutcome("item", (CheckResult("item", "test_a", "", "failed"),), text="item: no")


@pytest.mark.parametrize("cell", [check_cell(), old("garbage"), check_cell(new_output("stream", text="42"))])
def test_a_cell_without_a_report_has_none(cell: Any) -> None:
    assert read_report_cell(cell) is None


def test_damaged_metadata_do_no_harm() -> None:
    assert read_report_cell(old(["garbage"], "garbage")) == ItemOutcome("item", (), text="item: no")


def test_the_option_is_read_from_the_answer_where_the_report_has_none(tmp_path: Path) -> None:
    nbformat.write(new_notebook(cells=[answer_cell('item = "B"'), old([])]), tmp_path / "n.ipynb")
    assert read_graded_folder(tmp_path, [QUESTION]).outcomes["item"].option == "B"
    assert read_graded_folder(tmp_path).outcomes["item"].option == ""
