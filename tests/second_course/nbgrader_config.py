"""nbgrader's configuration of the second course, which exists to show that the grader knows no lesson."""

from pathlib import Path

from wallgrade.config import configure

c = get_config()  # type: ignore[name-defined]  # noqa: F821
configure(c, root=Path(__file__).resolve().parent)
c.CourseDirectory.solution_directory = "solutions"
