"""A copy of a course's masters, quiz and configuration, for trying things out aside."""

from __future__ import annotations

import shutil
from pathlib import Path

from wallgrade.course import Course
from wallgrade.gradebook.scores import course_directory

# what lies beside masters without being part of the lesson
NOT_MASTERS = ("__pycache__", ".ipynb_checkpoints", ".pytest_cache", "data")
# the course's own gradebook and folders may be anywhere; what is tried out must not end up there
OWN_PLACES = """
from pathlib import Path
places = get_config().CourseDirectory
places.db_url = f"sqlite:///{Path(__file__).resolve().parent}/gradebook.db"
for step in ("source", "release", "submitted", "autograded", "feedback"):
    places[f"{step}_directory"] = step
"""


def copy_course(root: Path, assignment: str, target: Path) -> None:
    """What nbgrader needs of the course: the configuration, the masters and the quiz; in folders of the usual names."""
    directory = course_directory(root)
    course = Course.from_directory(directory)
    for file in root.glob("*.py"):  # the configuration may read others
        shutil.copy(file, target)
    with (target / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(OWN_PLACES)
    shutil.copytree(
        course.lesson(assignment).root,
        target / "source" / assignment,
        ignore=shutil.ignore_patterns(*NOT_MASTERS),
    )
    frame = directory.parent.config.get("IncludeHeaderFooter", {})  # put around every notebook, relative to the root
    needed = [
        course.quiz_file(assignment),
        *(root / file for file in (frame.get("header"), frame.get("footer")) if file),
    ]
    for file in needed:
        if file.is_file() and file.is_relative_to(root):
            copy = target / file.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
