"""What a worker needs of a course to judge: shipped once, as bytes, to processes that may share no disk with us."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lessoncheck.lesson import LessonFolder
from wallgrade import texts
from wallgrade.examiner import Examiner
from wallgrade.result_keys import data_identity, engine_digest, versions
from wallgrade.sandbox.settings import Limits
from wallgrade.unit import WorkerUnfit
from wallgrade.zygote import far_side_files


@dataclass(frozen=True)
class Parcel:
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

    def unpack(self, folder: Path) -> Examiner:
        """Lay the lesson out in an empty folder. WorkerUnfit when this process is not like the one that packed."""
        found = {**versions(), "wallgrade": engine_digest()}
        wanted = {**self.versions, "wallgrade": self.engine}
        if differing := [name for name in wanted if found.get(name) != wanted[name]]:
            raise WorkerUnfit(texts.WORKER_VERSIONS.format(what=", ".join(differing)))
        root = folder / self.assignment
        for name, content in self.files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)
        lesson = LessonFolder(root)
        if (data := data_identity(lesson, self.secret)) != self.data:
            raise WorkerUnfit(texts.WORKER_DATA.format(found=data, wanted=self.data))
        return Examiner(lesson, self.limits, self.secret)


def pack(lesson: LessonFolder, limits: Limits, secret: bytes) -> Parcel:
    """The lesson as it is now."""
    paths = [*far_side_files(lesson.root), *lesson.notebooks(), *lesson.checks.rglob("*")]
    files = {
        str(path.relative_to(lesson.root)): path.read_bytes()
        for path in sorted(set(paths))
        if path.is_file() and path.suffix != ".pyc"
    }
    return Parcel(
        lesson.root.name, files, secret, limits, data_identity(lesson, secret), engine_digest(), dict(versions())
    )


def address(parcel: bytes) -> str:
    """The name of a packed parcel: a hash of all that is in it."""
    return hashlib.sha256(parcel).hexdigest()
