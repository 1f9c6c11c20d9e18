"""The class report, opened from disk: it asks for nothing, fits, and can be read by everybody."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from screenshots.browser import Guard
from support.axe import violations
from support.class_data import report
from support.contrast import CONTRASTS
from wallgrade.reports.class_report.build import write_report


@pytest.fixture(scope="module", params=[False, True], ids=["named", "anonymous"])
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(report(anonymous=request.param), tmp_path_factory.mktemp("page")).page


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (1400, "dark"), (390, "light")])
def test_it_asks_for_nothing_and_nothing_overflows(
    page: Any, guard: Guard, file: Path, width: int, scheme: str
) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(file.as_uri())
    ink, paper = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
    assert said == []
    assert guard.refused == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (min(map(int, re.findall(r"\d+", ink))) > 128) == (scheme == "dark"), (ink, paper)
    assert page.evaluate("getComputedStyle(document.querySelector('svg text')).fill") != "rgb(0, 0, 0)"


def test_on_a_phone_people_are_listed_without_scrolling_and_wide_tables_say_that_they_scroll(
    page: Any, file: Path
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(file.as_uri())
    looks = page.locator(".looks").all()
    assert looks
    assert all(table.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth") for table in looks)
    assert page.locator(".sideways:visible").count() == 2
    page.set_viewport_size({"width": 1400, "height": 900})
    assert page.locator(".sideways:visible").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_read_by_everybody(page: Any, file: Path, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(file.as_uri())
    assert violations(page) == []
    contrasts = page.locator("main").evaluate(CONTRASTS)
    assert len(contrasts) > 40
    assert [found for found in contrasts if found[1] < 4.5] == []


def test_axe_does_find_what_is_wrong(page: Any) -> None:
    page.set_content('<html><body><img src="data:,"><p style="color: #999">pale</p></body></html>')
    found = " ".join(violations(page))
    assert "critical: image-alt" in found
    assert "serious: color-contrast" in found
    assert "serious: html-has-lang" in found
