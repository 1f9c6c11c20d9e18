"""The report's charts: matplotlib's SVG, made fit to stand inside a page.

Text stays text, colours are the page's CSS variables (so that dark mode and printing work), ids are the chart's own,
and each chart has a title and a description in words.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib
from markupsafe import Markup, escape
from matplotlib.figure import Figure

from wallgrade.reports.class_report import messages
from wallgrade.reports.class_report.findings import Misconception, QuestionAnswers, Runtime
from wallgrade.reports.class_report.statistics import WEAK, Distribution, ItemStatistics

# Stand-ins that matplotlib draws with, and what the page's style sheet calls them
INK, MUTED, LINE, FULL, PARTIAL, ZERO, PAPER = (f"#0a0b{n:02x}" for n in range(1, 8))
VARIABLES = {
    INK: "ink", MUTED: "muted", LINE: "line", FULL: "full", PARTIAL: "partial", ZERO: "zero", PAPER: "paper",
}  # fmt: skip
WIDTH = 5.4  # inches; a point is a pixel of the view box
ROW = 0.30
MOST_BARS = 12
STYLE = {
    "svg.fonttype": "none", "text.parse_math": False, "svg.hashsalt": "wallgrade",
    "font.family": "sans-serif", "font.size": 11,
    "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": LINE, "xtick.color": MUTED, "ytick.color": INK,
    "axes.spines.top": False, "axes.spines.right": False, "figure.facecolor": "none", "axes.facecolor": "none",
    "xtick.labelcolor": MUTED, "axes.linewidth": 0.8, "hatch.linewidth": 0.6, "hatch.color": PAPER,
}  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """An SVG element for the page, with its title."""

    title: str
    svg: Markup


def totals(found: Distribution) -> Chart:
    """The distribution of totals."""
    names = [f"{10 * tenth}–{10 * tenth + 10}" for tenth in range(10)]
    with _figure(2.5) as (figure, axes):
        bars = axes.bar(range(10), found.counts, color=FULL, width=0.86)
        axes.bar_label(bars, [str(count or "") for count in found.counts], padding=2)
        axes.set_xticks([x - 0.5 for x in range(11)], [str(10 * x) for x in range(11)])
        axes.set_xlabel("percent of the points")
        _bare(axes, count_axis="y")
    told = ", ".join(f"{name} percent: {count}" for name, count in zip(names, found.counts, strict=True) if count)
    return _chart("totals", messages.TOTALS_TITLE, messages.TOTALS_TEXT.format(n=found.n, bars=told), figure)


def items(found: Sequence[ItemStatistics]) -> Chart:
    """Full, partial and zero, stacked for each item."""
    shown = [one for one in found if one.n]
    with _figure(0.75 + ROW * len(shown)) as (figure, axes):
        left = [0.0] * len(shown)
        for name, colour, ink, hatch in (
            ("full", FULL, PAPER, ""), ("partial", PARTIAL, INK, "////"), ("zero", ZERO, INK, ""),
        ):  # fmt: skip
            shares = [100 * getattr(one, name) / one.n for one in shown]
            bars = axes.barh(range(len(shown)), shares, left=left, color=colour, hatch=hatch, label=name, height=0.72)
            numbers = [str(getattr(one, name)) if share >= 6 else "" for one, share in zip(shown, shares, strict=True)]
            box = {"facecolor": PARTIAL, "edgecolor": "none", "pad": 1.2} if hatch else None
            labels = axes.bar_label(bars, numbers, label_type="center", color=ink, fontsize=9.5)
            for label in labels if box else ():
                if label.get_text():
                    label.set_bbox(box)
            left = [a + b for a, b in zip(left, shares, strict=True)]
        axes.set_yticks(range(len(shown)), [one.item for one in shown])
        axes.invert_yaxis()
        axes.set_xlim(0, 100)
        axes.set_xlabel("percent of the submissions (numbers: how many)")
        axes.legend(ncols=3, loc="lower left", bbox_to_anchor=(0, 1), frameon=False, borderpad=0.1)
        _bare(axes)
    told = "; ".join(
        messages.ITEM_TEXT.format(item=one.item, full=one.full, partial=one.partial, zero=one.zero) for one in shown
    )
    return _chart("items", messages.ITEMS_TITLE, messages.ITEMS_TEXT.format(bars=told), figure)


def correlations(found: Sequence[ItemStatistics]) -> Chart:
    """Discrimination with its interval, one line for each item that has one."""
    shown = [(one.item, one.discrimination) for one in found if one.discrimination.r is not None]
    with _figure(0.65 + ROW * max(1, len(shown))) as (figure, axes):
        axes.axvline(0, color=MUTED, linewidth=0.8)
        axes.axvline(WEAK, color=MUTED, linewidth=0.8, linestyle=(0, (4, 3)))
        for place, (_, one) in enumerate(shown):
            assert one.r is not None
            if one.low is not None and one.high is not None:
                axes.plot([one.low, one.high], [place, place], color=MUTED, linewidth=1.6)
            good = one.r >= WEAK
            axes.plot(
                [one.r], [place], marker="o" if good else "D", markersize=7,
                color=FULL if good else ZERO, markeredgecolor=INK, markeredgewidth=0.6,
            )  # fmt: skip
        axes.set_yticks(range(len(shown)), [item for item, _ in shown])
        lowest = min([0.0, *(one.low if one.low is not None else one.r or 0.0 for _, one in shown)])
        axes.set_xlim(max(-1.0, lowest - 0.05), 1.0)
        axes.set_xlabel(f"r with the other items (dashed: {WEAK:.2f})")
        _bare(axes)
        axes.set_ylim(len(shown) - 0.5, -0.5)
    told = "; ".join(f"{item}: {one.r:.2f}" for item, one in shown)
    return _chart("correlations", messages.CORRELATION_TITLE, messages.CORRELATION_TEXT.format(points=told), figure)


def misconceptions(found: Sequence[Misconception]) -> Chart:
    """The most frequent misconceptions."""
    shown = found[:MOST_BARS]
    with _figure(0.6 + ROW * len(shown)) as (figure, axes):
        bars = axes.barh(range(len(shown)), [one.students for one in shown], color=FULL, height=0.66)
        axes.bar_label(bars, padding=3)
        axes.set_yticks(range(len(shown)), [one.id for one in shown])
        axes.invert_yaxis()
        axes.set_xlabel("students")
        _bare(axes, count_axis="x")
    told = "; ".join(f"{one.id}: {one.students}" for one in shown)
    return _chart(
        "misconceptions", messages.MISCONCEPTIONS_TITLE, messages.MISCONCEPTIONS_TEXT.format(bars=told), figure
    )


def options(found: QuestionAnswers) -> Chart:
    """The options of one question, the key hatched and marked."""
    names = [f"{option.letter} (key)" if option.key else option.letter for option in found.options]
    counts = [option.count for option in found.options]
    colours = [FULL if option.key else ZERO for option in found.options]
    for name, count in (("empty", found.empty), ("not readable", found.unreadable)):
        if count:
            names, counts, colours = [*names, name], [*counts, count], [*colours, PARTIAL]
    with _figure(0.6 + ROW * len(names)) as (figure, axes):
        bars = axes.barh(range(len(names)), counts, color=colours, height=0.66)
        for bar, colour in zip(bars, colours, strict=True):
            bar.set_hatch("////" if colour == FULL else "")
        axes.bar_label(bars, padding=3)
        axes.set_yticks(range(len(names)), names)
        axes.invert_yaxis()
        axes.set_xlabel("students")
        _bare(axes, count_axis="x")
    told = "; ".join(f"{name}: {count}" for name, count in zip(names, counts, strict=True))
    title = messages.OPTIONS_TITLE.format(item=found.item)
    return _chart(f"options-{found.item}", title, messages.OPTIONS_TEXT.format(bars=told), figure)


def runtimes(found: Sequence[Runtime]) -> Chart:
    """How long judging took, by item. A slow loop in a student's code may take a hundred times the others'."""
    with _figure(0.6 + ROW * len(found)) as (figure, axes):
        line = {"color": INK, "linewidth": 0.9}
        axes.boxplot(
            [one.seconds for one in found], orientation="horizontal", widths=0.55, patch_artist=True,
            positions=list(range(len(found))), boxprops={"facecolor": PARTIAL, "edgecolor": INK, "linewidth": 0.9},
            medianprops={"color": INK, "linewidth": 2}, whiskerprops=line, capprops=line,
            flierprops={"marker": "o", "markersize": 3, "markeredgecolor": MUTED},
        )  # fmt: skip
        axes.set_yticks(range(len(found)), [one.item for one in found])
        axes.invert_yaxis()
        axes.set_xscale("log")
        low, high = min(one.seconds[0] for one in found), max(one.longest for one in found)
        decades = [10.0**power for power in range(math.floor(math.log10(low)), math.floor(math.log10(high)) + 2)]
        axes.set_xlim(decades[0], decades[-1])
        axes.set_xticks(decades, [f"{seconds:g}" for seconds in decades])
        axes.minorticks_off()
        axes.set_xlabel("seconds (logarithmic)")
        _bare(axes)
    told = "; ".join(f"{one.item}: median {one.median:.2f}, longest {one.longest:.2f}" for one in found)
    return _chart("runtimes", messages.RUNTIMES_TITLE, messages.RUNTIMES_TEXT.format(bars=told), figure)


@contextmanager
def _figure(height: float) -> Iterator[tuple[Figure, Any]]:
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        yield figure, figure.add_subplot()


def _bare(axes: Any, count_axis: str = "") -> None:
    """No marks beside the names; an axis of counts has its numbers on the bars instead."""
    axes.tick_params(length=0)
    axes.spines["left"].set_visible(False)
    if count_axis == "y":
        axes.set_yticks([])
    elif count_axis == "x":
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.xaxis.label.set_visible(False)
    axes.margins(x=0.08 if count_axis == "x" else 0.01, y=0.12 if count_axis == "y" else 0.03)


def _chart(name: str, title: str, description: str, figure: Figure) -> Chart:
    stream = io.StringIO()
    with matplotlib.rc_context(STYLE):
        figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = stream.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(\sid="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    for stand_in, variable in VARIABLES.items():
        svg = svg.replace(stand_in, f"var(--{variable})")
    box = re.search(r'viewBox="[^"]*"', svg)
    assert box is not None
    head = (
        f'<svg class="chart" role="img" aria-labelledby="{name}-title {name}-desc" {box[0]} '
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
    )
    return Chart(title, Markup(head + svg[svg.index(">") + 1 :]))
