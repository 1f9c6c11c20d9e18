"""When Gradescope shows a result to the student, in the words of its `results.json`."""

from __future__ import annotations

from typing import Literal

Visibility = Literal["visible", "after_due_date", "after_published", "hidden"]
