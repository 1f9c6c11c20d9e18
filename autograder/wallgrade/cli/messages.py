"""What the commands themselves say, to the person at the terminal."""

from __future__ import annotations

NO_COURSE = (
    "There is no nbgrader_config.py in {folder} or above it. Go to the course's folder, or give it with --course."
)
WHICH_ASSIGNMENT = "This course has several lessons; say which one: {names}."
NO_ASSIGNMENT = "There is no lesson of this kit in {folder} (one has checks/drivers.py beside its notebooks)."
NO_LESSON = (
    "{name} is no lesson of this kit (lessons here: {lessons}). For an assignment of your own use nbgrader's command."
)
NONE = "none"
RELEASE_WRITTEN = "{folder} is up to date."
RELEASE_NO_DATA = (
    "{reason}\nThe solutions show results on the real data, so they are left as they are; only release/ was made."
)
RELEASING = "nbgrader generate_assignment and generate_solution, in a folder aside"
DOCTOR_SOUND = "Submissions of strangers can be graded here: everything held."
DOCTOR_BROKEN = "Do not grade submissions of strangers here."
DOCTOR_UNTOLD = (
    "Nothing is known to be broken, but not everything could be told: this machine was too busy to answer in time. Try "
    "again before you grade submissions of strangers here."
)
DOCTOR_TRUSTED = "What the mode 'trusted' gives here (to be chosen explicitly, for submissions that you have read):"
