"""What the lint says, to authors and instructors: where, what is wrong, what to do."""

from __future__ import annotations

PROBLEM = "{file}: {where}: {what}"
IN_FILE = "{file}: {what}"

# Faults: there can be no right release and no right grade
NO_NOTEBOOKS = "source/{assignment} has no notebook. Put the lesson's notebooks there."
UNREADABLE = "{reason} Put back a sound copy, or save it anew in JupyterLab."
NO_DRIVERS = (
    "checks/drivers.py is gone, so nothing of {assignment} can be graded. Put the lesson's checks back; nothing was "
    "changed."
)
DOUBLED = "the grade id {id} is used more than once; give each cell its own."
NO_ID = "a graded or solution cell has no grade_id; give it one (nbgrader's Create Assignment panel)."
BAD_NAME = "the item's id is also the name of the function and of the pytest marker, so it must be a Python name."
TWO_NOTEBOOKS = "the item {item} is graded in more than one notebook; give each its own id."
CHECK_CELL = 'a check cell holds exactly check("{item}").'
CHECK_UNLOCKED = "a check cell must be an autograder-test cell: graded, locked, no solution."
POINTS = "the item needs points above 0."
ANSWER_ID = "a solution cell's id is its item's id plus _answer; name it {item}_answer for the item it belongs to."
NO_REGION = "the solution cell has no ### BEGIN SOLUTION ... ### END SOLUTION, so all of it would be wiped."
SYNTAX = "the reference solution has a syntax error on line {line}."
NO_FUNCTION = "the reference solution defines no function {item}; the function has its item's name."
NO_CHECK = (
    "the item {item} has no checks and is in no quiz. Write one in checks/test_{item}.py, marked "
    '@check_for("{item}", ...), or take the check cell out.'
)
CHECK_FOR_NO_ITEM = (
    "checks for the item {item}, but no notebook has a check cell with that id{near}. Correct the name in @check_for, "
    "or add the cell."
)
NEAR = " (is {item} meant?)"
NOT_MARKED = "{test} is marked for no item, so it would never run. Put @check_for(item, title) above it."
NO_DRIVER = (
    "line {line}: student.call names the driver {driver}, which checks/drivers.py does not have{near}. Write it."
)
CHECKS_BROKEN = "the checks cannot be loaded: {reason}. Correct the file."
FILE_SYNTAX = "line {line}: a syntax error ({reason}). Correct it."
NOT_IMPORTABLE = (
    "imports {module}, which is not here. Put its file back (or, for a package that is not the lesson's, install it)."
)
NO_QUIZ = (
    "{notebook} asks the questions {questions}, but there is no quizzes/{assignment}.toml with their keys. Put it "
    "there, or take the quiz notebook out; nothing was changed."
)
NOBODY_ASKS = (
    "quizzes/{assignment}.toml: no notebook asks the questions {questions}. Put the notebook with their cells back "
    "into source/{assignment}, or take the quiz file out too."
)
NO_CHECK_CELL = "quizzes/{assignment}.toml: the question {item} has no check cell. Add one with the grade id {item}."

# Advice: a release can be made and grades are right, but somebody will be surprised
KERNEL = "the kernel must be python3; any other opens a blocking dialog in JupyterLab."
CELL_IDS = "every cell needs an id of its own (save the notebook once in a current JupyterLab)."
HIDDEN = "hidden tests, autotests and mark schemes reappear in the feedback page; write a check instead."
OUTPUTS = "the master must be saved without outputs (they would be in the way of comparing)."
UNMARKED = "in a graded notebook every code cell must be a solution, a check or read-only; this one is none."
NO_CONTRACT = "the function {item} has no docstring that states its contract."
PRIVATE = "{file} lies beside the notebooks, so nbgrader would hand it out; move it out of source/."
UNUSED_DRIVER = "the driver {driver} is named in no check; take it out, or write the check."
