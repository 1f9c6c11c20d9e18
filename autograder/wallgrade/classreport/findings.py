"""What the checks found out about a submission, read back from its autograded notebooks.

The grader writes it into the metadata of each check cell's report. Keys that an older grader did not write are
simply missing here, so that a class graded earlier still gets its report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessoncheck.answers import answer_in_cell
from lessoncheck.cells import NotebookUnreadable, answer_source, marker, read_notebook
from wallgrade.grading import RESULTS
from wallquiz.model import Question

ABOUT_ITEM = "wallgrade_item"


@dataclass(frozen=True)
class Finding:
    """The outcome of one check: `status` is passed, failed or fault (of the grader)."""

    check: str
    status: str
    title: str = ""
    misconception: str = ""
    weight: float = 1.0
    gate: bool = False
    message: str = ""
    hint: str = ""


@dataclass(frozen=True)
class ItemFindings:
    """One item of one submission; `seconds` is None when it was not measured, `text` is the report as plain text."""

    item: str
    findings: tuple[Finding, ...]
    seconds: float | None = None
    option: str = ""
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    text: str = ""

    @property
    def all_faults(self) -> tuple[str, ...]:
        """Why the grader could not judge; of checks that failed by a fault of ours at least their names."""
        named = [finding.message or finding.check for finding in self.findings if finding.status == "fault"]
        return self.faults or tuple(dict.fromkeys(named))


Findings = Mapping[str, Mapping[str, ItemFindings]]  # of a class: by student's id, then by item


def read_findings(folder: Path, questions: Iterable[Question] = ()) -> dict[str, ItemFindings]:
    """The findings of every item in the autograded notebooks of `folder`; empty when there are none."""
    known = {question.id: question for question in questions}
    found: dict[str, ItemFindings] = {}
    for path in sorted(folder.glob("*.ipynb")):
        try:
            notebook = read_notebook(path)
        except NotebookUnreadable:
            continue
        for cell in notebook.cells:
            item = str(marker(cell).get("grade_id", ""))
            if marker(cell).get("grade"):
                output = _report_output(cell)
                if output is not None:
                    found[item] = _item(item, output, notebook, known.get(item))
    return found


def _report_output(cell: Any) -> Any | None:
    for output in cell.get("outputs", ()):
        if output.get("output_type") == "display_data" and RESULTS in output.get("metadata", {}):
            return output
    return None


def _item(item: str, output: Any, notebook: Any, question: Question | None) -> ItemFindings:
    results, about = output.metadata[RESULTS], output.metadata.get(ABOUT_ITEM, {})
    option = about.get("option")
    if option is None and question is not None:
        option = answer_in_cell(answer_source(notebook, item), item, question.public_options).letter
    seconds = about.get("seconds")
    return ItemFindings(
        item,
        tuple(_finding(result) for result in results),
        seconds=float(seconds) if isinstance(seconds, int | float) else None,
        option=str(option or ""),
        notes=tuple(map(str, about.get("notes") or ())),
        faults=tuple(map(str, about.get("faults") or ())),
        text=str(output.get("data", {}).get("text/plain", "")),
    )


def _finding(result: Mapping[str, Any]) -> Finding:
    return Finding(
        check=str(result.get("check", "")),
        status=str(result.get("status", "")),
        title=str(result.get("title") or ""),
        misconception=str(result.get("misconception") or ""),
        weight=float(result.get("weight", 1.0)),
        gate=bool(result.get("gate", False)),
        message=str(result.get("message") or ""),
        hint=str(result.get("hint") or ""),
    )
