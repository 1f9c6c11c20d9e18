"""What judging says about an item, to students in their feedback and to instructors in the log."""

from __future__ import annotations

ANSWER_TITLE = "your answer"
LEFT_OUT = "This item was left out of this grading."
LEFT_TO_A_PERSON = "This answer is left to your teacher."
NO_QUIZ = (
    "{assignment} asks the question “{item}”, but quizzes/{assignment}.toml, which has its key, {what}. Put it there "
    "and grade again."
)
MISSING, WITHOUT_IT = "is missing", "does not have it"
NO_CHECKS = "{assignment}: the item “{item}” has no checks and is in no quiz, so it is left for manual grading."
WORKER_VERSIONS = (
    "A worker has other versions than this machine ({what}), so it could come to other results. Nothing of it was used."
)
WORKER_DATA = (
    "A worker has other data ({found}) than this machine ({wanted}). Set what the lesson's data needs (an environment "
    "variable, a folder) where the workers are started."
)
