"""Whether a student's pages are current: a digest of all that they are made from stands in a small file beside them."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import wallquiz
from wallgrade.course import Course
from wallgrade.files import write_atomically
from wallgrade.gradebook.scores import GradedWork
from wallgrade.judging.engine import PACKAGES_ROOT, digest
from wallgrade.reports.feedback.receipts import RECEIPTS

FILE = "made_from.json"
CODE = (PACKAGES_ROOT / "wallgrade", PACKAGES_ROOT / "lessoncheck", Path(wallquiz.__file__).parent)
PACKAGES = ("nbgrader", "nbconvert", "nbformat", "mistune", "pygments", "nh3", "jinja2")
SECTIONS = ("GenerateFeedback", "LessonGenerateFeedback", "FeedbackPage", "HTMLExporter", "FeedbackExporter",
            "TemplateExporter", "Exporter", "Highlight2HTML", "NbConvertBase")  # fmt: skip

OF_A_RUN = ("force", "jobs")  # say nothing about pages


def made_from(
    course: Course, assignment: str, folder: Path, handed_in: Path, work: GradedWork, settings: list[str]
) -> str:
    """A digest of what pages are made from: the graded files, the gradebook, the quiz, the settings, and this kit.

    `folder` is the autograded one; of what was `handed_in` the notebooks' names and the exchange's receipts matter.
    """
    quiz = course.quiz_file(assignment)
    material = [
        _kit(),
        settings,
        repr(work),
        hashlib.sha256(quiz.read_bytes()).hexdigest() if quiz.is_file() else "",
        digest((path for path in folder.rglob("*") if path.is_file()), folder),
        sorted(path.name for path in handed_in.glob("*.ipynb")),
        digest((handed_in / name for name in RECEIPTS), handed_in),
    ]
    return hashlib.sha256(json.dumps(material).encode("utf-8", "surrogatepass")).hexdigest()


def settings_of(config: Any) -> list[str]:
    """What a course's configuration says about pages, as texts; a function counts by its name."""
    return [
        re.sub(r" at 0x[0-9a-f]+", "", f"{section} {name} {value!r}")
        for section in SECTIONS
        for name, value in sorted(config.get(section, {}).items())
        if name not in OF_A_RUN
    ]


def are_current(pages: Path, source: str) -> bool:
    """Whether the pages in this folder were made from this, and are as they were made."""
    try:
        kept = json.loads((pages / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(kept == {"source": source, "pages": _pages(pages)})


def note(pages: Path, source: str, mode: int) -> None:
    """The pages in this folder are whole, and made from this."""
    text = json.dumps({"source": source, "pages": _pages(pages)}, indent=1)
    write_atomically(pages / FILE, text.encode(), mode=mode)


def _pages(pages: Path) -> str:
    return digest([*pages.glob("*.html"), *(pages / name for name in RECEIPTS)], pages)


@cache
def _kit() -> list[str]:
    files = (path for folder in CODE for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return [digest(files, PACKAGES_ROOT.parent), *(f"{package} {version(package)}" for package in PACKAGES)]
