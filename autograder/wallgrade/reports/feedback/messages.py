"""Every sentence of the feedback page and of the formgrader's page."""

from __future__ import annotations

from wallgrade.gradebook.messages import SCORED_BEFORE

# what `generate_feedback` says to instructors
NO_GRADES = (
    "{folder}: the gradebook has no grades of {student} for {assignment}, so no page was made. `nbgrader autograde "
    "{assignment}` grades the submission again and puts the student back; or remove this folder."
)
SOME_FAILED = "Some pages could not be made; the log above says which and why."
PAGES_MADE = "Students whose pages were made: {made}; whose pages were current: {current}."
SOME_LEFT_OUT = "Some pages could not be made; the log above says which and why. All others are there."

ALL_PASS = "All {total} checks pass."
ONE_PASSES = "The check passes."
ONE_FAILS = "The check does not pass."
SOME_PASS = "{passed} of {total} checks pass."
NEEDS_MANUAL_GRADE = "Your teacher still has to look at this; no points are counted for it yet."
TO_BE_DECIDED = "Your teacher will look at it."
NOT_CHECKED = "This could not be checked automatically. Your teacher will look at it; no points are counted for it yet."
AGAIN = "Your teacher will look at this again, because the work has changed since it was scored."
BY_HAND = "Your teacher gave these points."
NOT_JUDGED = "There is no result for this item."
QUIZ_LATER = "Your answer {letter} was received. Whether it is right is told later."
QUIZ_LATER_EMPTY = "No answer was given."
QUIZ_LATER_UNCLEAR = "Your answer could not be read as one letter, so your teacher will look at it."
QUIZ_RIGHT = "Your answer {letter} is right."
QUIZ_WRONG = "Your answer {letter} is not right."

STATES = {
    "full": "full marks",
    "part": "part of the points",
    "none": "no points",
    "needs_manual_grade": "waits for a person",
    "later": "told later",
}
POINTS_HERE = "{points} of {max_score} points in this notebook"
POINTS_ALL = "{points} of {max_score} points in the whole assignment"
NOT_COUNTED_YET = "{max_score} more points wait for your teacher"
LATER = "{max_score} more points, for the quiz, are told later"
LATE = "{points} points are taken off because the work came late"
NO_ITEMS = "Nothing in this notebook is graded."
NOTES = "About the file that you handed in"
TO_DECIDE = "Waits for you"
NOTES_FOR_TEACHERS = "About the file that was handed in"
AGAIN_FOR_TEACHERS = SCORED_BEFORE
KEY = "The key is {letter}: {text}"
ERROR_LABEL = "This cell stopped with an error"
NOT_SHOWN = "(output of a kind that is not shown here)"
IMAGE_NOT_SHOWN = "image not shown"

# To instructors
NOT_BY_EXCHANGE = (
    "These submissions did not come through nbgrader's exchange, so `nbgrader fetch_feedback` cannot find their pages. "
    "Give the pages in feedback/ to their students yourself: {students}"
)
