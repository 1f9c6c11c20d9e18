"""Grade one folder of notebooks without a gradebook: for Gradescope, a workflow, or a quick look."""

from __future__ import annotations

import time
from pathlib import Path

from wallgrade.course import Course
from wallgrade.exports import texts
from wallgrade.exports.results import SubmissionResult, from_verdicts
from wallgrade.grades import NoGrades
from wallgrade.intake import read_submission
from wallgrade.judge import Judge
from wallgrade.judging import judge_submission


def grade_folder(course: Course, assignment: str, folder: Path, judge: Judge) -> SubmissionResult:
    """Judge the notebooks in `folder` as a submission to the assignment, read as tolerantly as any.

    The notes tell what could not be read. NoGrades when there is no such folder, GraderFault when there is no release.
    """
    if not folder.is_dir():
        raise NoGrades(texts.NO_FOLDER.format(folder=folder))
    started = time.monotonic()
    judged = judge_submission(judge, read_submission(course, assignment, folder, folder.name))
    graded = [notebook for notebook in judged.notebooks if notebook.verdicts]
    verdicts = [verdict for notebook in graded for verdict in notebook.verdicts.values()]
    notes = [note for notebook in graded for note in (notebook.problem, *notebook.notes) if note]
    return from_verdicts(assignment, verdicts, tuple(notes), time.monotonic() - started)
