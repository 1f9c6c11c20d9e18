"""Storing a judged submission in nbgrader's gradebook: every grade, comment and flag of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nbgrader import utils
from nbgrader.api import Comment, Grade, Gradebook, MissingEntry, SubmittedAssignment, SubmittedNotebook
from sqlalchemy.orm import joinedload, selectinload

from lessoncheck.cells import marker
from wallgrade.judging.judge_submission import Judged, JudgedNotebook

NO_RESPONSE = "No response."
Penalty = Callable[[Any, Any], float | None]
Items = Callable[[str], Container[str]]  # by notebook


class RecordFailed(Exception):
    """A judged submission could not be stored; nothing of it was."""


@dataclass(frozen=True)
class ItemRecord:
    """An item's automatic score; None has nbgrader count nothing until a human gives a score."""

    score: float | None
    needs_manual_grade: bool = False


@dataclass(frozen=True)
class NotebookRecord:
    """What is stored of one notebook: items by check cell, comments by solution cell."""

    name: str
    items: Mapping[str, ItemRecord]
    comments: Mapping[str, str | None]


@dataclass(frozen=True)
class SubmissionRecord:
    """What is stored of one submission. `notebooks` may be some only: the others are left as they are."""

    student: str
    assignment: str
    notebooks: Sequence[NotebookRecord]
    timestamp: datetime | None = None


def record_of(judged: JudgedNotebook, notebook: Any) -> NotebookRecord:
    """The record of a judged notebook; `notebook` is its final form, with the checksums of the release."""
    items: dict[str, ItemRecord] = {}
    for cell in notebook.cells:
        mark = marker(cell)
        if not mark.get("grade"):
            continue
        item = str(mark["grade_id"])
        if mark.get("solution"):  # written by the student, graded by hand: nothing, if it is as it was released
            empty = judged.problem or utils.determine_grade(cell)[0] is not None
            items[item] = ItemRecord(0.0 if empty else None, item in judged.reviews or not empty)
        elif (verdict := judged.verdicts.get(item)) is None:
            items[item] = ItemRecord(0.0, needs_manual_grade=True)
        elif verdict.points is None:
            items[item] = ItemRecord(None, needs_manual_grade=True)
        else:
            points = min(max(verdict.points, 0.0), verdict.max_score)
            items[item] = ItemRecord(points, verdict.final_points is None)
    return NotebookRecord(judged.name, items, comments_of(judged, notebook))


def comments_of(judged: JudgedNotebook, notebook: Any) -> dict[str, str | None]:
    """A comment for each solution cell: what was odd about the file, no response, the notes of its check."""
    lines: dict[str, list[str]] = {}
    solution = ""
    for cell in notebook.cells:
        mark = marker(cell)
        if mark.get("solution") or mark.get("task"):
            first = not lines
            lines[str(mark["grade_id"])] = [judged.problem, *judged.notes] if first else [judged.problem]
            solution = str(mark["grade_id"]) if mark.get("solution") else solution
            if not judged.problem and mark.get("solution") and _as_released(cell):
                lines[solution].append(NO_RESPONSE)
        if mark.get("grade") and solution and not judged.problem:
            verdict = judged.verdicts.get(str(mark["grade_id"]))
            lines[solution] += verdict.report.notes if verdict else ()
    return {grade_id: "\n".join(filter(None, texts)) or None for grade_id, texts in lines.items()}


def _as_released(cell: Any) -> bool:
    checksum = cell.metadata.nbgrader.get("checksum")
    return bool(checksum is not None and checksum == utils.compute_checksum(cell))


def submission_record(judged: Judged, notebooks: Sequence[NotebookRecord]) -> SubmissionRecord:
    """The notebooks' records together."""
    return SubmissionRecord(judged.student, judged.assignment, notebooks, judged.timestamp)


def record(
    gradebook: Gradebook, of: SubmissionRecord, penalty: Penalty | None = None, unchanged: Items | None = None
) -> None:
    """Store a submission in one transaction. The student must exist; scores given by hand stay.

    A score by hand on work that is `unchanged` is as final as it was; on other work a human is asked to look again.
    Without `unchanged` every score by hand is final.
    Whatever fails, nothing is stored; storing the same again changes nothing.
    """
    try:
        submission = _found_or_new(gradebook, of)
        if of.timestamp is not None:
            submission.timestamp = of.timestamp
        stored = {notebook.name: notebook for notebook in _with_all(gradebook, submission)}
        for notebook in of.notebooks:
            if notebook.name in stored:
                _fill_in(stored[notebook.name], notebook, unchanged)
        gradebook.db.flush()
        for notebook in of.notebooks:
            if penalty is not None and notebook.name in stored:
                stored[notebook.name].late_submission_penalty = (
                    _penalty(gradebook, penalty, stored[notebook.name], submission)
                    if submission.total_seconds_late > 0
                    else None
                )
        gradebook.db.commit()
    except BaseException:
        gradebook.db.rollback()
        raise


def _found_or_new(gradebook: Gradebook, of: SubmissionRecord) -> SubmittedAssignment:
    """The stored submission, or a new one as nbgrader's `add_submission` makes it, which would commit it at once."""
    try:
        return gradebook.find_submission(of.assignment, of.student)
    except MissingEntry:
        assignment, student = gradebook.find_assignment(of.assignment), gradebook.find_student(of.student)
    submission = SubmittedAssignment(assignment=assignment, student=student)
    for notebook in assignment.notebooks:
        stored = SubmittedNotebook(notebook=notebook, assignment=submission)
        for cell in (*notebook.grade_cells, *notebook.task_cells):
            Grade(cell_id=cell.id, notebook=stored)
        for cell in (*notebook.solution_cells, *notebook.task_cells):
            Comment(cell_id=cell.id, notebook=stored)
    gradebook.db.add(submission)
    gradebook.db.flush()
    return submission


def _penalty(gradebook: Gradebook, penalty: Penalty, notebook: Any, submission: Any) -> float | None:
    """What a late notebook's plugin says, which reads the scores anew: they were only just stored."""
    gradebook.db.expire(notebook)
    return penalty(notebook, submission)


def _with_all(gradebook: Gradebook, submission: SubmittedAssignment) -> list[SubmittedNotebook]:
    """The submission's notebooks with their grades and comments, in four queries instead of one for each row."""
    found: list[SubmittedNotebook] = (
        gradebook.db.query(SubmittedNotebook)
        .filter(SubmittedNotebook.assignment_id == submission.id)
        .options(
            joinedload(SubmittedNotebook.notebook),
            selectinload(SubmittedNotebook.grades).joinedload(Grade.cell),
            selectinload(SubmittedNotebook.comments).joinedload(Comment.cell),
        )
        .all()
    )
    return found


def _fill_in(stored: SubmittedNotebook, found: NotebookRecord, unchanged: Items | None) -> None:
    scored_by_hand = any(grade.manual_score is not None for grade in stored.grades)
    as_scored = unchanged(found.name) if scored_by_hand and unchanged else ()
    for grade in stored.grades:
        if grade.cell.type == "TaskCell" and grade.name not in found.items:
            continue  # a task is graded by hand only
        item = found.items.get(grade.name, ItemRecord(0.0, needs_manual_grade=True))
        grade.auto_score = item.score
        if grade.manual_score is None:
            grade.needs_manual_grade = item.needs_manual_grade or item.score is None
        elif unchanged is None:
            grade.needs_manual_grade = False
        elif grade.name not in as_scored:
            grade.needs_manual_grade = True
    for comment in stored.comments:
        comment.auto_comment = found.comments.get(comment.name)


def clear_scores(gradebook: Gradebook, assignment: str, student: str) -> None:
    """After a failure of ours: no automatic score of an earlier submission stays, and a human is asked to look."""
    submission = gradebook.update_or_create_submission(assignment, student)
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            grade.auto_score, grade.needs_manual_grade = None, True
    gradebook.db.commit()
