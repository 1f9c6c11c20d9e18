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
_STYLE = re.compile(r'\sstyle="([^"]*)"')
# Pages refuse inline styles, so alignment becomes classes of the pages' style sheets.
_CLASSES = {
    "text-align:right": "tex-right",
    "text-align:left": "tex-left",
    "padding-right:0": "tex-close-right",
    "padding-left:0": "tex-close-left",
    "width:100%": "tex-wide",
    "width:50%": "tex-half",
    "border-right:0.05emsolidcurrentcolor": "tex-rule",
}
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
            return _STYLE.sub(_with_classes, found)
    return f'<code class="tex">{html.escape(tex.strip())}</code>'


def _with_classes(style: re.Match[str]) -> str:
    names = [_CLASSES.get(re.sub(r"\s", "", part)) for part in style[1].split(";")]
    kept = " ".join(filter(None, names))
    return f' class="{kept}"' if kept else ""
