"""A length of time in words that a table has room for."""

from __future__ import annotations

UNITS = (("d", 86_400), ("h", 3_600), ("min", 60))


def duration(seconds: float) -> str:
    """The two largest units: 2 d 3 h, 5 h 20 min, 12 min; "" for nothing, at least a minute otherwise."""
    if seconds <= 0:
        return ""
    left = max(int(seconds), UNITS[-1][1])
    parts: list[str] = []
    for unit, length in UNITS:
        count, left = divmod(left, length)
        if count or parts:
            parts.append(f"{count} {unit}" if count else "")
    return " ".join(filter(None, parts[:2]))
