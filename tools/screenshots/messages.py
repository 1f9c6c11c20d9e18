"""What taking the documentation's pictures says, to maintainers."""

from __future__ import annotations

PICTURE_COMMENT = "Look at the *shapes* again: which dimension has to disappear, and which $n$ remains?"
