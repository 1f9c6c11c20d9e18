"""The errors whose message is one sentence for the person at the terminal."""

from __future__ import annotations

from lessoncheck.failures import GraderFault
from wallgrade.adoption.place import AdoptionRefused
from wallgrade.authoring.catalogue import CatalogueError
from wallgrade.authoring.demo import DemoRefused
from wallgrade.authoring.nbgrader_command import NbgraderFailed
from wallgrade.authoring.new_lesson.new_lesson import LessonRefused
from wallgrade.authoring.simulated_class import ClassError
from wallgrade.autograde.lock import AnotherGrader
from wallgrade.gradebook.scores import NoGrades
from wallgrade.lms.table import NoTable
from wallgrade.sandbox.fork_server import SandboxUnavailable
from wallquiz.model import QuizError

REFUSALS = (
    NbgraderFailed, DemoRefused, LessonRefused, AdoptionRefused, ClassError, CatalogueError, QuizError, NoGrades,
    SandboxUnavailable, GraderFault, AnotherGrader, NoTable,
)  # fmt: skip
