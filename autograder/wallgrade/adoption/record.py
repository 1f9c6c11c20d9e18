"""What `wallgrade add` did to a course, kept in the course, so that it can be undone whenever and by whomever."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from wallgrade.course import PRIVATE, Course
from wallgrade.files import GROUP_FILE, write_atomically

FILE = "added.json"


@dataclass
class Added:
    """One lesson: `files` are the digests of its masters as they were brought, by path; `finished` once it is added."""

    files: dict[str, str]
    finished: bool = False


@dataclass
class Record:
    """All lessons by name, and which files and folders of the course were not there before the first of them."""

    made: list[str] = field(default_factory=list)
    lessons: dict[str, Added] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Path) -> Record:
        """The course's record; an empty one when it has none."""
        file = root / PRIVATE / FILE
        if not file.is_file():
            return cls()
        data = json.loads(file.read_text(encoding="utf-8"))
        return cls(data["made"], {name: Added(**lesson) for name, lesson in data["lessons"].items()})

    def write(self, course: Course) -> None:
        """Keep it in the course's private folder, which must be there."""
        mode = GROUP_FILE if course.shared else 0o600
        write_atomically(course.root / PRIVATE / FILE, json.dumps(asdict(self), indent=1).encode(), mode=mode)

    def unfinished(self) -> list[str]:
        """The lessons whose adding was cut off."""
        return [name for name, lesson in self.lessons.items() if not lesson.finished]
