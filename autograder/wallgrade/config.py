"""What a course's nbgrader_config.py calls, so that nbgrader's own commands grade lessons of this kit.

Only assignments that are lessons are touched. Every other assignment of the course goes to nbgrader's own converters,
with the course's own configuration.
"""

from __future__ import annotations

import importlib
import os
import sys
import warnings
from pathlib import Path
from typing import Any

import nbgrader
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback, GenerateSolution
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning

from wallgrade.authoring.release_converters import LessonGenerateAssignment, LessonGenerateSolution
from wallgrade.autograde.converter import CourseAutograde
from wallgrade.course import Course
from wallgrade.reports.feedback.converter import LessonGenerateFeedback
from wallgrade.reports.feedback.template_filters import (
    FILTERS,
    FORMGRADER_TEMPLATES,
    formgrade_page,
    items_to_decide,
)

NBGRADER_TEMPLATES = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
CONVERTERS = (
    (Autograde, CourseAutograde, "autogradeapp"),
    (GenerateAssignment, LessonGenerateAssignment, "generateassignmentapp"),
    (GenerateSolution, LessonGenerateSolution, "generatesolutionapp"),
    (GenerateFeedback, LessonGenerateFeedback, "generatefeedbackapp"),
)


def configure(c: Any, root: Path) -> None:
    """Let nbgrader's commands, its API and the formgrader treat the lessons of the course in `root` as lessons."""
    _put_environment_on_path()
    install()
    # nbgrader's own queries set off this warning for each new student; its data is right (nbgrader issue 1473)
    warnings.filterwarnings("ignore", message=".*not in session, add operation along.*", category=SAWarning)
    c.CourseDirectory.root = str(root)
    c.Wallgrade.lessons = True
    # nbgrader's folder must stay in the list for the templates that we do not replace
    folders = c.HTMLExporter.get("extra_template_basedirs") or [str(NBGRADER_TEMPLATES)]
    c.HTMLExporter.extra_template_basedirs = [str(FORMGRADER_TEMPLATES), *folders]
    ours = {
        **FILTERS,
        "formgrade_page": formgrade_page(NBGRADER_TEMPLATES),
        "items_to_decide": items_to_decide(Course(root)),
    }
    c.HTMLExporter.filters = {**c.HTMLExporter.get("filters", {}), **ours}


def install() -> None:
    """Put the choice between a lesson's converter and nbgrader's own where nbgrader looks its converters up."""
    for stock, lesson, app in CONVERTERS:
        chosen = _chosen(stock, lesson)
        for module in (f"nbgrader.apps.{app}", "nbgrader.apps.api"):
            setattr(importlib.import_module(module), stock.__name__, chosen)


def _chosen(stock: Any, lesson: Any) -> Any:
    """A class under nbgrader's name whose instances are of `lesson` for a lesson, and of `stock` otherwise."""

    class Chosen(stock):  # type: ignore[misc]
        def __new__(cls, coursedir: CourseDirectory, **options: Any) -> Any:
            # the application has read the course's configuration; its CourseDirectory may be older than that
            configured = "Wallgrade" in getattr(options.get("parent"), "config", options.get("config", {}))
            ours = configured and Course.from_directory(coursedir).is_lesson(coursedir.assignment_id)
            return (lesson if ours else stock)(coursedir=coursedir, **options)

    Chosen.__name__ = Chosen.__qualname__ = stock.__name__
    Chosen.__doc__ = stock.__doc__
    return Chosen


def _put_environment_on_path() -> None:
    """nbgrader starts `alembic` by name; find it also when the environment is not activated."""
    programs = str(Path(sys.executable).parent)
    if programs not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join(filter(None, [programs, os.environ.get("PATH")]))
