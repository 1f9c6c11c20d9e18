"""One output of a cell as harmless HTML."""

from __future__ import annotations

import base64
import html
from typing import Any

from nbconvert.filters import ansi2html, strip_ansi

from wallgrade.reports.feedback import messages
from wallgrade.reports.feedback.images import data_address
from wallgrade.reports.feedback.markdown import safe_markdown
from wallgrade.reports.feedback.mathml import mathml
from wallgrade.reports.feedback.sanitiser import ImageSource, safe_html

LONGEST = 20_000
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def safe_output(output: Any, image: ImageSource) -> str:
    """The output's richest harmless form. Scripts, widgets and unknown kinds are only mentioned."""
    kind = output.get("output_type")
    if kind == "stream":
        return _text(_joined(output.get("text", "")))
    if kind == "error":
        name = strip_ansi(f"{output.get('ename', '')}: {output.get('evalue', '')}")
        return f"<p>{messages.ERROR_LABEL}:</p><pre>{html.escape(name[:LONGEST])}</pre>"
    data = output.get("data", {})
    metadata = output.get("metadata", {})
    return _rich({name: _joined(value) for name, value in data.items()}, metadata, image)


def _rich(data: dict[str, str], metadata: Any, image: ImageSource) -> str:
    if "text/html" in data:
        return safe_html(data["text/html"], image)
    if "text/markdown" in data:
        return safe_markdown(data["text/markdown"], image, demote=1)
    if "image/svg+xml" in data:
        drawing = base64.b64encode(data["image/svg+xml"].encode()).decode("ascii")
        return _picture("image/svg+xml", drawing, metadata, data, image)
    for kind in PICTURES:
        if kind in data:
            return _picture(kind, data[kind], metadata, data, image)
    if "text/latex" in data:
        return mathml(data["text/latex"].strip().strip("$"), display=True)
    if "text/plain" in data:
        return _text(data["text/plain"])
    return f"<p>{messages.NOT_SHOWN}</p>"


def _picture(kind: str, encoded: str, metadata: Any, data: dict[str, str], image: ImageSource) -> str:
    address = image(data_address(kind, encoded))
    about = metadata.get(kind, {}) if hasattr(metadata, "get") else {}
    alt = str(about.get("alt") or data.get("text/plain", "")) if hasattr(about, "get") else ""
    if address is None:
        return f"<p>({messages.IMAGE_NOT_SHOWN}: {html.escape(alt[:300])})</p>"
    return f'<img src="{html.escape(address)}" alt="{html.escape(alt[:300])}">'


def _text(text: str) -> str:
    return f"<pre>{safe_html(ansi2html(text[:LONGEST]))}</pre>"


def _joined(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)
