"""Every sentence that the grader says, to students in feedback and to instructors on the terminal."""

from __future__ import annotations

# To students, in their feedback
TOO_SLOW = "Your code did not finish within {seconds:g} seconds."
NO_MORE_TIME = "Not run: earlier checks of this item already took too long."
PROCESS_ENDED = "Your code ended its Python process (a crash, too much memory, or a call such as exit())."
CELLS_TOO_SLOW = (
    "The cells of the notebook did not finish within {seconds:g} seconds, so nothing in it could be checked."
)
CELLS_ENDED_PROCESS = (
    "Running the notebook's cells ended the Python process (a crash, too much memory, or a call such as exit()), "
    "so nothing in it could be checked."
)
ANSWER_TITLE = "your answer"
LEFT_OUT = "This item was left out of this grading."
LEFT_TO_A_PERSON = "This answer is left to your teacher."

# To instructors
NOT_JUDGED = (
    "{notebook}: not judged by wallgrade, so no grade is stored. Check that nbgrader_config.py sets "
    "c.Autograde.autograde_preprocessors as wallgrade.config.configure does."
)
NO_SANDBOX = (
    "The sandbox does not work on this machine ({reason}), so nothing was run. `wallgrade doctor` tells how to enable "
    "it. To grade all the same submissions that you have read, set c.Sandbox.mode = 'trusted' in nbgrader_config.py."
)
OUT_OF_TIME = "Not run: the submission has used up its {seconds:g} seconds."
NO_CHECKS = "{assignment}: the item “{item}” has no checks and is in no quiz, so it is left for manual grading."
NO_RELEASE = (
    "There is no release of {assignment} to compare submissions with. "
    "Run `nbgrader generate_assignment {assignment} --force`."
)
DEMO_TABLE = "Points by student and item"
DEMO_REFUSED = "{folder} holds files that the demo did not make. Give another folder with --target, or empty this one."
DEMO_STAND_IN = (
    "{reason}\nThe demo goes on with the kit's own drawn stand-in, so its scores are not those of Fashion-MNIST."
)
DEMO_NEXT = (
    "Open next:\n"
    "  scores        {csv}\n"
    "  feedback      {feedback}/*.html\n"
    "  formgrader    cd {course} && {jupyter} lab   (menu Nbgrader, Formgrader)"
)
NO_COURSE = (
    "There is no nbgrader_config.py in {folder} or above it. Go to the course's folder, or give it with --course."
)
RELEASE_WRITTEN = "{folder} is up to date."
RELEASE_NO_DATA = (
    "{reason}\nThe solutions show results on the real data, so they are left as they are; only release/ was made."
)
SOLUTION_FAILS = "The reference solution does not run through, so nothing was changed:\n{cells}"
RELEASING = "nbgrader generate_assignment and generate_solution, in a folder aside"

# Of `wallgrade pictures`
PICTURES = "driving the pages in Chromium"
PICTURE_WRITTEN = "{file}"
PICTURE_COMMENT = "Look at the *shapes* again: which dimension has to disappear, and which $n$ remains?"

# Of `wallgrade verify`, to authors and instructors
VERIFY_PROBLEM = "{case}: {problem}"
VERIFY_NO_CHECKS = "{item} has no checks and is in no quiz."
VERIFY_FAULT = "{item}: a check could not be carried out; that is a fault in the checks."
VERIFY_NOT_JUDGED = "not judged: {items}."
VERIFY_STYLE = "right code gets {points} of {most} points in {item} (failing: {checks})."
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

# Of reading a submission, to students (in their feedback) and to instructors (in the log)
UNREADABLE = "{file} cannot be read ({reason}). Open it in JupyterLab, save it, and hand it in again."
NO_ORDINARY_FILE = "{file} is a link or no ordinary file, so it was not opened. Hand in the notebook itself."
TOO_LARGE = "{file} is larger than {megabytes} MB, so it was not read. Clear its outputs, save, and hand it in again."
TOO_COMPLEX = "{file} holds too much data to be read. Clear its outputs, save, and hand it in again."
EMPTY_FILE = "{file} is empty. Hand it in again; if your own copy is empty too, look for an older one."
IS_AN_ARCHIVE = "{file} is a zip archive, not a notebook. Hand in the notebook itself, unpacked."
IS_A_WEB_PAGE = (
    "{file} is a web page, not a notebook. Download the notebook itself (.ipynb) instead of the page that shows it."
)
NOT_A_NOTEBOOK = "{file} is not a notebook file. Hand in the .ipynb file that JupyterLab saves."
NO_CELLS = "{file} holds no readable cells. Open it in JupyterLab, save it, and hand it in again."
DAMAGED = "{file} is damaged or cut off; its {cells} complete cells were graded. Hand it in again if cells are missing."
OVERLONG = "{file} is so long that not all of it was read."
ODD_ENCODING = "{file} is not saved as UTF-8, so letters outside English may look wrong."
READ_INSTEAD = "{file} was graded as {notebook}.ipynb. Keep the names of the notebooks when you hand in."
ALSO_WRITTEN = "{file} holds answers too, and was not graded. If it is the right one, hand in that file only."
MOVED_ANSWER = "{item} is written in another cell than its own; it was graded from there."
MISSING_NOTEBOOK = "{notebook}.ipynb was not handed in."
NOTHING_HANDED_IN = "No notebook of this assignment was handed in: {notebook}.ipynb is missing."
NOT_READ = "{notebook}.ipynb could not be graded: {reason}"
ARCHIVE_INSIDE = "{file} is an archive and was not opened. Hand in the notebooks themselves."
LINK_INSIDE = "{file} is a link or no ordinary file and was not opened."
LINKED_FOLDER = (
    "The submission's folder is a link or no folder, so it was not opened. Hand in the notebooks themselves."
)
FOLDER_UNREADABLE = "The folder {file} cannot be read ({reason})."
TOO_MANY_FILES = "The submission holds so many files that not all of them were looked at."
BAD_TIMESTAMP = "timestamp.txt cannot be read as a date, so it was ignored."
NO_VERDICT = "There is no result for this item; your teacher will look at it."

# Of recording, to instructors
SUBMISSION_FAILED = "{student}: not graded, because of {kind}: {reason}. The other submissions are not affected."
RECORD_FAILED = (
    "{student}: the result could not be stored ({reason}), so nothing of it was. Free some disk space or wait until "
    "nobody else writes to the gradebook, and run the same command again; if it says that a column or table is "
    "missing, back up the gradebook and run `nbgrader db upgrade`."
)
SOME_FAILED = "Some submissions could not be graded; the log above says which and why. All others are done."
STUDENT_NOTE = "%s: %s"
NO_EXECUTE_REFUSED = (
    "--no-execute (c.Execute.enabled = False) is refused: it would grade what a submission says about itself. "
    "Nothing was graded."
)
LISTS_REPLACED = (
    "Another nbgrader configuration replaces this course's preprocessors ({missing}), so nothing is graded. Check "
    "~/.jupyter and the command's options for c.Autograde.*_preprocessors."
)
ONLY_BY_COURSE_AUTOGRADE = (
    "wallgrade's preprocessors were started by something else than its own autograde step, so nothing is graded. "
    "Use `nbgrader autograde`, the formgrader, or NbGraderAPI with this course's configuration."
)
NO_ASSIGNMENT = (
    "No assignment with ID '{assignment}' exists in the database. "
    "Run `nbgrader generate_assignment {assignment} --force`."
)
NO_SUCH_NOTEBOOK = "No notebook of {assignment} in the gradebook matches '{pattern}'."
SEALED_KERNEL = "Graded by wallgrade only"

# Of `wallgrade doctor`
DOCTOR_MOUNTS = "the machine's mounts are as before"
DOCTOR_COMPARED = "compared before and after"
DOCTOR_CONNECTED = "the listener was connected to"
DOCTOR_KILLED = "a process of this machine was killed"
DOCTOR_WROTE = "files of this machine were changed"
DOCTOR_NOT_LINUX = (
    "The sandbox needs Linux: run the grader there, in a virtual machine, or on Windows in WSL 2. Elsewhere there is "
    "only c.Sandbox.mode = 'trusted'."
)
DOCTOR_SWITCH = "As root: sysctl -w {name}={value}   (to keep it, put {name} = {value} into a file in /etc/sysctl.d)"
DOCTOR_CONTAINER = (
    "Inside a container the outside must allow user namespaces and mounts, for example docker run "
    "--security-opt seccomp=unconfined --security-opt apparmor=unconfined --cap-add SYS_ADMIN. The kernel must be "
    "5.12 or later."
)
DOCTOR_SOUND = "Submissions of strangers can be graded here: everything held."
DOCTOR_BROKEN = "Do not grade submissions of strangers here."
DOCTOR_TRUSTED = "What the mode 'trusted' gives here (to be chosen explicitly, for submissions that you have read):"

# Of reports and exports, to instructors
NO_GRADEBOOK = "There is no gradebook at {file} yet. Grade first: `nbgrader autograde`."
NOT_IN_GRADEBOOK = "The gradebook has no assignment called {assignment}. Is the name right, and has it been generated?"

# Of `wallgrade grade`
CLASS_STARTING = "starting"
SUBMISSION, SUBMISSIONS = "1 submission", "{count} submissions"
CLASS_DONE = "{count} graded in {seconds:.1f} s ({rate:.0f} a minute)."
CLASS_NOTHING = "Nothing to do: every submission is graded. --force grades them again."
CLASS_LOOK = "{count} of them have items that need your eyes (nbgrader's “needs manual grading”)."
CLASS_FAILED = "{count} could not be graded; the messages above say which and why."
CLASS_STOPPED = "Stopped. What is graded is stored; the same command goes on with the rest."
NO_CLUSTER = "No dask scheduler answers at {scheduler} ({reason}). Nothing was graded."
WORKER_LOST = "Judging this ended the grading worker several times, so it is left to a human."
WORKER_VERSIONS = (
    "A worker has other versions than this machine ({what}), so it could come to other results. Nothing of it was used."
)
WORKER_DATA = (
    "A worker has other data ({found}) than this machine ({wanted}). Set FASHION_MNIST_ROOT, or what the lesson's data "
    "needs, where the workers are started."
)
