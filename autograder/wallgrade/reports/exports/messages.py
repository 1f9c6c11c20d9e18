"""Every sentence of the exports, to instructors and, in results, to students."""

from __future__ import annotations

WRITTEN = "Wrote {file}"
CHANGED_ID = (
    "The id {id!r} begins like a spreadsheet formula, so the file has an apostrophe before it; "
    "match this student by hand."
)
NOT_FINAL = "{student}: no total is exported yet, because these items wait for a person: {items}."
NO_IDENTIFIERS = "Students without an e-mail address: {students}. The column is left out; match by username."

# In the results of one submission, read by the student
WAITING = "This item is left to your teacher."
NOTHING_FOUND = "There is no report on this item."
NO_FAULT_OF_YOURS = "This check could not be carried out. That is a fault of the grader, not the student's."

# To instructors
NO_FOLDER = "There is no folder {folder}."
NO_SUBMISSION = "The gradebook has no graded submission of {student} to {assignment}."
NO_QUIZ = "{assignment} has no quiz file in quizzes/."
NO_FORMAT = "Say what to write: {options}."
GRADED = "{points} of {max_score} points"
GRADED_WAITING = "{points} of {max_score} points so far; waiting for a person: {items}"
KEY_INSIDE = "These files hold the keys: they are for you and your learning-management system, not for students."
