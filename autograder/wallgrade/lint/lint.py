"""The lint of a lesson: runs first in `verify`, in making a release and in grading; needs a fraction of a second."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lessoncheck.cells import student_cells
from lessoncheck.failures import GraderFault
from wallgrade.course import Course
from wallgrade.lint import messages
from wallgrade.lint.checks import lint_checks, lint_imports
from wallgrade.lint.findings import Findings
from wallgrade.lint.notebooks import items_to_check, lint_notebooks, lint_questions, read_masters
from wallquiz.model import QuizError
from wallquiz.render import questions_asked

QUIZ_CHECKS = "test_quiz.py"  # belongs to the quiz: it is not used where there is none


def lint(course: Course, assignment: str) -> Findings:
    """All that is wrong with a lesson."""
    found = Findings()
    lesson = course.lesson(assignment)
    masters = read_masters(lesson, found)
    if not lesson.drivers_file.is_file():
        found.fault(messages.NO_DRIVERS, assignment=assignment)
    try:
        quiz = course.quiz(assignment)
    except QuizError as error:
        found.fault("{reason}", reason=error)
        return found
    questions = {question.id for question in quiz.questions} if quiz else set()
    lint_notebooks(masters, questions, found)
    lint_questions(masters, quiz, assignment, found)
    if lesson.drivers_file.is_file() and len(masters) == len(lesson.notebooks()):
        asked = {question for notebook in masters.values() for question in questions_asked(notebook)}
        quizless = not questions and not asked
        without = {lesson.checks / QUIZ_CHECKS} if quizless else set()
        lint_checks(lesson, items_to_check(masters), questions | asked, without, found)
        setup = [
            (name, cell.source)
            for name, notebook in masters.items()
            if items_to_check({name: notebook})
            for cell in student_cells(notebook)
            if cell.role == "setup"
        ]
        lint_imports(lesson, setup, found)
    for file in private_files(lesson.root):
        found.advise(messages.PRIVATE, file=file)
    return found


def must_be_sound(course: Course, assignment: str) -> list[str]:
    """GraderFault with every fault of the lesson, a line each; returns the advice."""
    found = lint(course, assignment)
    if found.faults:
        raise GraderFault("\n".join(found.faults))
    return found.advice


def private_files(root: Path) -> Iterator[Path]:
    """nbgrader copies every file beside the notebooks into the release, so none may be private."""
    for path in sorted(root.rglob("*")):
        private = path.suffix in {".db", ".toml"} or path.name in {".env", "secret"}
        if path.is_file() and private and "__pycache__" not in path.parts:
            yield path.relative_to(root)
