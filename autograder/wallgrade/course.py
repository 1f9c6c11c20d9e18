"""Where things are in a course: the lesson's masters, its quiz, its release, and the grader's own secret."""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory

from lessoncheck.lesson import LessonFolder
from wallquiz.loader import load_quiz
from wallquiz.model import Quiz

PRIVATE = ".wallgrade"
SECRET_BYTES = 32


@dataclass(frozen=True)
class Course:
    """A course directory, with the folder names that nbgrader's configuration gives."""

    root: Path
    source: str = "source"
    release: str = "release"

    @classmethod
    def from_config(cls, config: Any) -> Course:
        """The course that nbgrader itself would use under this traitlets configuration."""
        directory = CourseDirectory(config=config)
        return cls(Path(directory.root), directory.source_directory, directory.release_directory)

    def lesson(self, assignment: str) -> LessonFolder:
        """The instructor's masters of an assignment."""
        return LessonFolder(self.root / self.source / assignment)

    def released(self, assignment: str) -> Path:
        """The folder of the generated release."""
        return self.root / self.release / assignment

    def quiz(self, assignment: str) -> Quiz | None:
        """The assignment's questions; None when it has no quiz file. QuizError when the file is wrong."""
        file = self.root / "quizzes" / f"{assignment}.toml"
        return load_quiz(file) if file.is_file() else None

    def secret(self) -> bytes:
        """The seed of the grader's own inputs: made at first use, kept outside the repository's files."""
        file = self.root / PRIVATE / "secret"
        if not file.exists():
            file.parent.mkdir(mode=0o700, exist_ok=True)
            new = file.with_name(f"secret.{os.getpid()}")
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(secrets.token_bytes(SECRET_BYTES))
            with contextlib.suppress(FileExistsError):  # another grader was first: its secret is everybody's
                os.link(new, file)
            new.unlink()
        return file.read_bytes()
