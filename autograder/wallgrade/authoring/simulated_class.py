"""A simulated class: who is in it and what each of them wrote, read from a lesson's `class.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from wallgrade.authoring.catalogue import load_catalogue

UNTOUCHED = "untouched"
CLASS_FILE = "class.toml"


class ClassError(ValueError):
    """The class file is wrong; the message names file, student and field."""


@dataclass(frozen=True)
class SimulatedStudent:
    """`cells` are the texts of their solution cells by item; an item not named is left as released."""

    id: str
    about: str
    cells: dict[str, str]


@dataclass(frozen=True)
class SimulatedClass:
    """The students in the file's order, and what to set in the environment when the lesson's data is missing."""

    students: tuple[SimulatedStudent, ...]
    without_data: dict[str, str]


def load_class(folder: Path, reference: dict[str, str]) -> SimulatedClass:
    """Read `class.toml` in a lesson's catalogue folder; whatever a student's entry does not name is the reference.

    In an entry's `cells`, "untouched" leaves the stub, "correct:ID" and "wrong:ID" take the catalogue's text,
    and anything else is the cell's text itself. `untouched = true` leaves every cell as released.
    """
    file = folder / CLASS_FILE
    catalogue = {(entry.item, f"{entry.kind}:{entry.id}"): entry.source for entry in load_catalogue(folder).entries}
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ClassError(f"{file.name} cannot be read: {error}") from None
    students = []
    for entry in data.get("student", []):
        if not {"id", "about"} <= entry.keys() <= {"id", "about", "untouched", "cells"}:
            raise ClassError(f"{file.name}: a student needs id and about, and may have untouched or cells: {entry}")
        cells = {} if entry.get("untouched") else dict(reference)
        for item, text in entry.get("cells", {}).items():
            if item not in reference:
                raise ClassError(f"{file.name}: {entry['id']}: there is no item called {item}")
            if text == UNTOUCHED:
                cells.pop(item, None)
            elif text.startswith(("correct:", "wrong:")):
                if (item, text) not in catalogue:
                    raise ClassError(f"{file.name}: {entry['id']}: the catalogue of {item} has no entry {text}")
                cells[item] = catalogue[item, text]
            else:
                cells[item] = text
        students.append(SimulatedStudent(entry["id"], entry["about"], cells))
    return SimulatedClass(tuple(students), dict(data.get("without_data", {})))
