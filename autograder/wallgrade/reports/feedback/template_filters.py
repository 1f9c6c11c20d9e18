"""The filters that our page templates use; `configure` hands them to nbconvert's exporter."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template, pass_context, pass_environment
from jinja2.runtime import Context
from markupsafe import Markup
from pygments.formatters import HtmlFormatter

from lessoncheck.cells import marker
from wallgrade.course import Course
from wallgrade.gradebook.attention import why_waiting
from wallgrade.gradebook.report_cell import GRADED, read_report_cell
from wallgrade.gradebook.scores import ItemScore
from wallgrade.reports.feedback import messages
from wallgrade.reports.feedback.images import Images
from wallgrade.reports.feedback.items import item_cells
from wallgrade.reports.feedback.markdown import safe_markdown
from wallgrade.reports.feedback.outputs import safe_output
from wallgrade.reports.feedback.sanitiser import safe_report

HERE = "wallgrade.reports.feedback.template_filters."
TEMPLATES = Path(__file__).with_name("templates")
STUDENTS_TEMPLATES, FORMGRADER_TEMPLATES = TEMPLATES / "students", TEMPLATES / "formgrader"
NAMES = (
    "markdown_cell", "comment_html", "cell_outputs", "points", "a_nonce", "state_name", "formgrade_style",
    "page_texts",
)  # fmt: skip
FILTERS = {name: HERE + name for name in NAMES} | {
    "outcome": "wallgrade.gradebook.report_cell.read_report_cell",
    "notes": "wallgrade.gradebook.report_cell.read_notes",
}


def formgrade_page(stock: Path) -> Callable[[Environment, Any], Template]:
    """The filter that chooses a notebook's page in the formgrader; `stock` is nbgrader's folder of templates."""

    @pass_environment
    def page(environment: Environment, notebook: Any) -> Template:
        if notebook.metadata.get(GRADED):
            return environment.get_template("lesson.html.j2")
        return environment.from_string((stock / "formgrade" / "index.html.j2").read_text(encoding="utf-8"))

    return page


@dataclass(frozen=True)
class ToDecide:
    """An item of a notebook, for the instructor: why it waits if it does, and the key if it is a question."""

    item: str
    reason: str
    key: str = ""


def items_to_decide(course: Course) -> Callable[[Any, str], list[ToDecide]]:
    """The filter that lists a notebook's items; which of them wait is known to the gradebook, and so to the page."""

    def listed(notebook: Any, assignment: str) -> list[ToDecide]:
        try:
            quiz = course.quiz(assignment)
        except ValueError:  # grading says what is wrong with it
            quiz = None
        questions = {question.id: question for question in quiz.questions} if quiz else {}
        found = []
        for item, cell in item_cells(notebook).items():
            question = questions.get(item)
            waiting = ItemScore(item, 0.0, 0.0, needs_manual_grade=True)
            reason = why_waiting(waiting, read_report_cell(cell), question=question is not None)
            text = question.option(question.key).text if question else ""
            key = messages.KEY.format(letter=question.key, text=text) if question else ""
            found.append(ToDecide(item, reason, key=key))
        return found

    return listed


@pass_context
def markdown_cell(context: Context, cell: Any) -> Markup:
    """A markdown cell; its headings one level lower, below the page's own."""
    source = str(cell.source)
    page = _without_images(source)
    return Markup(safe_markdown(source, _images(context, cell), demote=1) if page is None else page)


@lru_cache(maxsize=500)  # most of them are the release's, and the same on everybody's page
def _without_images(source: str) -> str | None:
    """A markdown cell that shows no images, in HTML; None if it shows some."""
    asked: list[str] = []
    page = safe_markdown(source, asked.append, demote=1)
    return None if asked else page


def comment_html(comment: str) -> Markup:
    """A comment that an instructor wrote, Markdown and formulas allowed."""
    return Markup(safe_markdown(comment, demote=3))


@pass_context
def cell_outputs(context: Context, cell: Any) -> list[Markup]:
    """The outputs to show below a code cell, in order. Of a check cell: the report, not the bare number."""
    shown = []
    graded = bool(marker(cell).get("grade")) and not marker(cell).get("solution")
    for output in cell.get("outputs", ()):
        if graded and output.get("output_type") == "execute_result":
            continue
        page = output.get("data", {}).get("text/html")
        if graded and page is not None:
            page = "".join(page) if isinstance(page, list) else page
            shown.append(Markup(safe_report(page).replace("<h3", "<h4").replace("</h3>", "</h4>")))
        else:
            shown.append(Markup(safe_output(output, _images(context, cell))))
    return shown


def points(value: float | None) -> str:
    """Points as people write them: 7.5, and 10 rather than 10.0."""
    return f"{round(float(value or 0), 2):g}"


def state_name(state: str) -> str:
    """The words beside a result's colour and sign."""
    return messages.STATES[state]


def a_nonce(_: object) -> str:
    """A number used once, for the scripts that a page's policy allows."""
    return secrets.token_urlsafe(16)


def page_texts(_: object) -> Any:
    """The sentences of the pages."""
    return messages


def formgrade_style(_: object) -> Markup:
    """The style sheet of the formgrader's page, on top of nbgrader's."""
    own = (FORMGRADER_TEMPLATES / "formgrade" / "page.css").read_text(encoding="utf-8")
    return Markup(f"{HtmlFormatter(style='xcode').get_style_defs('.highlight')}\n{own}")


def _images(context: Context, cell: Any) -> Images:
    path = context.get("resources", {}).get("metadata", {}).get("path")
    return Images(Path(path) if path else None, cell.get("attachments"))
