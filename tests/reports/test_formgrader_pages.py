"""Which page the formgrader shows: ours for what the kit graded, nbgrader's own for everything else in the course."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lxml.html
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from support.graded_class import POINTS
from support.lesson import LINEAR
from wallgrade.config import NBGRADER_TEMPLATES, configure
from wallgrade.gradebook.messages import UNREADABLE_ANSWER
from wallgrade.gradebook.report_cell import GRADED

RESOURCES = {
    "assignment_id": "ps1", "notebook_id": "problem1", "submission_id": "1", "index": 0, "total": 1, "base_url": "",
    "student": "ann", "last_name": "", "first_name": "", "notebook_path": "problem1.ipynb",
}  # fmt: skip


def page(config: Config, **metadata: Any) -> str:
    """What the formgrader would show of a notebook with this metadata."""
    mark = {"grade_id": "squares", "grade": True, "solution": False, "points": 2, "schema_version": 3}
    cells = [new_code_cell("x = 1", id="a", metadata={"nbgrader": mark})]
    config.HTMLExporter.template_name = "formgrade"  # as the formgrader does
    text, _ = HTMLExporter(config=config).from_notebook_node(
        new_notebook(cells=cells, metadata=metadata), resources=dict(RESOURCES)
    )
    return str(text)


@pytest.fixture
def guest(tmp_path: Path) -> Config:
    config = Config()
    configure(config, tmp_path)
    return config


def test_what_the_kit_did_not_grade_is_shown_by_nbgraders_own_page(guest: Config) -> None:
    stock = Config()
    stock.HTMLExporter.extra_template_basedirs = [str(NBGRADER_TEMPLATES)]
    assert page(guest) == page(stock)


def test_what_may_wait_is_named_with_its_reason_and_the_key_beside_it(graded_class: Path) -> None:
    """Which of it does wait, the page asks the gradebook."""
    config = Config()
    configure(config, graded_class)
    config.HTMLExporter.template_name = "formgrade"
    file = graded_class / "autograded" / "bob" / LINEAR / f"{LINEAR}.ipynb"
    text, _ = HTMLExporter(config=config).from_filename(str(file), resources=RESOURCES | {"assignment_id": LINEAR})
    shown = lxml.html.document_fromstring(text)
    [reason] = shown.xpath("//section[contains(@class, 'to-decide')]//li[a[@data-waits='quiz']]")
    assert reason.text_content().split(maxsplit=1) == ["quiz", UNREADABLE_ANSWER]
    [key] = shown.xpath("//p[@data-waits='quiz']")
    assert "The key is A: the squared error" in key.text_content()
    assert not shown.xpath("//p[@data-waits='sgd']")


@pytest.mark.parametrize("student", sorted(POINTS))
def test_no_students_page_has_what_is_for_instructors(graded_class: Path, student: str) -> None:
    text = (graded_class / "feedback" / student / LINEAR / f"{LINEAR}.html").read_text()
    assert "The key is" not in text
    assert "For you only" not in text
    assert "data-waits" not in text


def test_what_the_kit_graded_is_shown_by_our_page(guest: Config) -> None:
    assert "Content-Security-Policy" in page(guest, **{GRADED: True})
