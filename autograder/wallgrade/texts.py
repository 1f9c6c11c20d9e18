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
UNUSABLE_VALUE = "Your code handed over a value that is not a plain tensor, number or text."
ANSWER_TITLE = "your answer"
LEFT_TO_A_PERSON = "This answer is left to your teacher."

# To instructors
NOT_JUDGED = (
    "{notebook}: not judged by wallgrade, so no grade is stored. Check that nbgrader_config.py sets "
    "c.Autograde.autograde_preprocessors as wallgrade.config.configure does."
)
NO_CHECKS = "{assignment}: the item “{item}” has no checks and is in no quiz, so it is left for manual grading."
NO_MASTER = (
    "There is no release of {assignment}/{notebook}.ipynb to compare the submission with. "
    "Run `nbgrader generate_assignment {assignment} --force`."
)
