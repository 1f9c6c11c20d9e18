"""nbgrader's `generate_assignment` and `generate_solution` for a lesson."""

from __future__ import annotations

from typing import Any, NoReturn

from nbgrader.converters import GenerateAssignment, GenerateSolution
from nbgrader.converters.base import NbGraderException
from traitlets.config import Config

from lessoncheck.cells import read_notebook
from wallgrade.authoring import messages
from wallgrade.course import Course
from wallgrade.course_folders import matching_folders, notebooks_by_folder
from wallquiz.render import questions_asked

NBGRADER = "nbgrader.preprocessors."
OURS = "wallgrade.authoring.release_preprocessors."
CELL_SECONDS = 600


class LessonGenerateAssignment(GenerateAssignment):  # type: ignore[misc]
    """nbgrader's GenerateAssignment with the quiz's texts, our stubs, the checks' engine and a sealed gradebook.

    The list repeats nbgrader's entries in its order; a test compares it with that of the installed nbgrader.
    """

    def __init__(self, coursedir: Any = None, **options: Any) -> None:
        super().__init__(coursedir=coursedir, **options)
        ours = Config()
        ours.GenerateAssignment.preprocessors = [
            NBGRADER + "IncludeHeaderFooter",
            OURS + "ShipEngine",
            OURS + "RenderQuiz",
            NBGRADER + "InstantiateTests",
            NBGRADER + "LockCells",
            OURS + "ClearSolutionsByName",
            NBGRADER + "ClearOutput",
            NBGRADER + "CheckCellMetadata",
            NBGRADER + "ComputeChecksums",
            "wallgrade.gradebook.seal.SaveSealedCells",
            NBGRADER + "ClearHiddenTests",
            NBGRADER + "ClearMarkScheme",
            NBGRADER + "ComputeChecksums",
            NBGRADER + "CheckCellMetadata",
        ]
        self.update_config(ours)

    def start(self) -> None:
        """Look first whether a whole release can be made: nbgrader removes the old one before it makes the new one."""
        course, assignment = Course.from_directory(self.coursedir), self.coursedir.assignment_id
        lesson, quiz = course.lesson(assignment), course.quiz(assignment)
        asked = {question for path in lesson.notebooks() for question in questions_asked(read_notebook(path))}
        if not lesson.drivers_file.is_file():
            self._refuse(messages.NO_DRIVERS.format(assignment=assignment))
        elif asked and quiz is None:
            self._refuse(messages.NO_QUIZ.format(assignment=assignment, questions=", ".join(sorted(asked))))
        super().start()

    def init_notebooks(self) -> None:
        """As nbgrader's, in a course whose path has `[` or `*` in it as well."""
        _find(self) or super().init_notebooks()

    def _refuse(self, reason: str) -> NoReturn:
        self.log.error(reason)
        raise NbGraderException(reason)


class LessonGenerateSolution(GenerateSolution):  # type: ignore[misc]
    """nbgrader's GenerateSolution for masters that train, and with the same bytes each time."""

    def __init__(self, coursedir: Any = None, **options: Any) -> None:
        super().__init__(coursedir=coursedir, **options)
        ours = Config()
        ours.GenerateSolution.preprocessors = [
            *(
                NBGRADER + name
                for name in ("IncludeHeaderFooter", "LockCells", "ClearOutput", "ClearMarkScheme", "Execute")
            ),
            "nbconvert.preprocessors.CoalesceStreamsPreprocessor",
        ]
        ours.Execute.timeout = CELL_SECONDS
        ours.Execute.record_timing = False
        self.update_config(ours)

    def init_notebooks(self) -> None:
        """As nbgrader's, in a course whose path has `[` or `*` in it as well."""
        _find(self) or super().init_notebooks()


def _find(converter: Any) -> bool:
    folders = matching_folders(converter.coursedir, converter.coursedir.source_directory)
    converter.assignments = notebooks_by_folder(converter, folders)
    return bool(converter.assignments)
