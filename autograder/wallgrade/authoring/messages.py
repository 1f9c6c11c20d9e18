"""What the authoring commands say (demo, release, verify), to authors and instructors."""

from __future__ import annotations

DEMO_TABLE = "Points by student and item"
DEMO_REFUSED = "{folder} holds files that the demo did not make. Give another folder with --target, or empty this one."
DEMO_STAND_IN = (
    "{reason}\nThe demo goes on with the lesson's own drawn stand-in, so its scores are not those of the real data."
)
DEMO_NEXT = (
    "Open next:\n"
    "  scores        {csv}\n"
    "  feedback      {feedback}/*.html\n"
    "  formgrader    cd {course} && {jupyter} lab   (menu Nbgrader, Formgrader)"
)
NO_CATALOGUE = (
    "There is no catalogue for {assignment}. Put its right and wrong implementations into {folder}: a file named after "
    "each item."
)
SOLUTION_FAILS = "The reference solution does not run through, so nothing was changed:\n{cells}"
VERIFY_PROBLEM = "{case}: {problem}"
VERIFY_NO_CHECKS = "{item} has no checks and is in no quiz."
VERIFY_FAULT = "{item}: a check could not be carried out; that is a fault in the checks."
VERIFY_NOT_JUDGED = "not judged: {items}."
VERIFY_STYLE = "right code gets {points} of {max_score} points in {item} (failing: {checks})."
VERIFY_UNTOUCHED = "the untouched release gets {points} points in {item} (passing: {checks})."
VERIFY_NOT_CAUGHT = "the mistake keeps full marks in {item}."
VERIFY_CHECKS_PASS = "these checks should fail, and pass: {checks}."
VERIFY_ELSEWHERE = "the mistake also costs {lost:g} points in {item} (failing: {checks})."
VERIFY_MISNAMED = "the mistake is called {named} instead of {expected}."
VERIFY_NO_NAME = "by no name"
VERIFY_UNNAMED = "the mistake is not named; it should be called {expected}."
VERIFY_ANSWER = "{item}: the answer {cell!r} gets {points} points instead of {wanted} (None: left to a human)."
VERIFY_OK = "{cases} submissions graded; everything is as it must be."
VERIFY_BAD = "{count} deviations:"
VERIFY_TITLE = "What each submission got"
VERIFY_GRADING = "grading the catalogue"
LINT_PROBLEM = "{notebook}: {where}: {what}"
LINT_DOUBLED = "{notebook}: the grade id {id} is used more than once; nbgrader would stop the whole class."
LINT_TWO_NOTEBOOKS = "the item {item} is graded in more than one notebook; give each its own id."
LINT_NO_CELL = "the question {item} of the quiz has no check cell."
LINT_KERNEL = "the kernel must be python3; any other opens a blocking dialog in JupyterLab."
LINT_CELL_IDS = "every cell needs an id of its own (save the notebook once in a current JupyterLab)."
LINT_HIDDEN = "hidden tests, autotests and mark schemes reappear in the feedback page; write a check instead."
LINT_OUTPUTS = "the master must be saved without outputs (they would be in the way of comparing)."
LINT_UNMARKED = "in a graded notebook every code cell must be a solution, a check or read-only; this one is none."
LINT_CHECK_CELL = 'a check cell holds exactly check("{item}").'
LINT_CHECK_UNLOCKED = "a check cell must be an autograder-test cell: graded, locked, no solution."
LINT_POINTS = "the item needs points above 0."
LINT_ANSWER_ID = "a solution cell's id is its item's id plus _answer."
LINT_NO_REGION = "the solution cell has no ### BEGIN SOLUTION ... ### END SOLUTION, so all of it would be wiped."
LINT_SYNTAX = "the reference solution has a syntax error on line {line}."
LINT_NO_FUNCTION = "the reference solution defines no function {item}."
LINT_NO_CONTRACT = "the function {item} has no docstring that states its contract."
LINT_PRIVATE = "{file} lies beside the notebooks, so nbgrader would hand it out; move it out of source/."
VERIFY_EVERYTHING = "everything"

# Of `generate_assignment`
NO_DRIVERS = (
    "{assignment} was released by this kit, but source/{assignment}/checks/drivers.py is gone. Put the lesson's checks "
    "back; nothing was changed."
)
NO_QUIZ = (
    "{assignment} asks the questions {questions}, but there is no quizzes/{assignment}.toml with their keys. Put it "
    "there, or take the quiz notebook out; nothing was changed."
)
