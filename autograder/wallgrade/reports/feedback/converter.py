"""nbgrader's `generate_feedback` for a lesson: our page, and nothing beside it that a submission brought along."""

from __future__ import annotations

from typing import Any

from nbgrader.converters import GenerateFeedback
from traitlets.config import Config

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
