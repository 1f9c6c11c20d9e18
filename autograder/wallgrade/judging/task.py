"""A grading task and its result, as plain data: what judging one notebook depends on, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lessoncheck.cells import ANSWER_SUFFIX, Cell, marker, student_cells
from lessoncheck.results import CheckResult, ItemReport


class GradingUnavailable(Exception):
    """No submission at all can be judged here and now; the message says why."""


class WorkerMismatch(GradingUnavailable):
    """A worker has other programs or other data than this process, so it could come to other results."""


@dataclass(frozen=True)
class GradingTask:
    """A notebook's program and its answers' texts (by item), and the items to judge. No name, no student."""

    cells: tuple[Cell, ...]
    answers: Mapping[str, str]
    items: tuple[str, ...]


@dataclass(frozen=True)
class TaskResult:
    """Reports by item. `not_cacheable` are the items that might be judged otherwise another time.

    Those are the items with a fault of ours, or with a call that ran out of time or ended its process: on a machine
    with less to do it might not have.
    """

    reports: Mapping[str, ItemReport]
    not_cacheable: frozenset[str] = frozenset()


def task_of(notebook: Any, items: Iterable[str]) -> GradingTask:
    """What judging these items of a rebuilt notebook depends on."""
    answers = {
        str(mark["grade_id"]).removesuffix(ANSWER_SUFFIX): str(cell.source)
        for cell in notebook.cells
        if (mark := marker(cell)).get("solution") and str(mark.get("grade_id", "")).endswith(ANSWER_SUFFIX)
    }
    return GradingTask(tuple(student_cells(notebook)), answers, tuple(items))


def all_faults(items: Iterable[str], reason: str) -> TaskResult:
    """Nothing could be judged, through a fault of ours: every item goes to a human."""
    reports = {item: fault_report(item, reason) for item in items}
    return TaskResult(reports, frozenset(reports))


def fault_report(item: str, reason: str) -> ItemReport:
    """The report of an item that could not be judged."""
    return ItemReport(item, (CheckResult(item, item, item, "fault", message=reason),))
