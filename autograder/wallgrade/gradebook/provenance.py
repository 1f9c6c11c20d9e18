"""From which files and with which checks a submission's grades came, so that what changed since can be told.

It stands as digests in a small file in the autograded folder, which appears together with its grades.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from wallgrade.course import Course
from wallgrade.gradebook import messages
from wallgrade.judging.engine import digest, engine_digest
from wallgrade.sandbox.lesson_files import Signature, signature_of
from wallgrade.submission.file_search import find_files
from wallgrade.submission.notebook_file import MOST_BYTES, CannotRead, read_plain_file

FILE = "graded_from.json"


@dataclass(frozen=True)
class Provenance:
    """Digests of the notebooks that were handed in, and of the checks, quiz and grader that graded them."""

    files: str
    checks: str

    def as_text(self) -> str:
        """What stands in the file."""
        return json.dumps(asdict(self), indent=1) + "\n"


def provenance_now(course: Course, assignment: str, folder: Path) -> Provenance:
    """Of the submission in `folder`, as it and the lesson are now."""
    return Provenance(_files(folder), checks_now(course, assignment))


def provenance_of(graded: Path) -> Provenance | None:
    """Of the grades of an autograded folder; None where an older grader wrote none."""
    try:
        found = json.loads((graded / FILE).read_text(encoding="utf-8"))
        return Provenance(str(found["files"]), str(found["checks"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def what_changed(was: Provenance | None, now: Provenance) -> tuple[str, ...]:
    """What changed since grading: a sentence on the files, one on the checks; nothing if that is not known."""
    if was is None:
        return ()
    found = []
    if was.files != now.files:
        found.append(messages.FILES_CHANGED)
    if was.checks != now.checks:
        found.append(messages.CHECKS_CHANGED)
    return tuple(found)


def checks_now(course: Course, assignment: str) -> str:
    """A digest of all that decides about a submission beside itself: the lesson's code, its quiz, the grader."""
    lesson, quiz = course.lesson(assignment), course.quiz_file(assignment)
    total = hashlib.sha256(engine_digest().encode())
    total.update(_code(lesson.root.resolve(), signature_of(lesson)).encode())
    total.update(quiz.read_bytes() if quiz.is_file() else b"")
    return total.hexdigest()


@lru_cache(maxsize=4)
def _code(root: Path, signature: Signature) -> str:
    """Of the lesson's code, while its files have this signature."""
    return digest(root.rglob("*.py"), root)


def _files(folder: Path) -> str:
    found = find_files(folder, ())
    entries = sorted((path.name, _content(path)) for path in (*found.notebooks, *found.archives))
    return hashlib.sha256(json.dumps(entries).encode("utf-8", "surrogatepass")).hexdigest()


def _content(path: Path) -> str:
    try:
        return hashlib.sha256(read_plain_file(path, MOST_BYTES)).hexdigest()
    except CannotRead:
        return ""
