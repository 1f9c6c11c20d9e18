"""CSV files that spreadsheets open safely.

Quoting is the csv module's (RFC 4180: commas, quotes and line breaks in quotes, CRLF at the end of lines), the
encoding is UTF-8. A *text* that begins with `=`, `+`, `-`, `@`, a tab or a carriage return would be run as a formula
by Excel, LibreOffice and Google Sheets; it gets an apostrophe in front, as OWASP advises ("CSV injection").
Numbers are written as numbers and are never changed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

Value = str | float | int | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_text(text: str) -> str:
    """The text as one line, with an apostrophe in front if a spreadsheet would take it for a formula."""
    dangerous = text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)
    line = " ".join(text.replace("\0", "").splitlines())
    return f"'{line}" if dangerous else line


def number(value: float) -> str:
    """At most four decimals, and none that are not needed: 7.5, 10, 0.6667."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def as_csv(rows: Iterable[Sequence[Value]]) -> str:
    """The rows as CSV; texts made safe, None as an empty field."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    for row in rows:
        writer.writerow([_field(value) for value in row])
    return stream.getvalue()


def write_csv(path: Path, rows: Iterable[Sequence[Value]]) -> None:
    """Write the rows to `path` as UTF-8."""
    path.write_bytes(as_csv(rows).encode(errors="replace"))


def _field(value: Value) -> str:
    if value is None:
        return ""
    return safe_text(value) if isinstance(value, str) else number(float(value))
