"""CSV files as Excel and other systems write them: with a byte-order mark, with semicolons, in old encodings."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from wallgrade.lms import messages

DELIMITERS = ",;\t"


class NoTable(Exception):
    """A file is not the table that it should be; the message is one sentence that says why."""


@dataclass(frozen=True)
class Line:
    """One line below the header: its number in the file, its fields by column, in lower case."""

    number: int
    fields: dict[str, str]

    def first(self, *columns: str) -> str:
        """The first of these columns that is not empty, or nothing."""
        return next((self.fields[column] for column in columns if self.fields.get(column)), "")


def read_table(path: Path) -> list[Line]:
    """The lines of a CSV file; NoTable when it has none."""
    try:
        text = _decoded(path.read_bytes())
        first = text.lstrip().split("\n", 1)[0]
        delimiter = max(DELIMITERS, key=first.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [(reader.line_num, [field.strip() for field in row]) for row in reader if any(row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise NoTable(messages.NO_TABLE.format(file=path, reason=error)) from None
    if not rows:
        raise NoTable(messages.NO_TABLE.format(file=path, reason="it is empty"))
    header = [column.casefold() for column in rows[0][1]]
    return [Line(number, dict(zip(header, row, strict=False))) for number, row in rows[1:]]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # Excel's "Unicode text"
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")  # Excel's plain "CSV" on Windows
