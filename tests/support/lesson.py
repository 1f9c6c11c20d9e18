"""Where the project and its lessons are."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
PROJECT = TESTS.parent
LESSON, LINEAR = "softmax_regression", "linear_regression"
SOURCE, RELEASE, SOLUTIONS = (PROJECT / folder / LESSON for folder in ("source", "release", "solutions"))
SECOND_COURSE = TESTS / "second_course"
