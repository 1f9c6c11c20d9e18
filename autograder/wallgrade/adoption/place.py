"""One lesson's place in a course: its paths under the names that the course's configuration gives."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from traitlets.config.loader import PyFileConfigLoader

from wallgrade.adoption import messages
from wallgrade.authoring.course_copy import NOT_MASTERS
from wallgrade.course import Course
from wallgrade.gradebook.scores import course_directory

CONFIG = "nbgrader_config.py"


class AdoptionRefused(Exception):
    """A lesson is not added or not taken out; the message says why, and what to do."""


def configured(root: Path) -> bool:
    """Whether the course's configuration calls the kit; AdoptionRefused when it cannot be carried out.

    nbgrader itself would go on without it.
    """
    try:
        return "Wallgrade" in PyFileConfigLoader(CONFIG, path=str(root)).load_config()
    except (Exception, SystemExit) as error:  # the course's own code
        what = f"{type(error).__name__}: {error}"
        raise AdoptionRefused(messages.CONFIG_FAILS.format(file=root / CONFIG, error=what)) from None


class Place:
    """Where a lesson of this name has its files in the course in `root`."""

    def __init__(self, root: Path, name: str) -> None:
        self.root = root
        self.name = name
        self.config = root / CONFIG
        self.directory: Any = course_directory(root)
        self.course = Course.from_directory(self.directory)
        self.masters = self.course.lesson(name).root
        self.quiz = self.course.quiz_file(name)
        self.released = self.course.released(name)
        self.solution = root / self.course.solution / name

    @property
    def definition(self) -> tuple[Path, ...]:
        """What a lesson is made of before anybody hands anything in."""
        return self.masters, self.quiz, self.released, self.solution

    def of_students(self) -> list[Path]:
        """The folders of this assignment that hold students' work, their feedback or a report on them."""
        steps = ("submitted", "autograded", "feedback")
        folders = [self.root / getattr(self.directory, f"{step}_directory") for step in steps]
        found = [student / self.name for folder in folders if folder.is_dir() for student in sorted(folder.iterdir())]
        return [path for path in (*found, self.root / "reports" / self.name) if os.path.lexists(path)]

    def shown(self, path: Path) -> str:
        """A path as people name it: from the course's folder."""
        return str(path.relative_to(self.root) if path.is_relative_to(self.root) else path)


def digests(masters: Path, quiz: Path) -> dict[str, str]:
    """What a lesson's masters and quiz hold, by path within the lesson."""
    files = {str(path.relative_to(masters)): path for path in _files(masters)}
    if quiz.is_file():
        files["quiz"] = quiz
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not set(path.relative_to(folder).parts) & set(NOT_MASTERS):
            yield path
