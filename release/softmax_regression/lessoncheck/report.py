"""A report in words: as plain text for terminals and as an HTML block for notebooks and feedback.

Both carry the same sentences. Everything that came from a student is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import jinja2

from lessoncheck import messages
from lessoncheck.results import CheckResult, ItemReport

MARKS = {"passed": "✓ passed:", "failed": "✗ not yet:", "fault": "? not checked:", "read": "· read:"}


def summary(report: ItemReport, *, graded: bool = False) -> str:
    """One sentence: how many checks pass, and (outside grading) that these are the public ones."""
    if not report.results:
        return messages.NO_CHECKS.format(item=report.item)
    if report.results[0].stopped == "not run":
        return messages.NOT_CHECKED
    repeated = any(result.repeated for result in report.results)
    template = messages.GRADED if graded else messages.PUBLIC_PASS if repeated else messages.PUBLIC_PASS_ONCE
    told = template.format(passed=report.passed, total=report.total)
    slip = messages.SLIP.format(share=report.left_by_slip) if graded and report.left_by_slip else ""
    return f"{told} {slip}".strip()


def as_text(report: ItemReport, *, graded: bool = False) -> str:
    """The report as lines of text."""
    lines = [f"{report.item}: {summary(report, graded=graded)}"]
    for result in shortened(report.results):
        lines.append(f"  {MARKS[mark_of(result)]} {result.title}")
        if result.status == "fault":
            lines.append(f"      {fault_text(result, graded=graded)}")
        elif result.status == "failed":
            body = [result.message, *("  " + line for line in result.details.splitlines())]
            body += [f"Hint: {result.hint}"] if result.hint else []
            body += [messages.GATE] if result.gate else []
            lines += [f"      {line}" for line in body]
    lines += [f"  {note}" for note in report.notes]
    return "\n".join(lines)


def as_html(report: ItemReport, *, graded: bool = False) -> str:
    """The report as one HTML block that needs no style sheet and reads in light and dark themes."""
    return _template().render(
        report=report,
        results=shortened(report.results),
        summary=summary(report, graded=graded),
        marks=MARKS,
        mark_of=mark_of,
        gate=messages.GATE,
        fault=lambda result: fault_text(result, graded=graded),
    )


def shortened(results: Iterable[CheckResult]) -> list[CheckResult]:
    """The results with what several checks share told once: the same misconception, or the same sentence and figures.

    Code that stops on one line tells it once, whatever the inputs. The first check to tell it has the smallest input.
    """
    told: set[tuple[str, ...]] = set()
    shown = []
    for result in results:
        figures = "".join(result.details.splitlines()[:1]) if result.stopped else result.details
        key = (result.misconception,) if result.misconception else (result.message, figures)
        if result.status == "failed" and key in told:
            result = replace(result, message=messages.AS_ABOVE, details="", hint="")
        told.add(key)
        shown.append(result)
    return shown


def mark_of(result: CheckResult) -> str:
    """The key of its mark. What only says that an answer can be read must not look as if it were right."""
    return "read" if result.status == "passed" and not result.repeated else result.status


def fault_text(result: CheckResult, *, graded: bool) -> str:
    """What a fault of ours is called: in grading without its reason, which is for the instructor's log."""
    if result.hint:
        return result.hint
    return messages.FAULT if graded else messages.FAULT_LOCAL.format(reason=result.message)


@cache
def _template() -> jinja2.Template:
    source = Path(__file__).with_name("report.html.j2").read_text(encoding="utf-8")
    return jinja2.Environment(autoescape=True).from_string(source)
