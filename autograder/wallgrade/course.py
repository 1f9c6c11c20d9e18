"""Where things are in a course: the lesson's masters, its quiz, its release, and the grader's own secret."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lessoncheck.cells import NotebookUnreadable, read_notebook
from lessoncheck.failures import GraderFault
from lessoncheck.lesson import LessonFolder
from wallgrade.files import GROUP_FILE, is_shared, share_with_group, write_atomically
from wallquiz.loader import load_quiz
from wallquiz.model import Quiz

PRIVATE = ".wallgrade"
SECRET_BYTES = 32
NO_RELEASE = (
    "There is no release of {assignment} to compare submissions with. "
    "Run `nbgrader generate_assignment {assignment} --force`."
)
ACCEPT_NEW = "`wallgrade grade --new-secret`, or `nbgrader autograde` with --CourseAutograde.new_secret=True"
SECRET_MISSING = (
    "The course's secret {file} is missing, though there are grades that were given with it: `cp -r course/* ...` "
    "leaves {private} behind. With a new one the grader's inputs are drawn anew, results may differ in details from "
    "the stored ones, and kept results are judged anew. Copy {private} over from where the course was, or accept a new "
    "secret: {accept}."
)
SECRET_DAMAGED = (
    "The course's secret {file} is damaged (it has {size} bytes and not {wanted} or more). Put it back from a backup, "
    "or accept a new one: {accept}."
)
PRIVATE_UNUSABLE = (
    "{file} cannot be used ({reason}), so nothing was graded and no grade was touched. Whoever grades here must be "
    "able to read and write that folder: {advice}."
)
SHARED_ADVICE = "{owner}, whose it is, runs `nbgrader autograde` once, which opens it to the group"
UNSHARED_ADVICE = (
    "{owner}, whose it is, sets c.CourseDirectory.groupshared = True in nbgrader_config.py and grades once, which "
    "opens it to the group"
)


class CourseFault(GraderFault):
    """Something that the whole course needs is missing or broken, so nothing of it can be graded."""


class SecretLost(CourseFault):
    """The course's secret is missing or damaged; a new one would change what grading draws."""


@dataclass(frozen=True)
class Course:
    """A course directory, with the folder names that nbgrader's configuration gives."""

    root: Path
    source: str = "source"
    release: str = "release"
    solution: str = "solution"
    shared: bool = False  # nbgrader's `groupshared`: several accounts of one group grade

    @classmethod
    def from_directory(cls, directory: Any) -> Course:
        """The course that nbgrader's CourseDirectory describes."""
        folders = directory.source_directory, directory.release_directory, directory.solution_directory
        return cls(Path(directory.root), *folders, shared=directory.groupshared)

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
        """The released notebooks by name (without suffix), not to be changed; CourseFault when there are none."""
        files = sorted(self.released(assignment).glob("*.ipynb"))
        if not files:
            raise CourseFault(NO_RELEASE.format(assignment=assignment))
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
        """The grader's own folder in the course, made at first use; CourseFault if it cannot be used."""
        folder = self.root / PRIVATE
        with self.usable(folder):
            folder.mkdir(mode=0o700, exist_ok=True)
            made = filter(Path.exists, (folder, self.secret_file))
            if self.shared and not all(map(is_shared, made)):
                share_with_group(folder)  # all of it: what was made before the course was shared, too
            next(folder.iterdir(), None)
        return folder

    @property
    def secret_file(self) -> Path:
        """Where the seed of the grader's own inputs is kept, outside the repository's files."""
        return self.root / PRIVATE / "secret"

    def secret(self) -> bytes:
        """The seed of the grader's own inputs; SecretLost or CourseFault if there is none to use."""
        with self.usable(self.secret_file):
            if not self.secret_file.exists():
                raise SecretLost(SECRET_MISSING.format(file=self.secret_file, private=PRIVATE, accept=ACCEPT_NEW))
            content = self.secret_file.read_bytes()
        if len(content) < SECRET_BYTES:
            raise SecretLost(
                SECRET_DAMAGED.format(file=self.secret_file, size=len(content), wanted=SECRET_BYTES, accept=ACCEPT_NEW)
            )
        return content

    def make_secret(self, *, replace: bool = False) -> None:
        """Make the secret. Without `replace`, if another grader is first, its secret is everybody's."""
        self.private_folder()
        with self.usable(self.secret_file):
            write_atomically(
                self.secret_file,
                secrets.token_bytes(SECRET_BYTES),
                mode=GROUP_FILE if self.shared else 0o600,
                replace=replace,
            )

    @contextlib.contextmanager
    def usable(self, path: Path) -> Iterator[None]:
        """What the system refuses inside the block becomes one sentence that says who must do what."""
        try:
            yield
        except OSError as error:
            advice = (SHARED_ADVICE if self.shared else UNSHARED_ADVICE).format(owner=_owner(self.root / PRIVATE))
            message = PRIVATE_UNUSABLE.format(file=path, reason=error.strerror or error, advice=advice)
            raise CourseFault(message) from error


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except KeyError:  # an account without a name
        return f"the account {path.stat().st_uid}"
    except (OSError, NotImplementedError):
        return "whoever made it"


@lru_cache(maxsize=4)
def _masters(files: tuple[tuple[Path, int], ...]) -> Mapping[str, Any]:
    """Read anew when a file changed."""
    try:
        return MappingProxyType({file.stem: read_notebook(file) for file, _ in files})
    except NotebookUnreadable as error:
        raise CourseFault(str(error)) from None
