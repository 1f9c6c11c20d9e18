"""Which student of the gradebook a learning-management system means."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from wallgrade.gradebook.scores import Student
from wallgrade.lms import messages
from wallgrade.lms.table import NoTable, read_table
from wallgrade.lms.upload import Upload

# headers of a file of one's own, of Moodle's grading worksheet, of Canvas' exported gradebook
NUMBERS = ("lms", "identifier", "id")
STUDENTS = ("student_id", "username", "sis login id", "sis user id", "email", "email address")
PARTICIPANT = "participant "


class People:
    """The students of the gradebook, and the file that maps an LMS's numbers to them, if there is one."""

    def __init__(self, students: Iterable[Student], mapping: Path | None = None) -> None:
        self.students = tuple(students)
        self.mapped = self._mapping(mapping) if mapping else {}

    def find(self, upload: Upload) -> Student | None:
        """The one student that is meant: by the file, else by `lms_user_id`, else by name; None unless it is one."""
        number = upload.number
        if number in self.mapped:
            return self.mapped[number]
        return self._one(lambda person: person.lms_user_id == number) or self._one(
            lambda person: _letters(upload.name) in _names(person)
        )

    def _mapping(self, file: Path) -> dict[str, Student | None]:
        lines = read_table(file)
        found = list(lines[0].fields) if lines else []
        if not set(found) & set(NUMBERS) or not set(found) & set(STUDENTS):
            about = {"key": NUMBERS[0], "others": ", ".join(STUDENTS), "found": ", ".join(found)}
            raise NoTable(messages.NO_COLUMNS.format(file=file, **about))
        return {
            line.first(*NUMBERS).casefold().removeprefix(PARTICIPANT): self._meant(line.fields.get)
            for line in lines
            if line.first(*NUMBERS)
        }

    def _meant(self, field: Callable[[str], str | None]) -> Student | None:
        """The student by the first column that has exactly one."""
        known = [value for column in STUDENTS if (value := field(column))]
        for value in known:
            exact = self._one(lambda person, value=value: person.id == value)  # type: ignore[misc]
            address = self._one(lambda person, value=value: person.email.casefold() == value.casefold())  # type: ignore[misc]
            if exact or address:
                return exact or address
        return None

    def _one(self, fits: Callable[[Student], bool]) -> Student | None:
        found = [person for person in self.students if fits(person)]
        return found[0] if len(found) == 1 else None


def _names(person: Student) -> set[str]:
    first, last = _letters(person.first_name), _letters(person.last_name)
    return {first + last, last + first} - {""}


def _letters(name: str) -> str:
    """What both systems leave of a name: Moodle drops apostrophes and the like, Canvas all but letters and digits."""
    return "".join(letter for letter in unicodedata.normalize("NFC", name).casefold() if letter.isalnum())
