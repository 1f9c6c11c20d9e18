"""Results as Gradescope's `results.json`.

Follows "Autograder Specifications" of Gradescope's autograder documentation, section "Output format" (as of 2025). One
test for each item. What is in it the student may read: the report of the feedback page, which shows no input of
grading's own, no key, and no reason of a fault of the grader.
"""

from __future__ import annotations

import json
from typing import Any

from wallgrade.reports.exports import messages
from wallgrade.reports.exports.results import ItemResult, SubmissionResult
from wallgrade.reports.exports.visibility import Visibility


def gradescope_json(result: SubmissionResult, visibility: Visibility = "visible") -> str:
    """The file's text. An item that waits for a person has no score, so the total on top is the points so far."""
    whole: dict[str, Any] = {
        "score": round(result.points, 4),
        "output": "\n".join([result.in_words(), *result.notes]),
        "output_format": "text",
        "visibility": visibility,
        "stdout_visibility": "hidden",
        "tests": [_test(str(number), one, visibility) for number, one in enumerate(result.items, start=1)],
    }
    if result.seconds is not None:
        whole["execution_time"] = round(result.seconds, 2)
    text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    return text.encode(errors="replace").decode()  # half a surrogate pair, from a student's message, cannot be written


def _test(number: str, one: ItemResult, visibility: Visibility) -> dict[str, Any]:
    test: dict[str, Any] = {
        "name": one.item,
        "name_format": "text",
        "number": number,
        "max_score": one.max_score,
        "output": one.text if one.points is not None else f"{one.text}\n{messages.WAITING}",
        "output_format": "text",
        "visibility": visibility,
    }
    if one.points is not None:
        test["score"] = round(one.points, 4)
        test["status"] = "passed" if one.points >= one.max_score else "failed"
    return test
