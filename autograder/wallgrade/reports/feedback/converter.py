"""nbgrader's `generate_feedback` for a lesson: our page, and nothing beside it that a submission brought along."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateFeedback
from traitlets.config import Config

from wallgrade.course import Course
from wallgrade.reports.feedback import messages
from wallgrade.reports.feedback.receipts import SECRET, add_pages_under_handed_in_names, add_receipts
from wallgrade.reports.feedback.template_filters import STUDENTS_TEMPLATES

OURS = "wallgrade.reports.feedback.preprocessors."


class LessonGenerateFeedback(GenerateFeedback):  # type: ignore[misc]
    """nbgrader's GenerateFeedback with our preprocessors and template."""

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

    def convert_notebooks(self) -> None:
        """Make the pages, then name those whose student cannot fetch them, if the course uses the exchange."""
        self.unreachable: list[str] = []
        super().convert_notebooks()
        if self.unreachable and glob.glob(str(self._folder("*", self.coursedir.assignment_id) / SECRET)):
            self.log.warning(messages.NOT_BY_EXCHANGE.format(students=", ".join(sorted(self.unreachable))))

    def set_permissions(self, assignment_id: str, student_id: str) -> None:
        """After the last page of a submission: what the exchange needs beside them."""
        course, handed_in = Course.from_directory(self.coursedir), self._folder(student_id, assignment_id)
        pages = Path(self._format_dest(assignment_id, student_id))
        if not add_receipts(course, assignment_id, student_id, handed_in, pages):
            self.unreachable.append(student_id)
        add_pages_under_handed_in_names(course, assignment_id, student_id, handed_in, pages)
        super().set_permissions(assignment_id, student_id)

    def _folder(self, student: str, assignment: str) -> Path:
        return Path(self.coursedir.format_path(self.coursedir.submitted_directory, student, assignment))
