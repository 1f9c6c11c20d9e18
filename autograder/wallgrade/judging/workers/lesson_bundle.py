"""What a worker needs of a course to judge: shipped once, as bytes, to processes that may share no disk with us."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lessoncheck.lesson import LessonFolder
from wallgrade.judging import messages
from wallgrade.judging.cache_keys import data_identity
from wallgrade.judging.check_runner import CheckRunner
from wallgrade.judging.engine import engine_digest, versions
from wallgrade.judging.task import WorkerMismatch
from wallgrade.sandbox.lesson_files import student_side_files
from wallgrade.sandbox.limits import Limits


@dataclass(frozen=True)
class LessonBundle:
    """A lesson's files by name (no quiz key, no release), and what else results depend on."""

    assignment: str
    files: Mapping[str, bytes]
    secret: bytes
    limits: Limits
    data: str
    engine: str
    versions: Mapping[str, str]

    def packed(self) -> bytes:
        """As bytes."""
        return pickle.dumps(self)

    def unpack(self, folder: Path) -> CheckRunner:
        """Lay the lesson out in an empty folder. WorkerMismatch when this process is not like the one that packed."""
        found = {**versions(), "wallgrade": engine_digest()}
        wanted = {**self.versions, "wallgrade": self.engine}
        if differing := [name for name in wanted if found.get(name) != wanted[name]]:
            raise WorkerMismatch(messages.WORKER_VERSIONS.format(what=", ".join(differing)))
        root = folder / self.assignment
        for name, content in self.files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)
        lesson = LessonFolder(root)
        if (data := data_identity(lesson, self.secret)) != self.data:
            raise WorkerMismatch(messages.WORKER_DATA.format(found=data, wanted=self.data))
        return CheckRunner(lesson, self.limits, self.secret)


def pack(lesson: LessonFolder, limits: Limits, secret: bytes) -> LessonBundle:
    """The lesson as it is now."""
    paths = [*student_side_files(lesson.root), *lesson.notebooks(), *lesson.checks.rglob("*")]
    files = {
        str(path.relative_to(lesson.root)): path.read_bytes()
        for path in sorted(set(paths))
        if path.is_file() and path.suffix != ".pyc"
    }
    return LessonBundle(
        lesson.root.name, files, secret, limits, data_identity(lesson, secret), engine_digest(), dict(versions())
    )


def bundle_id(bundle: bytes) -> str:
    """The name of a packed bundle: a hash of all that is in it."""
    return hashlib.sha256(bundle).hexdigest()
