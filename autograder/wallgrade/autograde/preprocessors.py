"""The nbgrader preprocessors of grading: from a judged notebook to what stands in autograded/ and in the gradebook.

nbgrader_config.py names them by import string. They are run by wallgrade's own autograde step (`converter.py`),
which has judged the submission before, and refuse any other: a notebook that our judge did not see has no grade.
"""

from __future__ import annotations

import copy
import json
from typing import Any

from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata, NbGraderPreprocessor, SaveAutoGrades
from traitlets import List, Unicode

from lessoncheck.cells import marker
from lessoncheck.failures import GraderFault
from wallgrade.autograde import messages
from wallgrade.gradebook.record import NotebookRecord, record_of
from wallgrade.gradebook.report_cell import GRADED, graded_mark, no_verdict, verdict_outputs
from wallgrade.judging.judge_submission import JudgedNotebook

JUDGED = "wallgrade_judged"  # resources: the JudgedNotebook on its way in
SHOWN = "wallgrade_shown"  # resources: the verdicts are in the check cells
RECORD = "wallgrade_record"  # resources: what is to be stored, on its way out
PENALTY = "wallgrade_penalty"  # resources: who knows the late penalty


def judged_in(resources: Any) -> JudgedNotebook:
    """The judged notebook that the autograde step put in; GraderFault if there is none."""
    judged = resources.get(JUDGED)
    if not isinstance(judged, JudgedNotebook):
        raise GraderFault(messages.ONLY_BY_COURSE_AUTOGRADE)
    return judged


class RebuildOnMaster(NbGraderPreprocessor):  # type: ignore[misc]
    """First of the sanitising preprocessors: the student's cells, on the release's notebook.

    After it there is nothing to repair, so nbgrader's DeduplicateIds, OverwriteCells and OverwriteKernelspec
    are not used: cells, ids, points, checksums and kernelspec are the release's own.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Replace the notebook by the one that was judged."""
        judged = judged_in(resources)
        rebuilt = copy.deepcopy(judged.notebook)
        rebuilt.metadata[GRADED] = graded_mark(judged.problem, judged.notes)
        return rebuilt, resources


class JudgeNotebook(NbGraderPreprocessor):  # type: ignore[misc]
    """In the place of nbgrader's Execute: write one report and one number into each check cell."""

    leave_out = List(Unicode(), help="Items that are not judged but left to a human.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Fill in the check cells' outputs."""
        verdicts = judged_in(resources).verdicts
        for cell in nb.cells:
            mark = marker(cell)
            if mark.get("grade") and not mark.get("solution") and cell.cell_type == "code":
                item = str(mark["grade_id"])
                cell.outputs = verdict_outputs(verdicts.get(item) or no_verdict(item, float(mark.get("points", 0))))
        resources[SHOWN] = True
        return nb, resources


class SaveVerdicts(SaveAutoGrades):  # type: ignore[misc]
    """In the place of nbgrader's SaveAutoGrades: notes what is to be stored; `record.record` stores it.

    So the grades of all notebooks of a submission can be written in one transaction.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Refuse a notebook that was not judged; otherwise leave the record in the resources."""
        judged = judged_in(resources)
        if not resources.get(SHOWN):
            raise GraderFault(messages.NOT_JUDGED.format(notebook=judged.name))
        resources[RECORD] = record_of(judged, nb)
        return nb, resources


class CheckMetadata(CheckCellMetadata):  # type: ignore[misc]
    """nbgrader's CheckCellMetadata, which does not look twice at the same metadata.

    After RebuildOnMaster they are the release's, the same for the whole class; to check them takes longer than all
    other preprocessors together.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Validate nbgrader's metadata of all cells."""
        text = json.dumps([cell.metadata.get("nbgrader") for cell in nb.cells], sort_keys=True, default=repr)
        if text not in _checked:
            super().preprocess(nb, resources)
            if len(_checked) >= MOST_CHECKED:
                _checked.clear()
            _checked.add(text)
        return nb, resources


_checked: set[str] = set()
MOST_CHECKED = 100


class PenaliseLate(AssignLatePenalties):  # type: ignore[misc]
    """nbgrader's AssignLatePenalties and its plugin, asked when the grades are stored."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Get the plugin ready."""
        self.init_plugin()
        resources[PENALTY] = self
        return nb, resources

    def penalty(self, notebook: Any, submission: Any) -> float | None:
        """The penalty of a stored notebook that came late, as AssignLatePenalties decides it."""
        self.log.warning("%s is %s seconds late", submission, submission.total_seconds_late)
        found = self.plugin_inst.late_submission_penalty(
            submission.student.id, notebook.score, submission.total_seconds_late
        )
        self.log.warning("Late submission penalty: %s", found)
        return None if found is None else self._check_late_penalty(notebook, found)


def finished(resources: Any) -> NotebookRecord:
    """What the preprocessors left to be stored; GraderFault if they did not all run."""
    found = resources.get(RECORD)
    if not isinstance(found, NotebookRecord):
        raise GraderFault(messages.NOT_JUDGED.format(notebook=judged_in(resources).name))
    return found
