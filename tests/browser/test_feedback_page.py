"""The feedback page, opened from disk: it reads well anywhere, loads nothing, and nothing of a student's runs in it."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from screenshots.browser import Guard
from support.axe import violations
from support.contrast import CONTRASTS
from support.graded_class import FORMULA_COUNT
from support.hostile import PWN
from support.lesson import LINEAR

LARGEST_PAGE = 300_000


@pytest.fixture
def course(graded_class: Path) -> Path:
    """Graded, with feedback: ann is partly wrong, bob's quiz answer waits for a person, eve is hostile."""
    return graded_class


def page_of(course: Path, student: str) -> Path:
    return course / "feedback" / student / LINEAR / f"{LINEAR}.html"


def open_page(page: Any, course: Path, student: str) -> None:
    page.goto(page_of(course, student).as_uri())


def test_the_summary_names_every_item_and_its_links_lead_to_the_results(page: Any, course: Path) -> None:
    open_page(page, course, "ann")
    rows = page.locator(".summary tbody tr")
    assert [row.locator("th").inner_text() for row in rows.all()] == ["linreg", "squared_loss", "sgd", "quiz"]
    assert [row.locator(".points").inner_text() for row in rows.all()] == ["3 / 3", "0 / 3", "2 / 2", "0 / 2"]
    assert "5 of 10 points" in page.locator(".totals").inner_text()
    assert "Your answer B is not right." in rows.nth(3).inner_text()
    for row in rows.all():
        row.locator("th a").click()
        item = row.locator("th").inner_text()
        assert page.url.endswith(f"#{item}")
        box = page.locator(f"#{item}").bounding_box()
        assert box is not None
        page.wait_for_function(
            "id => { const b = document.getElementById(id).getBoundingClientRect();"
            " return b.top >= -5 && b.top < innerHeight; }",
            arg=item,
        )


def test_the_report_is_shown_and_the_bare_number_is_not(page: Any, course: Path) -> None:
    open_page(page, course, "ann")
    report = page.locator("#squared_loss")
    assert "not yet" in report.inner_text()
    assert "the loss is half the squared difference" in report.inner_text()
    assert page.locator("#squared_loss pre", has_text="0.0").count() == 0
    assert 'check("' not in page.locator(".notebook").inner_text()


def test_what_waits_for_a_person_does_not_look_graded(page: Any, course: Path) -> None:
    open_page(page, course, "bob")
    row = page.locator(".summary tbody tr", has_text="quiz")
    assert row.locator(".points").inner_text() == "– / 2"
    assert "waits for a person" in row.inner_text()
    assert "8 of 8 points" in page.locator(".totals").inner_text()
    assert "2 more points wait for your teacher" in page.locator(".totals").inner_text()


def test_formulas_are_drawn_without_a_script(page: Any, course: Path) -> None:
    open_page(page, course, "ann")
    formulas = page.locator("math").all()
    assert len(formulas) == FORMULA_COUNT
    for formula in formulas:
        box = formula.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) > 5
    assert page.locator("script").count() == 0
    assert "$" not in page.locator(".notebook").inner_text()


def test_nothing_that_a_student_hands_in_runs_or_loads_anything(page: Any, course: Path, guard: Guard) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        open_page(page, course, "eve")
        for link in page.locator("a:not([href])").all():
            link.click(force=True)
        for link in page.locator(".notebook a[href]").all():
            address = link.get_attribute("href")
            assert address.startswith(("#", "http://", "https://"))
        page.mouse.move(300, 300)
        page.wait_for_timeout(300)
        assert page.evaluate("window.__pwned") is None
        assert page.title() == f"Feedback: {LINEAR}"
    for selector in ("script", "iframe", "object", "embed", "form", "input", "link", "base", "svg", ".notebook style"):
        assert page.locator(selector).count() == 0, selector
    assert page.evaluate(NO_HANDLERS) == []
    assert guard.refused == [], "the sanitiser leaves the policy nothing to refuse"


# Every attribute that could run something, anywhere in the page
NO_HANDLERS = """
() => [...document.querySelectorAll('*')].flatMap(element => [...element.attributes]
  .filter(a => /^on/i.test(a.name) || a.name === 'style' || /javascript:/i.test(a.value))
  .map(a => `${element.tagName} ${a.name}`))
"""


def test_the_policy_alone_would_keep_a_script_from_running(browser: Any, course: Path, tmp_path: Path) -> None:
    """A second barrier, tried without the first: the page with hostile HTML put in after the sanitiser."""
    text = page_of(course, "ann").read_text()
    bad = f'<script>{PWN}</script><img src=x onerror="{PWN}"></main>'
    forged = tmp_path / "forged.html"
    forged.write_text(text.replace("</main>", bad))
    page, refused = browser.new_page(), Guard()
    refused.watch(page.context)
    page.goto(forged.as_uri())
    page.wait_for_timeout(300)
    assert page.evaluate("window.__pwned") is None
    assert page.locator("script").count() == 1
    assert len(refused.refused) >= 2
    page.close()


@pytest.mark.parametrize("student", ["ann", "bob", "eve"])
def test_it_fits_a_phone_without_scrolling_sideways(page: Any, course: Path, student: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, course, student)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_it_prints_and_is_small(page: Any, course: Path) -> None:
    open_page(page, course, "ann")
    assert page.pdf(format="A4").startswith(b"%PDF")
    assert page_of(course, "ann").stat().st_size < LARGEST_PAGE


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast(page: Any, course: Path, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    open_page(page, course, "ann")
    contrasts = page.locator("body").evaluate(CONTRASTS)
    assert len(contrasts) > 40
    assert [found for found in contrasts if found[1] < 4.5] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("student", ["ann", "bob", "eve"])
def test_axe_finds_nothing_wrong(page: Any, course: Path, student: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    open_page(page, course, student)
    assert violations(page) == []


def test_headings_are_in_order_and_images_and_tables_are_named(page: Any, course: Path) -> None:
    open_page(page, course, "ann")
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.locator("img:not([alt])").count() == 0
    assert page.locator("html").get_attribute("lang") == "en"
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_only_the_page_what_it_was_made_from_and_the_exchanges_receipts_are_in_the_folder(course: Path) -> None:
    for student in ("ann", "bob", "eve"):
        there = {path.name for path in page_of(course, student).parent.iterdir()}
        assert there == {f"{LINEAR}.html", "made_from.json", "timestamp.txt", "submission_secret.txt"}
        assert "<!DOCTYPE html>" in page_of(course, student).read_text()
    assert "pwned=1;document" not in page_of(course, "ann").read_text()
