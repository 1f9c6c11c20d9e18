"""axe-core, the accessibility checker, over a page or a part of it."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

SELECT = {"resultTypes": ["violations"]}


def violations(page: Any, part: str = "html") -> list[str]:
    """What axe finds wrong, each with its gravity and the elements; and axe must really have looked at something."""
    found = Axe().run(page, context=part, options=SELECT).response
    assert found["passes"], f"axe found nothing to look at in {part}"
    return [
        f"{one['impact']}: {one['id']}: {one['help']}: {[node['target'] for node in one['nodes']]}"
        for one in found["violations"]
    ]
