"""Which page the formgrader shows: ours for what the kit graded, nbgrader's own for everything else in the course."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from wallgrade.config import NBGRADER_TEMPLATES, configure
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


def test_what_the_kit_graded_is_shown_by_our_page(guest: Config) -> None:
    assert "Content-Security-Policy" in page(guest, **{GRADED: True})
