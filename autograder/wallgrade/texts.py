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
