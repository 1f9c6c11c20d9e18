"""The report in a check cell: written into a graded notebook, and read back from it.

What each check found stands in the metadata of the report's output. Keys that an older grader did not write are
simply missing here, so that a class graded earlier still gets its report.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nbformat import from_dict

from lessoncheck.cells import NotebookUnreadable, answer_source, marker, read_notebook
from lessoncheck.quiz.answers import answer_in_cell
from lessoncheck.report import as_html, as_text, fault_text
from lessoncheck.results import CheckResult, ItemReport
from wallgrade.gradebook import messages
from wallgrade.judging.judge import Verdict
from wallquiz.model import Question

GRADED = "wallgrade_graded"  # in a notebook's metadata: graded by us; with its `problem` and `notes`
RESULTS = "wallgrade_results"  # in the report's output metadata: what each check found
ITEM = "wallgrade_item"  # in the report's output metadata: the item's points, notes, ...


@dataclass(frozen=True)
class ItemOutcome:
    """One item's report as a graded notebook has it; `text` is its plain text.

    `seconds` is how long its checks took, `student_seconds` how much of that in the student's process; None when that
    was not measured. `unreadable`: there is an answer, and it is no `option`. `review` is why a human should decide
    although there is a verdict.
    """

    item: str
    results: tuple[CheckResult, ...]
    seconds: float | None = None
    student_seconds: float | None = None
    option: str = ""
    unreadable: bool = False
    faults: tuple[str, ...] = ()
    review: str = ""
    text: str = ""

    @property
    def all_faults(self) -> tuple[str, ...]:
        """Why the grader could not judge; of checks that failed by a fault of ours at least their names."""
        named = [result.message or result.name for result in self.results if result.status == "fault"]
        return self.faults or tuple(dict.fromkeys(named))


ClassOutcomes = Mapping[str, Mapping[str, ItemOutcome]]  # by student's id, then by item


@dataclass(frozen=True)
class GradedFolder:
    """What the autograded notebooks of one submission say: the items' outcomes, and what was odd about the files."""

    outcomes: Mapping[str, ItemOutcome] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_graded_folder(folder: Path, questions: Iterable[Question] = ()) -> GradedFolder:
    """The autograded notebooks of `folder`; empty when there are none.

    A question for which no option is noted is read from the answer cell.
    """
    known = {question.id: question for question in questions}
    outcomes: dict[str, ItemOutcome] = {}
    notes: list[str] = []
    for path in sorted(folder.glob("*.ipynb")):
        try:
            notebook = read_notebook(path)
        except NotebookUnreadable:
            continue
        notes += read_notes(notebook)
        for cell in notebook.cells:
            outcome = read_report_cell(cell) if marker(cell).get("grade") else None
            if outcome is not None:
                question = known.get(outcome.item)
                if question is not None and not outcome.option:
                    answer = answer_in_cell(answer_source(notebook, question.id), question.id, question.public_options)
                    outcome = replace(outcome, option=answer.letter, unreadable=answer.status == "unclear")
                outcomes[outcome.item] = outcome
    return GradedFolder(outcomes, tuple(dict.fromkeys(notes)))


def graded_mark(problem: str, notes: Iterable[str]) -> dict[str, Any]:
    """What GRADED has of a notebook."""
    return {"problem": problem, "notes": list(notes)}


def read_notes(notebook: Any) -> tuple[str, ...]:
    """What was odd about the file that a graded notebook was made from; older graders did not write it there."""
    mark = notebook.metadata.get(GRADED)
    if not isinstance(mark, Mapping):
        return ()
    return tuple(str(note) for note in (mark.get("problem"), *mark.get("notes", ())) if note)


def read_report_cell(cell: Any) -> ItemOutcome | None:
    """The outcome that stands in a check cell; None when there is no report in it."""
    for output in cell.get("outputs", ()):
        plain = output.get("metadata", {}).get(RESULTS)
        if isinstance(plain, list):
            item = str(marker(cell).get("grade_id", ""))
            about = output.metadata.get(ITEM)
            about = about if isinstance(about, Mapping) else {}
            return ItemOutcome(
                item,
                tuple(_from_plain(item, result) for result in plain if isinstance(result, Mapping)),
                seconds=_seconds(about.get("seconds")) or None,  # graders that did not measure wrote 0.0
                student_seconds=_seconds(about.get("student_seconds")),
                option=str(about.get("option") or ""),
                faults=tuple(map(str, about.get("faults") or ())),
                review=str(about.get("review") or ""),
                text=str(output.get("data", {}).get("text/plain", "")),
            )
    return None


def _seconds(plain: object) -> float | None:
    return float(plain) if isinstance(plain, int | float) else None


def _from_plain(item: str, plain: Mapping[str, Any]) -> CheckResult:
    def text(key: str) -> str:
        return str(plain.get(key) or "")

    return CheckResult(
        item,
        text("check"),
        text("title"),
        plain.get("status", ""),
        weight=float(plain.get("weight", 1.0)),
        gate=bool(plain.get("gate", False)),
        message=text("message"),
        hint=text("hint"),
        misconception=text("misconception"),
        stopped=plain.get("stopped") or "",
    )


def no_verdict(item: str, max_score: float) -> Verdict:
    """Stands where a verdict should be and is not: a human must look."""
    return Verdict(item, None, max_score, ItemReport(item, (), (messages.NO_VERDICT,)))


def verdict_outputs(verdict: Verdict) -> list[Any]:
    """The check cell's outputs: the report, then exactly one plain number (0.0 when a human must look).

    nbgrader takes the first result as the score, any error or stderr as zero, and *no result as full marks*.
    """
    report = verdict.report
    if report.results:
        data = {"text/html": as_html(report, graded=True), "text/plain": as_text(report, graded=True)}
    else:  # nothing was checked, and the notes say why
        data = {
            "text/html": "".join(f"<p>{html.escape(line)}</p>" for line in report.notes),
            "text/plain": "\n".join((f"{report.item}:", *report.notes)),
        }
    points = min(max(verdict.points or 0.0, 0.0), verdict.max_score)
    item = {
        "item": verdict.item,
        "points": verdict.points,
        "max_score": verdict.max_score,
        "seconds": report.seconds,
        "student_seconds": report.student_seconds,
        "option": verdict.option,
        "notes": list(report.notes),
        "review": verdict.review if verdict.final_points is None else "",
        "faults": [f"{fault.name}: {fault.message}" for fault in report.faults],
    }
    results = [_as_plain(result) for result in report.results]
    number = {"data": {"text/plain": repr(float(points))}, "metadata": {}, "execution_count": 1}
    return [  # the notebook is validated as a whole when it is written, and not output by output as nbformat would
        from_dict({"output_type": "display_data", "data": data, "metadata": {RESULTS: results, ITEM: item}}),
        from_dict({"output_type": "execute_result", **number}),
    ]


def _as_plain(result: CheckResult) -> dict[str, Any]:
    """One check as plain data. What a fault of ours said is for the instructor: it is among the item's `faults`."""
    return {
        "check": result.name,
        "title": result.title,
        "status": result.status,
        "misconception": result.misconception,
        "stopped": result.stopped,
        "weight": result.weight,
        "gate": result.gate,
        "message": fault_text(result, graded=True) if result.status == "fault" else result.message,
        "hint": result.hint,
    }
