"""The report as one HTML page that needs nothing else: no script, no font, no picture, no request to any host."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup, escape

from wallgrade.reports.class_report import charts, messages
from wallgrade.reports.class_report.duration import duration
from wallgrade.reports.class_report.statistics import STEADY, Discrimination
from wallgrade.reports.class_report.summary import ClassReport, Row
from wallgrade.reports.csv_files import number
from wallquiz.markup import inline_html

DASH = "–"


def render(report: ClassReport, folder: Path | None = None) -> str:
    """The page. Everything that came from people is escaped by the template.

    Feedback pages are linked to as seen from the `folder` in which the page will be.
    """
    n = max((one.discrimination.n for one in report.items if one.discrimination.r is not None), default=0)
    return _template().render(
        report=report,
        flagged=[one for one in report.items if one.flags],
        charts=_charts(report),
        option_charts={one.item: charts.options(one) for one in report.questions if one.asked},
        unsteady=messages.UNSTEADY.format(n=n) if 0 < n < STEADY else "",
        groups=[
            (messages.WAITING, [look for look in report.looks if look.waiting]),
            (messages.ODD, [look for look in report.looks if not look.waiting]),
        ],
        stops=[kind for kind in messages.STOPPED if any(one.submissions.get(kind) for one in report.stopped)],
        links=lambda row, item: links(row, report.notebooks.get(item, ""), item, folder),
        messages=messages,
        most_bars=charts.MOST_BARS,
        style=Markup(_file("page.css")),
    )


def _charts(report: ClassReport) -> dict[str, charts.Chart]:
    made = {}
    if report.distribution.n:
        made["totals"] = charts.totals(report.distribution)
    if any(one.n for one in report.items):
        made["items"] = charts.items(report.items)
    if any(one.discrimination.r is not None for one in report.items):
        made["correlations"] = charts.correlations(report.items)
    if report.misconceptions:
        made["misconceptions"] = charts.misconceptions(report.misconceptions)
    if report.runtimes:
        made["runtimes"] = charts.runtimes(report.runtimes)
    return made


def links(row: Row, notebook: str, item: str, folder: Path | None) -> dict[str, str]:
    """Where to read more about an item of a submission, or about the submission, by the link's name."""
    found: dict[str, str] = {}
    anchor = f"#{quote(item)}" if item else ""
    if address := row.formgrader.get(notebook) or next(iter(row.formgrader.values()), ""):
        found["formgrader"] = address + anchor
    page = row.feedback.get(notebook) or next(iter(row.feedback.values()), None)
    if page is not None and folder is not None:
        found["feedback"] = quote(os.fsencode(os.path.relpath(page, folder))) + anchor
    return found


def figure(value: float | None, digits: int = 2) -> str:
    """A figure with so many decimals; a dash for one that does not exist."""
    return DASH if value is None else f"{value:.{digits}f}".replace("-", "−")


def share(count: int, whole: int) -> str:
    """A count as a percentage of a whole; a dash of nothing."""
    return DASH if not whole else f"{100 * count / whole:.0f} %"


def breakable(name: str) -> Markup:
    """A long name that may break after its underscores."""
    return Markup(escape(name).replace("_", Markup("_<wbr>")))


def correlation(one: Discrimination) -> str:
    """r, or why there is none."""
    return figure(one.r) if one.r is not None else messages.WHY_NO_R[one.why]


def _file(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    filters: dict[str, Any] = {
        "figure": figure,
        "number": lambda value: DASH if value is None else number(value),
        "correlation": correlation,
        "breakable": breakable,
        "markdown": lambda text: Markup(inline_html(text)),
    }
    environment.filters |= filters
    environment.globals |= {"share": share, "duration": duration}
    return environment.from_string(_file("page.html.j2"))
