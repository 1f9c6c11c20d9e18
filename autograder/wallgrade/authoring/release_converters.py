"""nbgrader's `generate_assignment` and `generate_solution` for a lesson.

nbgrader removes the old release, makes the new one in its place and fills the gradebook as it goes, so whatever goes
wrong on the way costs the old release. Here the new one is made in a folder aside; only when it is whole, the gradebook
is written and the folder is put in its place.
"""

from __future__ import annotations

import copy
import os
import shutil
from pathlib import Path
from typing import Any, NoReturn

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment, GenerateSolution
from nbgrader.converters.base import NbGraderException
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from lessoncheck.failures import GraderFault
from wallgrade.authoring import messages
from wallgrade.authoring.cells_fixed import why_cells_are_fixed
from wallgrade.authoring.release_preprocessors import leave_out_quiz, ship_engine
from wallgrade.course import Course
from wallgrade.course_folders import matching_folders, notebooks_by_folder
from wallgrade.files import replace_folder
from wallgrade.gradebook.seal import SaveSealedCells
from wallgrade.lint.lint import must_be_sound

NBGRADER = "nbgrader.preprocessors."
OURS = "wallgrade.authoring.release_preprocessors."
CELL_SECONDS = 600


class LessonGenerateAssignment(GenerateAssignment):  # type: ignore[misc]
    """nbgrader's GenerateAssignment with the quiz's texts, our stubs, the checks' engine and a sealed gradebook.

    The list repeats nbgrader's entries in its order; a test compares it with that of the installed nbgrader.
    """

    def __init__(self, coursedir: Any = None, **options: Any) -> None:
        super().__init__(coursedir=coursedir, **options)
        self._aside = ""
        self._to_save: list[tuple[Any, Any]] = []
        ours = Config()
        ours.GenerateAssignment.preprocessors = [
            NBGRADER + "IncludeHeaderFooter",
            OURS + "RenderQuiz",
            NBGRADER + "InstantiateTests",
            NBGRADER + "LockCells",
            OURS + "ClearSolutionsByName",
            NBGRADER + "ClearOutput",
            NBGRADER + "CheckCellMetadata",
            NBGRADER + "ComputeChecksums",
            OURS + "SaveCellsLater",
            NBGRADER + "ClearHiddenTests",
            NBGRADER + "ClearMarkScheme",
            NBGRADER + "ComputeChecksums",
            NBGRADER + "CheckCellMetadata",
        ]
        self.update_config(ours)

    def start(self) -> None:
        """Make the release aside, from sound masters only, and put it in its place."""
        course, assignment = Course.from_directory(self.coursedir), self.coursedir.assignment_id
        try:
            for advice in must_be_sound(course, assignment):
                self.log.warning(advice)
        except GraderFault as faults:
            self._refuse(str(faults))
        self._to_save = []
        release = course.released(assignment)
        aside = release.parent / f".{assignment}.making-{os.getpid()}"
        made = aside / assignment
        try:
            aside.mkdir(parents=True)
            if release.is_dir():
                shutil.copytree(release, made)  # nbgrader decides by what it finds what is to be made anew
            self._aside = str(aside)
            super().start()
            if self._to_save:
                if not self.no_database:
                    self._save(assignment)
                replace_folder(made, release, shared=course.shared)
        finally:
            self._aside = ""
            shutil.rmtree(aside, ignore_errors=True)
        if self._to_save:
            self.set_permissions(assignment, ".")  # where a group shares the course, the folder above is shared too

    @property
    def _output_directory(self) -> str:
        return self._aside or str(self.coursedir.release_directory)

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Copy the files beside the notebooks, and what students need to check themselves; no gradebook yet."""
        no_database: bool = self.no_database
        self.no_database: bool = True
        try:
            super().init_assignment(assignment_id, student_id)
        finally:
            self.no_database = no_database
        quiz = Course.from_directory(self.coursedir).quiz(assignment_id)
        folder = Path(self._format_dest(assignment_id, student_id))
        ship_engine(folder, quiz)
        if quiz is None:
            leave_out_quiz(folder)

    def keep_for_gradebook(self, notebook: Any, resources: Any) -> None:
        """Remember a notebook as nbgrader's SaveCells would save it now."""
        self._to_save.append((copy.deepcopy(notebook), resources))

    def _save(self, assignment: str) -> None:
        """Everything that goes into the gradebook, once the release is whole."""
        notebooks = {resources["nbgrader"]["notebook"]: notebook for notebook, resources in self._to_save}
        whole = self.coursedir.notebook_id == "*"
        try:
            with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
                if reason := why_cells_are_fixed(gradebook, assignment, notebooks, whole=whole):
                    self._refuse(reason)
                if self.create_assignment:
                    gradebook.update_or_create_assignment(assignment)
                gradebook.find_assignment(assignment)
            if whole:
                self._clean_old_notebooks(assignment, ".")
            for notebook, resources in self._to_save:
                SaveSealedCells(parent=self)(notebook, resources)
        except (MissingEntry, SQLAlchemyError) as error:
            self._refuse(messages.NOT_STORED.format(assignment=assignment, reason=str(error).splitlines()[0]))

    def init_notebooks(self) -> None:
        """As nbgrader's, in a course whose path has `[` or `*` in it as well."""
        if not _find(self):
            super().init_notebooks()

    def _refuse(self, reason: str) -> NoReturn:
        for line in reason.splitlines():
            self.log.error(line)
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
        if not _find(self):
            super().init_notebooks()


def _find(converter: Any) -> bool:
    folders = matching_folders(converter.coursedir, converter.coursedir.source_directory)
    converter.assignments = notebooks_by_folder(converter, folders)
    return bool(converter.assignments)
