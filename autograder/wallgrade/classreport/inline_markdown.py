"""Question texts are Markdown; on the page they are a line or two of HTML without any that was written by hand."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markupsafe import Markup

_PARSER = MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink"])


def inline_html(text: str) -> Markup:
    """The text with its emphasis and code; raw HTML is escaped, links and pictures stay text."""
    return Markup(_PARSER.renderInline(text))
