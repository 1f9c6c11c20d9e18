"""The nbgrader preprocessors of grading: rebuild the submission, judge it, store the scores.

nbgrader_config.py names them by import string, so `nbgrader autograde`, the formgrader and the API all use them.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import List, Unicode

from lessoncheck.cells import NotebookUnreadable, grade_cells, marker, read_notebook
from lessoncheck.failures import GraderFault
from lessoncheck.report import as_html, as_text
from lessoncheck.results import ItemReport
from wallgrade import texts
from wallgrade.course import Course
from wallgrade.judge import Verdict, judge_for
from wallgrade.rebuild import rebuild
from wallgrade.sandbox.settings import limits_from

VERDICTS = "wallgrade_verdicts"
RESULTS = "wallgrade_results"  # in the report's output metadata: what each check found, for reports on a class


class RebuildOnMaster(NbGraderPreprocessor):  # type: ignore[misc]
    """First of the sanitising preprocessors: the student's cells, on the release's notebook."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Replace the notebook by the master with the student's own cells in it."""
        about = resources["nbgrader"]
        course = Course.from_config(self.config)
        try:
            master = read_notebook(course.released(about["assignment"]) / f"{about['notebook']}.ipynb")
        except NotebookUnreadable:
            raise GraderFault(
                texts.NO_MASTER.format(assignment=about["assignment"], notebook=about["notebook"])
            ) from None
        return rebuild(master, nb), resources


class JudgeNotebook(NbGraderPreprocessor):  # type: ignore[misc]
    """In the place of nbgrader's Execute: judge the items and write one number into each check cell."""

    leave_out = List(Unicode(), help="Items that are not judged but left to a human.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Fill in the check cells' outputs; the verdicts go on to SaveVerdicts."""
        judge = judge_for(
            Course.from_config(self.config), resources["nbgrader"]["assignment"], limits_from(self.config)
        )
        verdicts = left_out(nb, self.leave_out) | judge.judge(nb, self.leave_out)
        for cell in nb.cells:
            if marker(cell).get("grade"):
                cell.outputs = verdict_outputs(verdicts[marker(cell)["grade_id"]])
        resources[VERDICTS] = verdicts
        return nb, resources


class SaveVerdicts(SaveAutoGrades):  # type: ignore[misc]
    """Stores the scores of a notebook that JudgeNotebook has judged, and refuses any other."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """As nbgrader does, after making sure that the outputs are ours."""
        if VERDICTS not in resources:
            raise GraderFault(texts.NOT_JUDGED.format(notebook=resources["nbgrader"]["notebook"]))
        self._notes = notes_by_solution(nb, resources[VERDICTS])
        return super().preprocess(nb, resources)  # type: ignore[no-any-return]

    def _add_score(self, cell: Any, resources: Any) -> None:
        super()._add_score(cell, resources)
        verdict: Verdict = resources[VERDICTS][cell.metadata.nbgrader["grade_id"]]
        if verdict.points is None:
            grade = self.gradebook.find_grade(verdict.item, self.notebook_id, self.assignment_id, self.student_id)
            grade.auto_score = None
            grade.needs_manual_grade = True
            self.gradebook.db.commit()

    def _add_comment(self, cell: Any, resources: Any) -> None:
        super()._add_comment(cell, resources)
        notes = self._notes.get(cell.metadata.nbgrader["grade_id"])
        if notes:
            comment = self.gradebook.find_comment(
                cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id
            )
            comment.auto_comment = "\n".join(filter(None, [comment.auto_comment, *notes]))
            self.gradebook.db.commit()


def left_out(nb: Any, items: Container[str]) -> dict[str, Verdict]:
    """No verdict, for the check cells of these items."""
    return {
        item: Verdict(item, None, most, ItemReport(item, (), (texts.LEFT_OUT,)))
        for item, most in grade_cells(nb).items()
        if item in items
    }


def notes_by_solution(nb: Any, verdicts: dict[str, Verdict]) -> dict[str, list[str]]:
    """The reports' notes under the id of the solution cell above each check cell: they become its comment."""
    notes: dict[str, list[str]] = {}
    solution = ""
    for cell in nb.cells:
        if marker(cell).get("solution"):
            solution = marker(cell)["grade_id"]
        elif marker(cell).get("grade"):
            notes.setdefault(solution, []).extend(verdicts[marker(cell)["grade_id"]].report.notes)
    return notes


def verdict_outputs(verdict: Verdict) -> list[Any]:
    """The check cell's outputs: the report, then exactly one plain number (0.0 when a human must look).

    nbgrader takes the first result as the score, any error or stderr as zero, and *no result as full marks*.
    """
    report = {
        "text/html": as_html(verdict.report, graded=True),
        "text/plain": as_text(verdict.report, graded=True),
    }
    points = min(max(verdict.points or 0.0, 0.0), verdict.most)
    found = [
        {"check": result.name, "status": result.status, "misconception": result.misconception}
        for result in verdict.report.results
    ]
    return [
        new_output("display_data", data=report, metadata={RESULTS: found}),
        new_output("execute_result", data={"text/plain": repr(float(points))}, execution_count=1),
    ]
