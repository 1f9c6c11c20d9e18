"""nbconvert's HTML exporter for our pages, without what only its own templates need."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbconvert.filters import Highlight2HTML


class FeedbackExporter(HTMLExporter):  # type: ignore[misc]
    """The page as the template writes it.

    HTMLExporter reads each page once more with BeautifulSoup, to give images an alternative text and to make the cells
    of its own templates focusable; that takes half of all the time. Our images have theirs from the sanitiser.
    """

    def from_notebook_node(self, nb: Any, resources: Any = None, **options: Any) -> tuple[str, Any]:
        """The page of a notebook."""
        language = nb.metadata.get("language_info", {})
        self.register_filter("highlight_code", self._highlighter(language.get("pygments_lexer", language.get("name"))))
        found: tuple[str, Any] = super(HTMLExporter, self).from_notebook_node(
            nb, self._init_resources(resources), **options
        )
        return found

    def _highlighter(self, lexer: str | None) -> Any:
        highlighters: dict[str | None, Any] = self.__dict__.setdefault("_highlighters", {})
        if lexer not in highlighters:
            highlighters[lexer] = _remembering(Highlight2HTML(pygments_lexer=lexer, parent=self))
        return highlighters[lexer]


def _remembering(highlight: Highlight2HTML) -> Any:
    """The filter; most code is the release's, and the same on everybody's page."""

    @lru_cache(maxsize=500)
    def highlighted(source: str, language: str) -> str:
        return str(highlight(source, metadata={"magics_language": language} if language else None))

    def filtered(source: str, metadata: Any) -> str:
        return highlighted(source, str(metadata.get("magics_language", "")))

    return filtered
