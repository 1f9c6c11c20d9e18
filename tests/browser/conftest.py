"""Real pages in a real browser. Without a Chromium these tests fail, with a sentence that says how to get one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from screenshots.browser import Guard


@pytest.fixture
def guard() -> Iterator[Guard]:
    """Fails the test if any page asked another host for something, raised an error, or opened a dialog."""
    watching = Guard()
    yield watching
    assert watching.found == []


@pytest.fixture
def context(browser: Any, guard: Guard) -> Iterator[Any]:
    opened = browser.new_context(viewport={"width": 1400, "height": 900})
    guard.watch(opened)
    yield opened
    opened.close()


@pytest.fixture
def page(context: Any) -> Any:
    return context.new_page()
