"""nbgrader's `generate_feedback` for a lesson: our page, and nothing beside it that a submission brought along."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from traitlets.config import Config

from wallgrade.course_folders import matching_folders, notebooks_by_folder, without_odd_names
from wallgrade.files import share_with_group
from wallgrade.gradebook.connection import GradebookAccess
from wallgrade.reports.feedback import messages
from wallgrade.reports.feedback.template_filters import STUDENTS_TEMPLATES

OURS = "wallgrade.reports.feedback.preprocessors."


class LessonGenerateFeedback(GenerateFeedback):  # type: ignore[misc]
    """nbgrader's GenerateFeedback with our preprocessors and template."""

    left_out_folders = 0

    def __init__(self, coursedir: Any = None, **options: Any) -> None:
        super().__init__(coursedir=coursedir, **options)
        ours = Config()
        ours.GenerateFeedback.preprocessors = [
            OURS + "RemoveCopiedFiles",
            "nbgrader.preprocessors.GetGrades",
            OURS + "FeedbackPage",
        ]
        others = self.config.HTMLExporter.extra_template_basedirs
        ours.HTMLExporter.extra_template_basedirs = [str(STUDENTS_TEMPLATES), *others]
        self.update_config(ours)

    def start(self) -> None:
        """Make the pages; NbGraderException at the end if a folder had to be left out."""
        super().start()
        if self.left_out_folders:
            raise NbGraderException(messages.SOME_LEFT_OUT)

    def init_notebooks(self) -> None:
        """Find the autograded folders of which there are grades; each of the others costs a sentence."""
        found = matching_folders(self.coursedir, self.coursedir.autograded_directory)
        if not found:
            super().init_notebooks()  # says what nbgrader says, and raises
        gradebook = GradebookAccess(self.coursedir.db_url, self.coursedir.course_id)
        self.stored = gradebook.submitters(self.coursedir.assignment_id)
        usable = [folder for folder in without_odd_names(self, found) if self._has_grades(folder)]
        self.left_out_folders = len(found) - len(usable)
        self.assignments = notebooks_by_folder(self, usable)

    def set_permissions(self, assignment_id: str, student_id: str) -> None:
        """As nbgrader's, which leaves out the student's folder between the topmost and the assignment's."""
        super().set_permissions(assignment_id, student_id)
        if self.coursedir.groupshared:
            share_with_group(Path(self._format_dest(assignment_id, student_id)).parent, inside=False)

    def _has_grades(self, folder: str) -> bool:
        structure = self._format_source("(?P<assignment>.*)", "(?P<student>.*)", escape=True)
        found = re.fullmatch(structure, folder)
        if found is None or found["student"] in self.stored:
            return True  # what does not fit the structure is nbgrader's own error
        about = {"student": found["student"], "assignment": self.coursedir.assignment_id, "folder": folder}
        self.log.error(messages.NO_GRADES.format(**about))
        return False
