"""nbgrader's configuration of this course. The stock commands and the formgrader work with it unchanged."""

from pathlib import Path

from wallgrade.config import configure

c = get_config()  # type: ignore[name-defined]  # noqa: F821
configure(c, root=Path(__file__).resolve().parent)
c.CourseDirectory.course_id = "softmax"
c.CourseDirectory.solution_directory = "solutions"
