"""wallgrade's autograde step: one submission after the other is read, judged and recorded, none in another's way.

It takes the place of nbgrader's `Autograde` in its command, its API and the formgrader, for lessons only.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from nbconvert.exporters import Exporter
from nbgrader.api import Student
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from sqlalchemy.exc import SQLAlchemyError
from traitlets import Bool, Float, Type
from traitlets.config import Config

from lessoncheck.failures import GraderFault
from wallgrade.autograde import messages
from wallgrade.autograde.due import DueJobs, Job
from wallgrade.autograde.lock import AnotherGrader, sole_grader
from wallgrade.autograde.notebook_export import NotebookExports, ValidateOnceExporter
from wallgrade.autograde.preconditions import has_roster, why_refused
from wallgrade.autograde.preprocessors import JudgeNotebook
from wallgrade.autograde.staging import Staging, files_beside, other_files
from wallgrade.course import Course, CourseFault
from wallgrade.course_folders import matching_folders, without_odd_names
from wallgrade.files import share_with_group
from wallgrade.gradebook.connection import GradebookAccess
from wallgrade.gradebook.provenance import FILE as PROVENANCE
from wallgrade.gradebook.provenance import provenance_now
from wallgrade.gradebook.record import RecordFailed, clear_scores, record, submission_record
from wallgrade.gradebook.secret import ensure_secret
from wallgrade.gradebook.unchanged_work import unchanged_items
from wallgrade.judging.judge import judge_for
from wallgrade.judging.judge_submission import Judged, judge_submission
from wallgrade.judging.task import GradingUnavailable
from wallgrade.sandbox.fork_server import SandboxUnavailable
from wallgrade.sandbox.limits import limits_from
from wallgrade.submission.reader import TIMESTAMP, read_submission

NBGRADER, OURS = "nbgrader.preprocessors.", "wallgrade.autograde.preprocessors."


class CourseAutograde(Autograde):  # type: ignore[misc]
    """nbgrader's Autograde for a lesson: same folders, options and log, other grading.

    The lists repeat nbgrader's entries in its order; a test compares them with those of the installed nbgrader. Three
    sanitising ones are left out: DeduplicateIds, OverwriteKernelspec and OverwriteCells repair a submission from the
    gradebook's cells; ours is built anew on the release, and the gradebook's cells are sealed.
    """

    exporter_class = Type(ValidateOnceExporter, klass=Exporter).tag(config=True)

    wait_seconds = Float(0.0, help="How long to wait for another grader of this course to finish.").tag(config=True)
    regrade_changed = Bool(
        False, help="Grade again what was graded from other files or with other checks than there are now."
    ).tag(config=True)
    keep_scores_by_hand = Bool(
        False, help="Let scores by hand stay final on work that changed, too. Otherwise a person is to look again."
    ).tag(config=True)

    new_secret = Bool(False, help="Accept that a new secret is made where the course's is missing or damaged.").tag(
        config=True
    )
    left_out_folders = 0

    def __init__(self, coursedir: Any = None, **options: Any) -> None:
        super().__init__(coursedir=coursedir, **options)
        self._beside: dict[str, dict[str, Path]] = {}
        ours = Config()
        ours.Autograde.sanitize_preprocessors = [
            OURS + "RebuildOnMaster",
            NBGRADER + "ClearOutput",
            OURS + "CheckMetadata",
        ]
        ours.Autograde.autograde_preprocessors = [
            OURS + "JudgeNotebook",
            NBGRADER + "IgnorePattern",
            "nbconvert.preprocessors.ClearMetadataPreprocessor",
            NBGRADER + "LimitOutput",
            OURS + "SaveVerdicts",
            OURS + "PenaliseLate",
            OURS + "CheckMetadata",
        ]
        self.update_config(ours)

    def start(self) -> None:
        """Grade, as the only one in this course."""
        course = self.course
        with contextlib.ExitStack() as held:
            try:
                folder = course.private_folder()
                with course.usable(folder):
                    held.enter_context(sole_grader(folder, self.wait_seconds, shared=course.shared))
                if course.shared and self.gradebook.file:
                    share_with_group(self.gradebook.file)
                ensure_secret(course, self.coursedir.assignment_id, self.gradebook, accept_new=self.new_secret)
            except (AnotherGrader, CourseFault) as why:
                self.stop(str(why))
            super().start()
            if self.left_out_folders:
                self.stop(messages.SOME_FAILED)

    def init_notebooks(self) -> None:
        """Find the submissions' folders, with or without notebooks in them."""
        if refused := why_refused(self):
            self.stop(refused)
        found = matching_folders(self.coursedir, self.coursedir.submitted_directory)
        if not found:
            super().init_notebooks()  # says what nbgrader says, and raises
        usable = without_odd_names(self, found)
        self.left_out_folders = len(found) - len(usable)
        self.assignments: dict[str, list[str]] = {folder: [] for folder in usable}

    def convert_notebooks(self) -> None:
        """Grade every submission that is due; NbGraderException at the end if any could not be graded."""
        with self.gradebook.kept():
            failures = [job for job in self.jobs() if not self.grade(job)]
        self.due.tell_what_changed()
        for job in failures:
            self.log.error(
                "There was an error processing assignment '%s' for student '%s'", job.assignment, job.student
            )
        if failures:
            self.stop(messages.SOME_FAILED)

    def grade(self, job: Job) -> bool:
        """Grade one submission; whether it could be done."""
        done = False
        with self.guarded(job):
            self.announce(job)
            self.record(job, self.judge(job))
            done = True
        return done

    @contextlib.contextmanager
    def guarded(self, job: Job) -> Iterator[None]:
        """Whatever goes wrong with one submission ends here; what is true of every submission ends the run."""
        try:
            yield
        except KeyboardInterrupt:
            self.log.error("Canceled")
            self.staging(job).clear()  # the folder itself is there only with its own grades
            raise
        except (SandboxUnavailable, GradingUnavailable, CourseFault) as error:
            self.staging(job).clear()
            self.stop(str(error))
        except Exception as error:
            self.failed(job, error)

    def jobs(self) -> Iterator[Job]:
        """The submissions to grade now, in order; those that nbgrader would skip are not among them."""
        return self.due.jobs()

    def announce(self, job: Job) -> None:
        """Make sure that the student is in the gradebook."""
        self.notebooks: list[str] = self.files_of(job)
        self.run_pre_convert_hook()
        with self.gradebook.open() as gradebook:
            known = gradebook.db.get(Student, job.student) is not None
            if self.create_student:
                if not known and (self.destination(job).exists() or has_roster(gradebook)):
                    self.log.warning(messages.STUDENT_ADDED.format(student=job.student))
                self.log.info("Creating/updating student with ID '%s': %s", job.student, {})
                if not known:
                    gradebook.add_student(job.student)
            elif not known:
                raise NbGraderException(f"No student with ID '{job.student}' exists in the database")

    def files_of(self, job: Job) -> list[str]:
        """What nbgrader's hooks are told of a submission."""
        return sorted(str(path) for path in job.folder.glob("*.ipynb"))

    def judge(self, job: Job) -> Judged:
        """Read and judge one submission, here and now."""
        self.log.info("Autograding %s", job.folder)
        submission = read_submission(self.course, job.assignment, job.folder, job.student)
        return judge_submission(
            judge_for(self.course, job.assignment, limits_from(self.config)), submission, job.names, self.left_out_items
        )

    def record(self, job: Job, judged: Judged) -> None:
        """Write a judged submission: its grades and its autograded folder, both or neither."""
        outputs, records, penalty = {}, [], None
        about = {"student": job.student, "assignment": job.assignment}
        for notebook in judged.notebooks:
            for sentence in filter(None, (notebook.problem, *notebook.notes)):
                self.log.warning(messages.STUDENT_NOTE, job.student, sentence)
            exported = self.exports.of(notebook, about, self.coursedir.db_url)
            outputs[f"{notebook.name}.ipynb"] = exported.text
            records.append(exported.record)
            penalty = exported.penalty
        if judged.timestamp is not None:
            outputs[TIMESTAMP] = judged.timestamp.strftime("%Y-%m-%d %H:%M:%S.%f UTC\n")
        partly = self.coursedir.notebook_id != "*"
        if not partly:
            outputs[PROVENANCE] = provenance_now(self.course, job.assignment, job.folder).as_text()
        staging = self.staging(job)
        others = other_files(self.beside(job.assignment), job.folder, self.exclude_overwriting.get(job.assignment, ()))
        try:
            there = not partly and staging.is_in_place(outputs, others)
            if not there:
                staging.write(outputs, others, keep=partly)
                staging.retire()
            before = self.destination(job) if there else staging.retired

            def unchanged(name: str) -> frozenset[str]:
                now = next(one.notebook for one in judged.notebooks if one.name == name)
                return unchanged_items(before / f"{name}.ipynb", now)

            with self.gradebook.open() as gradebook:
                record(
                    gradebook,
                    submission_record(judged, records),
                    penalty.penalty if penalty else None,
                    None if self.keep_scores_by_hand else unchanged,
                )
            if not there:
                staging.put_in_place()
        except (SQLAlchemyError, OSError) as error:
            raise RecordFailed(first_line(error)) from error
        self.set_permissions(job.assignment, job.student)
        self.run_post_convert_hook()

    def failed(self, job: Job, error: Exception) -> None:
        """One sentence in the log, nothing half-made, no score of an earlier submission whose folder went."""
        self.log.debug("There was an error processing assignment: %s", job.folder, exc_info=error)
        reason = first_line(error)
        if isinstance(error, RecordFailed):
            self.log.error(messages.RECORD_FAILED.format(student=job.student, reason=reason))
        elif isinstance(error, GraderFault | NbGraderException):
            self.log.error(messages.STUDENT_NOTE, job.student, reason)
        else:
            kind = type(error).__name__
            self.log.error(messages.SUBMISSION_FAILED.format(student=job.student, kind=kind, reason=reason))
        if not self.staging(job).discard():
            folder = self.destination(job)
            self.log.error(messages.FOLDER_STAYS.format(student=job.student, folder=folder, parent=folder.parent))
            return
        try:
            with self.gradebook.open() as gradebook:
                clear_scores(gradebook, job.assignment, job.student)
        except Exception as second:  # a full disk, or a student who is not in the gradebook
            self.log.debug("%s: no earlier score was taken back", job.student, exc_info=second)

    @property
    def course(self) -> Course:
        """The course, as nbgrader's own options place it."""
        return Course.from_directory(self.coursedir)

    @property
    def left_out_items(self) -> list[str]:
        """Items that the configuration leaves to a human."""
        return list(JudgeNotebook(parent=self).leave_out)

    def stop(self, message: str) -> NoReturn:
        """End the run with one sentence."""
        self.log.error(message)
        raise NbGraderException(message)

    def destination(self, job: Job) -> Path:
        """Where a submission's autograded folder is or will be."""
        return Path(self._format_dest(job.assignment, job.student))

    def beside(self, assignment: str) -> dict[str, Path]:
        """The masters' files that go beside the notebooks, as they are at the first submission of a run."""
        if assignment not in self._beside:
            source = Path(self.coursedir.format_path(self.coursedir.source_directory, ".", assignment))
            self._beside[assignment] = files_beside(source, self.coursedir.ignore)
        return self._beside[assignment]

    def staging(self, job: Job) -> Staging:
        """How that folder is made."""
        return Staging(self.destination(job), shared=self.course.shared)

    @cached_property
    def due(self) -> DueJobs:
        """What this run has to grade."""
        return DueJobs(self)

    @cached_property
    def exports(self) -> NotebookExports:
        """This run's exports."""
        return NotebookExports(self)

    @cached_property
    def gradebook(self) -> GradebookAccess:
        """The course's gradebook."""
        return GradebookAccess(self.coursedir.db_url, self.coursedir.course_id)


def first_line(error: Exception) -> str:
    """What went wrong, without the SQL and the links that a database's message ends with."""
    return str(error).split("\n")[0] or type(error).__name__
