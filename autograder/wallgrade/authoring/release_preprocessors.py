"""What `generate_assignment` makes of a lesson: the quiz's text, stubs that name their item, the engine.

They run inside nbgrader, so that the stock command and the formgrader's button make a complete release.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor

from lessoncheck.cells import ANSWER_SUFFIX, marker
from wallgrade.course import Course
from wallgrade.lint.lint import QUIZ_CHECKS
from wallquiz.model import Quiz
from wallquiz.render import questions_asked, render_notebook, write_public_options

ENGINE = Path(__file__).parents[2] / "lessoncheck"
OPTIONS_FILE = "quiz_options.json"
STUB = '# YOUR CODE HERE\nraise NotImplementedError("{item} is not written yet")'
_QUIZ_SECTION = re.compile(r"^## The quiz\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
QUIZ_STUB = '{item} = ""'


class RenderQuiz(NbGraderPreprocessor):  # type: ignore[misc]
    """Write the questions, without key and feedback, into the cells that ask for them."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Fill in every cell whose metadata names a question."""
        quiz = Course.from_directory(CourseDirectory(config=self.config)).quiz(resources["nbgrader"]["assignment"])
        if questions_asked(nb) and quiz is not None:
            render_notebook(nb, quiz)
        return nb, resources


class ClearSolutionsByName(ClearSolutions):  # type: ignore[misc]
    """nbgrader's ClearSolutions with a stub that names the item, so that even a crash says where one is."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Remember which items are quiz answers, then clear as nbgrader does."""
        quiz = Course.from_directory(CourseDirectory(config=self.config)).quiz(resources["nbgrader"]["assignment"])
        self._questions = {question.id for question in quiz.questions} if quiz else set()
        return super().preprocess(nb, resources)  # type: ignore[no-any-return]

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Clear one cell with the stub of its own item."""
        item = str(marker(cell).get("grade_id", "")).removesuffix(ANSWER_SUFFIX)
        template = QUIZ_STUB if item in self._questions else STUB
        self.code_stub = {"python": template.format(item=item)}
        return super().preprocess_cell(cell, resources, cell_index)  # type: ignore[no-any-return]


class SaveCellsLater(NbGraderPreprocessor):  # type: ignore[misc]
    """In the place of nbgrader's SaveCells: the converter saves when the whole release is made."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Hand the notebook to the converter as it is now."""
        self.parent.parent.keep_for_gradebook(nb, resources)
        return nb, resources


def ship_engine(folder: Path, quiz: Quiz | None) -> None:
    """Copy lessoncheck into a release folder and write the quiz's public options among its checks."""
    shutil.rmtree(folder / "lessoncheck", ignore_errors=True)
    shutil.copytree(ENGINE, folder / "lessoncheck", ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    if quiz is not None:
        write_public_options(quiz, folder / "checks" / OPTIONS_FILE)


def leave_out_quiz(folder: Path) -> None:
    """In a release without a quiz: no checks of its questions, and no section of the README on it."""
    for name in (QUIZ_CHECKS, OPTIONS_FILE):
        (folder / "checks" / name).unlink(missing_ok=True)
    readme = folder / "README.md"
    if readme.is_file():
        text = readme.read_text(encoding="utf-8")
        readme.write_text(_QUIZ_SECTION.sub("", text), encoding="utf-8")
