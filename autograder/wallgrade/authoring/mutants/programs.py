"""A text for one item's cell as a whole submission, and as the program that it makes: the rest is the reference's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lessoncheck.cells import grade_cells, read_notebook, student_cells
from wallgrade.authoring.make_submission import fill_in, reference_cells
from wallgrade.authoring.mutants.decide import Program
from wallgrade.authoring.verify.runners import items_by_notebook
from wallgrade.course import Course


@dataclass(frozen=True)
class Programs:
    """The released notebooks by item, and the reference's cells by item."""

    notebooks: dict[str, Any]
    reference: dict[str, str]

    @classmethod
    def of_lesson(cls, course: Course, assignment: str) -> Programs:
        """Those of a lesson of a course."""
        release = course.released(assignment)
        read = [read_notebook(release / name) for name in items_by_notebook(release)]
        notebooks = {item: notebook for notebook in read for item in grade_cells(notebook)}
        return cls(notebooks, reference_cells(course.lesson(assignment).root))

    def submission(self, item: str, source: str) -> Any:
        """The item's notebook with this text in its cell."""
        return fill_in(self.notebooks[item], {**self.reference, item: source})

    def program(self, item: str, source: str) -> Program:
        """The cells of that notebook that run."""
        return tuple(student_cells(self.submission(item, source)))

    def others(self, item: str) -> set[str]:
        """The other items of its notebook."""
        return set(grade_cells(self.notebooks[item])) - {item}
