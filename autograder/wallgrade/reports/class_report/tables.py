"""The report's numbers as CSV files, one for each table of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from wallgrade.reports.class_report import messages
from wallgrade.reports.class_report.duration import duration
from wallgrade.reports.class_report.findings import STOPS
from wallgrade.reports.class_report.statistics import ItemStatistics
from wallgrade.reports.class_report.summary import ClassReport
from wallgrade.reports.csv_files import Value, write_csv

Rows = Iterator[Sequence[Value]]


def write_tables(report: ClassReport, folder: Path) -> list[Path]:
    """Write every table into `folder`; returns the files in the page's order."""
    tables = {
        "distribution": _distribution(report),
        "items": _items(report),
        "misconceptions": _misconceptions(report),
        "stopped": _stopped(report),
        "quiz_options": _options(report),
        "attention": _attention(report),
        "grader": _grader(report),
        "students": _students(report),
    }
    paths = []
    for name, rows in tables.items():
        paths.append(folder / f"{name}.csv")
        write_csv(paths[-1], rows)
    return paths


def _distribution(report: ClassReport) -> Rows:
    found = report.distribution
    yield "figure", "value"
    yield "complete submissions", found.n
    for name in ("mean", "sd", "median", "lowest", "highest"):
        yield f"{name} (percent)", getattr(found, name)
    for tenth, count in enumerate(found.counts):
        yield f"submissions from {10 * tenth} to {10 * tenth + 10} percent", count


def _items(report: ClassReport) -> Rows:
    yield (
        "item", "points", "scores", "waiting", "mean", "full", "partial", "zero", "difficulty",
        "discrimination", "discrimination_low", "discrimination_high", "discrimination_n", "no_discrimination", "flags",
    )  # fmt: skip
    for one in report.items:
        yield _item(one)


def _item(one: ItemStatistics) -> Sequence[Value]:
    r = one.discrimination
    why = messages.WHY_NO_R[r.why] if r.why else ""
    flags = ", ".join(messages.FLAG_NAMES[flag] for flag in one.flags)
    return (
        one.item, one.max_score, one.n, one.waiting, one.mean, one.full, one.partial, one.zero, one.difficulty,
        r.r, r.low, r.high, r.n, why, flags,
    )  # fmt: skip


def _misconceptions(report: ClassReport) -> Rows:
    yield "misconception", "students", "items", "message", "hint"
    for one in report.misconceptions:
        yield one.id, one.students, ", ".join(one.items), one.message, one.hint


def _stopped(report: ClassReport) -> Rows:
    yield "item", *STOPS
    for one in report.stopped:
        yield one.item, *(one.submissions.get(kind, 0) for kind in STOPS)


def _options(report: ClassReport) -> Rows:
    yield "question", "option", "key", "chosen", "text"
    for question in report.questions:
        for option in question.options:
            yield question.item, option.letter, _yes(option.key), option.count, option.text
        yield question.item, messages.EMPTY, "no", question.empty, ""
        yield question.item, messages.UNREADABLE, "no", question.unreadable, ""


def _attention(report: ClassReport) -> Rows:
    yield "student", "item", "reason", "waiting"
    for one in report.attention:
        yield one.student, one.item, one.reason, _yes(one.waiting)


def _grader(report: ClassReport) -> Rows:
    yield (
        "item", "measured", "median_seconds", "median_student_seconds", "longest_seconds", "fault",
        "submissions_with_fault",
    )  # fmt: skip
    for runtime in report.runtimes:
        yield runtime.item, len(runtime.seconds), runtime.median, runtime.student_median, runtime.longest, "", None
    for fault in report.faults:
        yield fault.item, None, None, None, None, fault.reason, fault.submissions


def _students(report: ClassReport) -> Rows:
    names = ["pseudonym"] if report.anonymous else ["student_id", "last_name", "first_name"]
    yield [*names, *report.points, "late", "late_seconds", "penalty", "total", "final", "waiting"]
    for row in report.rows:
        person = row.person
        who = [row.student] if report.anonymous else [person.id, person.last_name, person.first_name]
        points = (row.scores.get(item) for item in report.points)
        late = (duration(row.seconds_late), row.seconds_late, row.penalty)
        yield [*who, *points, *late, row.total, _yes(not row.waiting), ", ".join(row.waiting)]


def _yes(value: bool) -> str:
    return "yes" if value else "no"
