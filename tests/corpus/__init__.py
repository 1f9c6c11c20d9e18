"""The corpus: what hostile, cheating and unlucky students hand in, and what grading must make of it."""
