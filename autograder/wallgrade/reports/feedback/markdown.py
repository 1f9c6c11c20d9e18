"""Markdown cells and comments as harmless HTML, with formulas as MathML."""

from __future__ import annotations

import re
import secrets
from typing import Any

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from wallgrade.reports.feedback.mathml import mathml
from wallgrade.reports.feedback.sanitiser import ImageSource, no_images, safe_html

LONGEST = 200_000


class _Renderer(IPythonRenderer):  # type: ignore[misc]
    """Sets formulas aside, under names that nobody can guess, so that they need not pass the sanitiser."""

    def __init__(self, demote: int) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self.mark = secrets.token_hex(8)
        self.formulas: list[str] = []
        self._demote = demote

    def block_math(self, body: str) -> str:
        return self._aside(mathml(body, display=True))

    def inline_math(self, body: str) -> str:
        return self._aside(mathml(body, display=False))

    def latex_environment(self, name: str, body: str) -> str:
        return self._aside(mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", display=True))

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        return str(super().heading(text, min(level + self._demote, 6), **attrs))

    def _aside(self, formula: str) -> str:
        self.formulas.append(formula)
        return f"{self.mark}-{len(self.formulas) - 1}."


def safe_markdown(source: str, image: ImageSource = no_images, *, demote: int = 0) -> str:
    """Markdown as HTML without anything that could run; headings `demote` levels lower than written."""
    renderer = _Renderer(demote)
    try:
        page = MarkdownWithMath(renderer=renderer).render(source[:LONGEST])
    except RecursionError:  # thousands of nested quotes
        page = f"<pre>{source[:LONGEST].replace('&', '&amp;').replace('<', '&lt;')}</pre>"
    cleaned = safe_html(page, image, code=True)
    return re.sub(renderer.mark + r"-(\d+)\.", lambda found: renderer.formulas[int(found[1])], cleaned)
