"""What is said about a gradebook, to instructors, and of an item without a result, to students."""

from __future__ import annotations

NO_VERDICT = "There is no result for this item; your teacher will look at it."
SEALED_KERNEL = "Graded by wallgrade only"
NO_GRADEBOOK = "There is no gradebook at {file} yet. Grade first: `nbgrader autograde`."
NOT_IN_GRADEBOOK = "The gradebook has no assignment called {assignment}. Is the name right, and has it been generated?"
