"""nbgrader's `generate_feedback` for a lesson: our page, and nothing beside it that a submission brought along."""

from __future__ import annotations

import glob
import re
import shutil
from functools import cached_property
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from traitlets import Integer, Type
from traitlets.config import Config

from wallgrade.course import Course
from wallgrade.course_folders import matching_folders, notebooks_by_folder, without_odd_names
from wallgrade.files import share_with_group, write_atomically
from wallgrade.gradebook.connection import GradebookAccess
from wallgrade.gradebook.scores import GradedWork, item_points, read_graded_work
from wallgrade.reports.feedback import currency, messages
from wallgrade.reports.feedback.exporter import FeedbackExporter
from wallgrade.reports.feedback.preprocessors import WORK
from wallgrade.reports.feedback.receipts import RECEIPTS, SECRET, add_pages_under_handed_in_names, add_receipts
from wallgrade.reports.feedback.side_by_side import side_by_side
from wallgrade.reports.feedback.template_filters import STUDENTS_TEMPLATES


class LessonGenerateFeedback(GenerateFeedback):  # type: ignore[misc]
    """nbgrader's GenerateFeedback with our preprocessor, exporter and template.

    Pages that are current stay as they are, unless `--force` is given; others are made anew, which nbgrader does only
    when a later submission was graded.
    """

    exporter_class = Type(FeedbackExporter, klass=Exporter).tag(config=True)
    jobs = Integer(1, help="How many processes make pages, each of another student.").tag(config=True)
    left_out_folders = 0

    def __init__(self, coursedir: Any = None, **options: Any) -> None:
        super().__init__(coursedir=coursedir, **options)
        ours = Config()
        ours.GenerateFeedback.preprocessors = ["wallgrade.reports.feedback.preprocessors.FeedbackPage"]
        others = self.config.HTMLExporter.extra_template_basedirs
        ours.HTMLExporter.extra_template_basedirs = [str(STUDENTS_TEMPLATES), *others]
        self.update_config(ours)
        self.made: list[str] = []  # students whose pages this run made
        self.current = 0  # students whose pages it found current
        self.unreachable: list[str] = []  # and those who cannot fetch them

    def start(self) -> None:
        """Make the pages; NbGraderException at the end if a folder had to be left out."""
        with self.gradebook.kept():
            super().start()
        if self.left_out_folders:
            raise NbGraderException(messages.SOME_LEFT_OUT)

    def init_notebooks(self) -> None:
        """Find the autograded folders of which there are grades; each of the others costs a sentence."""
        found = matching_folders(self.coursedir, self.coursedir.autograded_directory)
        if not found:
            super().init_notebooks()  # says what nbgrader says, and raises
        self.stored = self.gradebook.submitters(self.coursedir.assignment_id)
        usable = [folder for folder in without_odd_names(self, found) if self._has_grades(folder)]
        self.left_out_folders = len(found) - len(usable)
        self.assignments = notebooks_by_folder(self, usable)

    def convert_notebooks(self) -> None:
        """Make the pages, then name those whose student cannot fetch them, if the course uses the exchange."""
        if self.jobs > 1 and len(self.assignments) > 1:
            side_by_side(self)
        else:
            super().convert_notebooks()
        if self.unreachable and glob.glob(str(self._folder("*", self.coursedir.assignment_id) / SECRET)):
            self.log.warning(messages.NOT_BY_EXCHANGE.format(students=", ".join(sorted(self.unreachable))))

    def convert_one(self, folder: str, notebooks: list[str]) -> None:
        """Make the pages of one autograded folder; NbGraderException if that fails."""
        self.assignments = {folder: notebooks}
        super().convert_notebooks()

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Whether pages are to be made: nbgrader's rule, and when they are not current."""
        with self.gradebook.open() as gradebook:
            self.work: GradedWork = read_graded_work(gradebook, assignment_id, student_id, self._items)
        pages = Path(self._format_dest(assignment_id, student_id))
        self.source = self._made_from(assignment_id, student_id)
        excluded = student_id in self.coursedir.student_id_exclude.split(",")
        current = not self.force and currency.are_current(pages, self.source)
        if self._whole and pages.exists() and not current and not excluded:
            self.log.info("Updating existing assignment: %s", pages)
            shutil.rmtree(pages)
        due = bool(super().init_destination(assignment_id, student_id))
        self.current += not due
        return due

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """An empty folder of pages, or one with pages only.

        nbgrader copies all of autograded/ into it and publishes every *.html: what a student's code wrote, or handed
        in, would be published under the grader's name.
        """
        pages = Path(self._format_dest(assignment_id, student_id))
        pages.mkdir(parents=True, exist_ok=True)
        remove_copies(Path(self._format_source(assignment_id, student_id)), pages)

    def init_single_notebook_resources(self, notebook_filename: str) -> dict[str, Any]:
        """nbgrader's, and what the gradebook has of the submission."""
        resources: dict[str, Any] = super().init_single_notebook_resources(notebook_filename)
        return resources | {WORK: self.work}

    def write_single_notebook(self, output: str, resources: Any) -> None:
        """A page is there whole, or not at all."""
        about = resources["nbgrader"]
        pages = Path(self._format_dest(about["assignment"], about["student"]))
        write_atomically(pages / f"{resources['unique_key']}.html", output.encode("utf-8", "replace"))

    def set_permissions(self, assignment_id: str, student_id: str) -> None:
        """After the last page of a submission: what the exchange needs beside them, and what they were made from."""
        course, handed_in = Course.from_directory(self.coursedir), self._folder(student_id, assignment_id)
        pages = Path(self._format_dest(assignment_id, student_id))
        if not add_receipts(course, assignment_id, student_id, handed_in, pages):
            self.unreachable.append(student_id)
        add_pages_under_handed_in_names(course, assignment_id, student_id, handed_in, pages)
        super().set_permissions(assignment_id, student_id)
        if self.coursedir.groupshared:  # nbgrader leaves out the student's folder between the topmost and this one
            share_with_group(pages.parent, inside=False)
        if self._whole:
            currency.note(pages, self.source, int(str(self.permissions), 8))
        self.made.append(student_id)

    @cached_property
    def gradebook(self) -> GradebookAccess:
        """The course's gradebook."""
        return GradebookAccess(self.coursedir.db_url, self.coursedir.course_id)

    @property
    def _whole(self) -> bool:
        """Whether all notebooks of a submission are asked for."""
        return bool(self.coursedir.notebook_id == "*")

    @cached_property
    def _items(self) -> list[str]:
        with self.gradebook.open() as gradebook:
            return list(item_points(gradebook, self.coursedir.assignment_id))

    def _made_from(self, assignment: str, student: str) -> str:
        course = Course.from_directory(self.coursedir)
        folder = Path(self._format_source(assignment, student))
        settings = [*currency.settings_of(self.config), f"permissions {self.permissions} {course.shared}"]
        return currency.made_from(course, assignment, folder, self._folder(student, assignment), self.work, settings)

    def _has_grades(self, folder: str) -> bool:
        structure = self._format_source("(?P<assignment>.*)", "(?P<student>.*)", escape=True)
        found = re.fullmatch(structure, folder)
        if found is None or found["student"] in self.stored:
            return True  # what does not fit the structure is nbgrader's own error
        about = {"student": found["student"], "assignment": self.coursedir.assignment_id, "folder": folder}
        self.log.error(messages.NO_GRADES.format(**about))
        return False

    def _folder(self, student: str, assignment: str) -> Path:
        return Path(self.coursedir.format_path(self.coursedir.submitted_directory, student, assignment))


def remove_copies(submission: Path, pages: Path) -> None:
    """Remove from the folder `pages` everything that also is in `submission`, and all that is no page."""
    for path in pages.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name not in RECEIPTS and (path.suffix != ".html" or (submission / path.name).exists()):
            path.unlink()
