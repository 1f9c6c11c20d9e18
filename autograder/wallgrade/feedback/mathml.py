"""TeX to MathML when the page is made: browsers show it as it is, so formulas need no script and no network."""

from __future__ import annotations

import html
import re

from math_core import LatexError, LatexToMathML

_OPTIONS = LatexToMathML(fancy_error=False, max_expansions=200)
LONGEST = 4_000
_TAGS = {
    "math", "merror", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mprescripts",
    "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext",
    "mtr", "munder", "munderover", "none",
}  # fmt: skip
_TAG = re.compile(r"<\s*/?\s*([a-zA-Z:]+)")
_FORBIDDEN = re.compile(r"<[^>]*(?:href|src|\son\w+)\s*=", re.IGNORECASE)


def mathml(tex: str, *, display: bool) -> str:
    """A formula as MathML; what cannot be converted is shown as its TeX.

    The result goes into the page as it is, so whatever is not plain presentation MathML is refused.
    """
    if len(tex) <= LONGEST:
        try:
            found = _OPTIONS.convert_with_local_state(tex, displaystyle=display)
        except LatexError:
            found = ""
        if found and set(_TAG.findall(found)) <= _TAGS and not _FORBIDDEN.search(found):
            return found
    return f'<code class="tex">{html.escape(tex.strip())}</code>'
