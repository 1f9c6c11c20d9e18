"""The kit's lines in a course's nbgrader_config.py: put at its end, and taken out with no other byte changed.

They stand on their own: they ask for the configuration instead of relying on a name that the file may have used for
something else, and they come last because what they add must see what the course has set.
"""

from __future__ import annotations

import re

START = "# >>> wallgrade: `wallgrade add` wrote these lines, `wallgrade remove` takes them out >>>"
LINES = (
    "from pathlib import Path",
    "from wallgrade.config import configure",
    "configure(get_config(), root=Path(__file__).resolve().parent)",
)
END = "# <<< wallgrade <<<"
# the file's own last line had no end, which it loses again
END_AFTER_OPEN_LINE = "# <<< wallgrade, after a line without an end <<<"


def with_block(content: bytes) -> bytes:
    """The file with the kit's lines at its end, in the kind of line ends that it has."""
    found = re.search(rb"\r\n|\n|\r", content)
    end = found[0] if found else b"\n"
    is_open = bool(content) and not content.endswith((b"\n", b"\r"))
    lines = [START, *LINES, END_AFTER_OPEN_LINE if is_open else END]
    return content + (end if is_open else b"") + b"".join(line.encode() + end for line in lines)


def without_block(content: bytes) -> bytes:
    """The file as it was before; lines that somebody wrote among the kit's or behind them stay."""
    kept: list[bytes] = []
    inside = drop_end = False
    before = 0
    for line in content.splitlines(keepends=True):
        text = line.strip().decode("ascii", "replace")
        if text == START:
            inside, before = True, len(kept)
        elif inside and text in (END, END_AFTER_OPEN_LINE):
            inside = False
            drop_end = text == END_AFTER_OPEN_LINE and len(kept) == before
        elif not inside or text not in LINES:
            kept.append(line)
            drop_end = False
    if drop_end and kept:
        kept[-1] = kept[-1].rstrip(b"\r\n")
    return b"".join(kept)


def has_block(content: bytes) -> bool:
    """Whether the kit's lines are in the file."""
    return START.encode() in content
