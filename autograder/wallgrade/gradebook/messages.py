"""What is said about a gradebook, to instructors, and of an item without a result, to students."""

from __future__ import annotations

NO_VERDICT = "There is no result for this item; your teacher will look at it."
SEALED_KERNEL = "Graded by wallgrade only"
NO_GRADEBOOK = "There is no gradebook at {file} yet. Grade first: `nbgrader autograde`."
NOT_IN_GRADEBOOK = "The gradebook has no assignment called {assignment}. Is the name right, and has it been generated?"

# Why somebody should look
SCORED_BEFORE = "scored by hand before, and the work has changed since: look again"
NOTHING_SCORED = "handed in, but no item scored anything: untouched, or stuck at the start?"
NOTHING_HANDED_IN = "handed in nothing"
NO_FINDINGS = "waits for a score; there is no report of ours in the autograded notebook"
GRADER_FAULT = "the grader could not judge this: {reason}"
UNREADABLE_ANSWER = "the answer cannot be read as one letter"
LEFT_FOR_A_PERSON = "left for manual grading"
FILES_CHANGED = "the files handed in are not those that were graded"
CHECKS_CHANGED = "graded with other checks than the lesson has now"
