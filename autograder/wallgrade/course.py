"""Where things are in a course: the lesson's masters, its quiz, its release, and the grader's own secret."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lessoncheck.cells import NotebookUnreadable, read_notebook
from lessoncheck.failures import GraderFault
from lessoncheck.lesson import LessonFolder
from wallgrade.files import write_atomically
from wallquiz.loader import load_quiz
from wallquiz.model import Quiz

PRIVATE = ".wallgrade"
SECRET_BYTES = 32
NO_RELEASE = (
    "There is no release of {assignment} to compare submissions with. "
    "Run `nbgrader generate_assignment {assignment} --force`."
)


@dataclass(frozen=True)
class Course:
    """A course directory, with the folder names that nbgrader's configuration gives."""

    root: Path
    source: str = "source"
    release: str = "release"
    solution: str = "solution"

    @classmethod
    def from_directory(cls, directory: Any) -> Course:
        """The course that nbgrader's CourseDirectory describes."""
        folders = directory.source_directory, directory.release_directory, directory.solution_directory
        return cls(Path(directory.root), *folders)

    def is_lesson(self, assignment: str) -> bool:
        """Whether an assignment is a lesson of this kit, by its masters or by its release; any other is nbgrader's."""
        engine = self.released(assignment) / "lessoncheck"
        return self.lesson(assignment).drivers_file.is_file() or engine.is_dir()

    def lesson(self, assignment: str) -> LessonFolder:
        """The instructor's masters of an assignment."""
        return LessonFolder(self.root / self.source / assignment)

    def released(self, assignment: str) -> Path:
        """The folder of the generated release."""
        return self.root / self.release / assignment

    def masters(self, assignment: str) -> Mapping[str, Any]:
        """The released notebooks by name (without suffix), not to be changed; GraderFault when there are none."""
        files = sorted(self.released(assignment).glob("*.ipynb"))
        if not files:
            raise GraderFault(NO_RELEASE.format(assignment=assignment))
        return _masters(tuple((file, file.stat().st_mtime_ns) for file in files))

    def quiz(self, assignment: str) -> Quiz | None:
        """The assignment's questions; None when it has no quiz file. QuizError when the file is wrong."""
        file = self.quiz_file(assignment)
        return load_quiz(file) if file.is_file() else None

    def quiz_file(self, assignment: str) -> Path:
        """Where the assignment's questions are, if it has any."""
        return self.root / "quizzes" / f"{assignment}.toml"

    @property
    def results(self) -> Path:
        """Where results of judging are kept. It may be emptied at any time."""
        return self.root / PRIVATE / "results"

    def private_folder(self) -> Path:
        """The grader's own folder in the course, made at first use."""
        folder = self.root / PRIVATE
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def secret(self) -> bytes:
        """The seed of the grader's own inputs: made at first use, kept outside the repository's files."""
        file = self.private_folder() / "secret"
        if not file.exists():
            # if another grader is first, its secret is everybody's
            write_atomically(file, secrets.token_bytes(SECRET_BYTES), mode=0o600, replace=False)
        return file.read_bytes()


@lru_cache(maxsize=4)
def _masters(files: tuple[tuple[Path, int], ...]) -> Mapping[str, Any]:
    """Read anew when a file changed."""
    try:
        return MappingProxyType({file.stem: read_notebook(file) for file, _ in files})
    except NotebookUnreadable as error:
        raise GraderFault(str(error)) from None
