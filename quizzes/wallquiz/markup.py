"""Question texts are Markdown with MathJax; here they become well-formed HTML for other systems.

Raw HTML in a text is shown, not used. `$...$` becomes `\\(...\\)` and `$$...$$` becomes `\\[...\\]`, which Moodle's and
Canvas's MathJax read. Pictures are not taken along, so their Markdown stays text.
"""

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin


def block_html(text: str) -> str:
    """A text as paragraphs, lists and so on."""
    return str(_parser().render(text)).strip()


def inline_html(text: str) -> str:
    """A text of one line, without a paragraph around it."""
    return str(_parser().renderInline(text)).strip()


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).disable("image").use(dollarmath_plugin)
    parser.add_render_rule("math_inline", _math("\\(", "\\)"))
    parser.add_render_rule("math_block", _math("\\[", "\\]"))
    return parser


def _math(start: str, end: str) -> Any:
    def render(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
        return f"{start}{escape(tokens[index].content, quote=False)}{end}"

    return render
