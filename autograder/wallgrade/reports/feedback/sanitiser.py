"""Hostile HTML made harmless: an allow-list, with nh3 (the Rust library ammonia) doing the work.

Two policies. What a student can influence loses every class, id, style and script. Reports are made by the grader; they
keep the class names that our style sheets know.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import nh3
from pygments.token import STANDARD_TYPES

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del", "details",
    "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
    "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strong",
    "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"title", "lang", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "details": {"open"},
}
DROPPED_WITH_CONTENT = {"script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math", "title"}
_CODE_CLASSES = {name for name in STANDARD_TYPES.values() if name} | {"highlight"}
_LINK = re.compile(r"(?:https?://|mailto:|#|[\w.][\w./ -]*(?:[?#]|$))", re.IGNORECASE)
_IMAGE = re.compile(r'<img(?P<attributes>(?: [\w-]+="[^"]*")*)>')  # as nh3 writes it: quotes in a value are escaped
NO_ALT = "No description has been provided for this image"
_REPORT_CLASS = re.compile(r"lessoncheck(-[a-z]+)*")

ImageSource = Callable[[str], str | None]


def no_images(source: str) -> str | None:
    """The image source of pages that show none."""
    return None


def safe_html(source: str, image: ImageSource = no_images, *, code: bool = False) -> str:
    """A student's HTML with only harmless elements left.

    `image` turns an image's address into a `data:` address, or None to drop it: a page never loads anything.
    `code` keeps the classes of highlighted code.
    """

    def attribute(tag: str, name: str, value: str) -> str | None:
        if name == "src":
            return image(value)
        if name == "href":
            return _link(value)
        return value

    classes = dict.fromkeys(("span", "div", "pre", "code"), _CODE_CLASSES) if code else None
    cleaned: str = nh3.clean(
        source,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        allowed_classes=classes,
        clean_content_tags=DROPPED_WITH_CONTENT,
        attribute_filter=attribute,
        url_schemes={"http", "https", "mailto", "data", "attachment"},
        link_rel="noopener noreferrer",
    )
    return _IMAGE.sub(_described, cleaned)


def safe_report(source: str) -> str:
    """A report of the grader's, with our own class names and roles left and inline styles gone."""

    def attribute(tag: str, name: str, value: str) -> str | None:
        if name == "class":
            kept = [word for word in value.split() if _REPORT_CLASS.fullmatch(word)]
            return " ".join(kept) or None
        return None if name in ("src", "href") else value

    cleaned: str = nh3.clean(
        source,
        tags=set(TAGS) - {"img", "a"},
        attributes={"*": {"class", "aria-label", "aria-hidden"}},
        clean_content_tags=DROPPED_WITH_CONTENT,
        attribute_filter=attribute,
    )
    return cleaned


def _described(image: re.Match[str]) -> str:
    """The image with an alternative text, without which it would be read out by its address."""
    return image[0] if ' alt="' in image["attributes"] else f'<img{image["attributes"]} alt="{NO_ALT}">'


def _link(address: str) -> str | None:
    """An address that cannot run anything; links among notebooks become links among pages."""
    if not _LINK.match(address.strip()):
        return None
    return re.sub(r"\.ipynb(?=$|#)", ".html", address.strip())
