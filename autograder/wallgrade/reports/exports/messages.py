"""Every sentence of the exports, to instructors and, in results, to students."""

from __future__ import annotations

WRITTEN = "Wrote {file}"
CHANGED_ID = (
    "The id {id!r} begins like a spreadsheet formula, so the file has an apostrophe before it; "
    "match this student by hand."
)
LEFT_OUT = (
    "Not in the file, because an empty field would clear a score that your system has: {students}. "
    "To export the other assignments of theirs, name one assignment at a time with --assignment."
)
NOTHING_HANDED_IN = "nothing handed in"
ITEMS_WAIT = "{items} must be decided by a person"
NO_ADDRESS = (
    "{student} is not in the file: the gradebook has no e-mail address, and Moodle would give the grade to the student "
    "of the line above. Enter this grade by hand, or import a roster with the address and export again."
)

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
