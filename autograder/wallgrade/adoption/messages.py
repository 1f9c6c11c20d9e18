"""What `wallgrade add` and `wallgrade remove` say, to the instructor of a course that exists already."""

from __future__ import annotations

NO_SUCH_LESSON = "The kit brings no lesson called {lesson}; it brings {lessons}."
BAD_NAME = "{name} cannot be an assignment's name: use letters, digits, and inside also . _ - or a space."
CONFIG_FAILS = "{file} cannot be carried out ({error}), so nothing was changed. Mend it, then run this command again."
OTHER_ROOT = (
    "{file} says that the course is in {root}. Move the configuration there, or take c.CourseDirectory.root out of it; "
    "nothing was changed."
)
OTHER_STRUCTURE = (
    "The course has a c.CourseDirectory.directory_structure of its own ({structure}), which this kit does not know; "
    "nothing was changed."
)
IN_THE_WAY = "There is already {things}, so nothing was changed. Choose another name with --as."
GRADEBOOK_ROW = "an assignment {name} in the gradebook"
NOT_EFFECTIVE = "The lines at the end of {file} have no effect, so they were taken out again. Does it end early?"
NOTHING_RELEASED = "nbgrader made no release of {name}."
UNDONE = "{reason}\nThe course is as it was before."
UNDO_FAILED = (
    "{reason}\nNot everything could be put back ({error}). "
    "Once that is mended, `wallgrade remove {name}` does the rest."
)
FINISHED_OTHERS = "An earlier `wallgrade add` of {name} had been cut off; what it left was taken out first."
KEPT_OTHERS = "An earlier `wallgrade add` of {name} had been cut off, but there is work in it by now, so it stays."

ADDING = "{lesson} becomes the assignment {name} of the course in {root}:"
PLAN_MASTERS = "{path}: the masters, {count} files"
PLAN_QUIZ = "{path}: the quiz, with its keys"
PLAN_CONFIG = "nbgrader_config.py: these lines at its end"
PLAN_CONFIG_STAYS = "nbgrader_config.py: stays as it is, it knows the kit already"
PLAN_GENERATE = "{path} and the gradebook: by `nbgrader generate_assignment {name}`"
PLAN_PRIVATE = ".wallgrade: what the kit keeps for itself (keep it out of git and of backups that others can read)"
DRY_RUN = "Nothing was changed (--dry-run)."
ADDED = """\
{name} is in the course. Next:
  wallgrade doctor                                  can this machine hold strangers' code?
  hand out {release}, as you hand out your other assignments
  nbgrader autograde {word}, once submissions are in submitted/STUDENT/{name}
  nbgrader generate_feedback {word}
  wallgrade report {word}
A JupyterLab that is running must be restarted to see the new lines of nbgrader_config.py.
To take the lesson out again: wallgrade remove {word}"""
MISSING_PACKAGES = "Grading it needs packages that are not installed here: {packages}. See {file}."

NOT_OURS = "{name} is no lesson of this kit (lessons here: {lessons}), so nothing was changed."
NONE = "none"
CHANGED = (
    "These files of {name} are not as the kit brought them and would be lost: {files}. Copy what you need to another "
    "place, then add --force. Nothing was changed."
)
HANDED_IN = (
    "{name} has work of {count}: with --grades their submissions, grades and feedback are deleted too, with "
    "--keep-grades they stay. Nothing was changed."
)
STUDENTS = {True: "one student", False: "{count} students"}
REMOVING = "{name} is taken out of the course in {root}:"
PLAN_PATH = "{path}"
PLAN_ROWS = "the gradebook's rows of {name}"
PLAN_BLOCK = "the kit's lines in nbgrader_config.py"
REMOVED = "{name} is out of the course."
STILL_CONFIGURED = (
    "The configuration still calls wallgrade.config.configure, in lines that `wallgrade add` did not write. Take them "
    "out before you uninstall the kit."
)
GRADES_STAY = "What was handed in and graded stays; so does .wallgrade, with the secret of that grading."
GRADEBOOK_FAILED = "The gradebook could not be read or written: {error}"
