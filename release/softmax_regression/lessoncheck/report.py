"""A report in words: as plain text for terminals and as an HTML block for notebooks and feedback.

Both carry the same sentences. Everything that came from a student is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import jinja2

from lessoncheck import messages
from lessoncheck.failures import Stop
from lessoncheck.results import CheckResult, ItemReport

MARKS = {"passed": "✓ passed:", "failed": "✗ not yet:", "fault": "? not checked:", "read": "· read:"}

# what to do first about a function that could not be called, where no line is to blame
NEXT: Mapping[Stop, str] = {
    "not written": messages.NEXT_WRITE,
    "not run": messages.NEXT_CELL,
    "not defined": messages.NEXT_DEFINE,
}


def summary(report: ItemReport, *, graded: bool = False) -> str:
    """One sentence: how many checks pass, and (outside grading) that these are the public ones."""
    if not report.results:
        return messages.NO_CHECKS.format(item=report.item)
    if report.results[0].stopped == "not run":
        return messages.NOT_CHECKED
    repeated = any(result.repeated for result in report.results)
    told = messages.passing(report.passed, report.total, public=not graded)
    if graded:
        return f"{told} {messages.SLIP.format(share=report.left_by_slip)}" if report.left_by_slip else told
    if not repeated:
        return messages.READABLE if report.ok else messages.NOT_READABLE
    return f"{told} {messages.REPEATED_IN_GRADING.format(them='it' if report.total == 1 else 'them')}"


def next_step(report: ItemReport) -> str:
    """What to do first; "" where all is well, or where an answer can be read."""
    failed = next((result for result in report.results if result.status == "failed" and result.repeated), None)
    if failed is None:
        return ""
    if failed.stopped and failed.details:
        return messages.NEXT_LINE.format(line=_first_line(failed))
    if failed.stopped:
        return NEXT.get(failed.stopped, messages.NEXT_STOPPED)
    return messages.NEXT_RULE.format(title=failed.title)


def only_reason(report: ItemReport) -> str:
    """Why nothing of this item could be looked at yet (it is not written, or not answered); "" where there is more."""
    told = grouped(report.results)
    if len(told) == 1 and told[0].result.status == "failed":
        only = told[0].result
        return only.message if only.stopped == "not written" or not only.repeated else ""
    return ""


def as_text(report: ItemReport, *, graded: bool = False, passed: bool = True) -> str:
    """The report as lines of text; without `passed` only what is to be done."""
    lines = [f"{report.item}: {summary(report, graded=graded)}"]
    if not graded and (step := next_step(report)):
        lines.append(f"  {step}")
    for told in grouped(report.results):
        result = told.result
        if not passed and result.status == "passed":
            continue
        lines.append(f"  {MARKS[mark_of(result)]} {result.title}")
        if result.status == "fault":
            lines.append(f"      {fault_text(result, graded=graded)}")
        elif result.status == "failed":
            body = [result.message, *("  " + line for line in result.details.splitlines())]
            body += [f"Hint: {result.hint}"] if result.hint else []
            body += [messages.GATE] if result.gate else []
            body += [messages.ALSO, *(f"  ✗ {title}" for title in told.also)] if told.also else []
            lines += [f"      {line}" for line in body]
    lines += [f"  {note}" for note in report.notes]
    return "\n".join(lines)


def as_html(report: ItemReport, *, graded: bool = False) -> str:
    """The report as one HTML block that needs no style sheet and reads in light and dark themes."""
    return _template().render(
        report=report,
        told=grouped(report.results),
        summary=summary(report, graded=graded),
        next="" if graded else next_step(report),
        marks=MARKS,
        mark_of=mark_of,
        gate=messages.GATE,
        also=messages.ALSO,
        fault=lambda result: fault_text(result, graded=graded),
    )


@dataclass(frozen=True)
class Told:
    """A result as it is shown, and the rules of other checks that failed for the same reason."""

    result: CheckResult
    also: tuple[str, ...] = ()


def grouped(results: Iterable[CheckResult]) -> list[Told]:
    """The results, with checks that failed for one reason under the first of them, which has the smallest input.

    One reason is the same misconception, the same line that stopped, or the same sentence and figures. A gate stands by
    itself, since it takes the whole item.
    """
    told: list[Told] = []
    place_of: dict[tuple[str, ...], int] = {}  # of each reason in `told`
    for result in results:
        reasons = _reasons(result)
        place = next((place_of[reason] for reason in reasons if reason in place_of), len(told))
        if place == len(told):
            told.append(Told(result))
        elif result.gate:
            told.append(Told(replace(result, message=messages.AS_ABOVE, details="", hint="")))
        else:
            told[place] = replace(told[place], also=(*told[place].also, result.title))
        for reason in reasons:
            place_of.setdefault(reason, place)
    return told


def _reasons(result: CheckResult) -> list[tuple[str, ...]]:
    if result.status != "failed":
        return []
    reasons: list[tuple[str, ...]] = [(result.misconception,)] if result.misconception else []
    if result.stopped == "too slow":  # after that nothing more is run
        reasons += [(messages.NO_MORE_TIME,)]
    if result.stopped:  # the message of an error may speak of the input's sizes
        return [*reasons, (re.sub(r"\d+", "#", result.message), _first_line(result))]
    return reasons or [(result.message, result.details)]


def _first_line(result: CheckResult) -> str:
    return "".join(result.details.splitlines()[:1])


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
