"""Whose file it is, by the names that Moodle and Canvas give in "download all submissions".

Read in their sources, not tried: moodle/moodle, mod/assign/classes/downloader.php, and instructure/canvas-lms,
lib/content_zipper.rb (as of 2025).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

# Moodle: a folder for each student, or with "download in folders" off everything in the name of the file
MOODLE_FOLDER = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_[a-z]+_?")
MOODLE_FILE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_[a-z]+_(?P<file>.+)")
# Canvas: sortable name without anything but letters and digits, user's number, number of the file
CANVAS_FILE = re.compile(r"(?P<name>[^_].*?)(?P<late>_LATE)?_(?P<number>\d+)_\d+_(?P<file>.+)")
CANVAS_TEXT = re.compile(r"(?P<name>[^_].*?)(?P<late>_LATE)?_(?P<number>\d+)_(?P<file>(text|link)\.html)")


@dataclass(frozen=True)
class Upload:
    """One file of a download: the student's name and number there, and where it belongs in the submission."""

    name: str
    number: str
    file: PurePosixPath
    late: bool = False

    @property
    def who(self) -> str:
        """The student as the system names them."""
        return f"{self.name} ({self.number})"


def upload_of(path: Path) -> Upload | None:
    """What the path below the unpacked download says; None when neither system names files like this."""
    for place, part in enumerate(path.parts[:-1]):
        if found := MOODLE_FOLDER.fullmatch(part):
            return Upload(found["name"], found["number"], PurePosixPath(*path.parts[place + 1 :]))
    for pattern in (MOODLE_FILE, CANVAS_FILE, CANVAS_TEXT):
        if found := pattern.fullmatch(path.name):
            late = bool(found.groupdict().get("late"))
            return Upload(found["name"], found["number"], PurePosixPath(found["file"]), late)
    return None
