"""What nbgrader's exchange needs beside the feedback pages so that their student, and nobody else, can fetch them.

`nbgrader release_feedback` opens two files beside every page, and stops for the whole class where one is missing:
`timestamp.txt`, which it only repeats in its log, and `submission_secret.txt`, from which, with the page's name,
it makes the name under which `nbgrader fetch_feedback` looks for it, by the name that the notebook was handed in with.
"""

from __future__ import annotations

import hashlib
import hmac
import shutil
from datetime import UTC, datetime
from pathlib import Path

from lessoncheck.failures import GraderFault
from wallgrade.course import Course
from wallgrade.submission.reader import TIMESTAMP, read_submission

SECRET = "submission_secret.txt"
RECEIPTS = (TIMESTAMP, SECRET)
LARGEST = 1_000  # bytes; a date, or a secret of 128 letters


def add_receipts(course: Course, assignment: str, student: str, handed_in: Path, pages: Path) -> bool:
    """Put both files into `pages`: the exchange's own, else made here; whether the student can fetch the pages.

    Without the exchange's secret nobody can fetch them. The secret made here only keeps the others from being stopped;
    like the exchange's it must not be guessed, or somebody else could.
    """
    pages.mkdir(parents=True, exist_ok=True)
    time = datetime.fromtimestamp(_newest(handed_in), UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    known = {name: _text(handed_in / name) or _text(pages / name) for name in RECEIPTS}
    made_here = hmac.new(course.secret(), f"feedback of {student} on {assignment}".encode(), hashlib.sha256).hexdigest()
    for name, text in ((TIMESTAMP, known[TIMESTAMP] or time), (SECRET, known[SECRET] or made_here)):
        (pages / name).unlink(missing_ok=True)  # a link or something unreadable, perhaps
        (pages / name).write_text(text, encoding="utf-8")
    return known[SECRET] not in ("", made_here)


def add_pages_under_handed_in_names(
    course: Course, assignment: str, student: str, handed_in: Path, pages: Path
) -> None:
    """A notebook handed in as `ps1 (1).ipynb` and graded as `ps1.ipynb` gets its page under the first name as well."""
    ready = {page.stem for page in pages.glob("*.html")}
    if all(path.stem in ready for path in handed_in.glob("*.ipynb")):
        return
    try:
        received = read_submission(course, assignment, handed_in, student).notebooks
    except GraderFault:  # no release any more
        return
    for notebook in received:
        stem, suffix = Path(notebook.file).stem, Path(notebook.file).suffix
        page = pages / f"{notebook.name}.html"
        if suffix == ".ipynb" and stem not in ready and page.is_file():
            shutil.copyfile(page, pages / f"{stem}.html")


def _text(path: Path) -> str:
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
            return ""
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _newest(folder: Path) -> float:
    times = [path.lstat().st_mtime for path in folder.iterdir()] if folder.is_dir() else []
    return max(times, default=datetime.now(UTC).timestamp())
