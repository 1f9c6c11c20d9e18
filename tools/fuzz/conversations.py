"""What the student's side really says to each request of a check, computed in this process and kept."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from typing import Any

from fuzz.running import PROJECT
from lessoncheck.cell_execution import Namespace, run_cells
from lessoncheck.cells import Cell, student_cells
from lessoncheck.driver_api import perform
from lessoncheck.protocol import Plain, encode
from lessoncheck.student import Helpers
from wallgrade.authoring.catalogue import load_catalogue
from wallgrade.authoring.make_submission import fill_in, reference_cells
from wallgrade.course import Course

LESSON = "softmax_regression"
COURSE = Course(PROJECT)
FOLDER = COURSE.lesson(LESSON)
NOTEBOOK = "03_softmax_from_scratch"
SECRET = b"fuzz"
REFERENCE = reference_cells(FOLDER.root)
CATALOGUE = load_catalogue(PROJECT / "catalogue" / LESSON)
MOST_KEPT = 4_000
_kept: dict[tuple[str, str, bytes], list[Plain]] = {}


@cache
def program(item: str, entry: str) -> tuple[Cell, ...]:
    """The reference with this entry of the catalogue in the item's cell; "" for the reference itself."""
    sources = {f"{one.kind}: {one.id}": one.source for one in CATALOGUE.of(item)}
    cells = REFERENCE | ({item: sources[entry]} if entry else {})
    return tuple(student_cells(fill_in(COURSE.masters(LESSON)[NOTEBOOK], cells)))


def entries(item: str) -> list[str]:
    """The names of the item's programs, the right ones first."""
    return ["", *(f"{one.kind}: {one.id}" for kind in ("correct", "wrong") for one in CATALOGUE.of(item, kind))]


def real_messages(item: str, entry: str, request: dict[str, Plain], helpers: Helpers) -> list[Plain]:
    """The questions that this program's process asks in this call, and its reply. Not to be changed."""
    key = item, entry, hashlib.sha256(encode(request)).digest()
    if key not in _kept:
        if len(_kept) > MOST_KEPT:
            _kept.clear()
        _kept[key] = _performed(_namespace(item, entry), request, helpers)
    return _kept[key]


def _performed(namespace: Namespace, request: dict[str, Plain], helpers: Helpers) -> list[Plain]:
    said: list[Plain] = []

    def ask(name: str, arguments: dict[str, Plain]) -> Plain:
        said.append({"ask": name, "arguments": arguments})
        return helpers[name](**arguments)

    with FOLDER.on_path():
        said.append(perform(FOLDER.drivers(), namespace, request, ask, _preloaded()))
    return said


@lru_cache(maxsize=50)
def _namespace(item: str, entry: str) -> Namespace:
    with FOLDER.on_path():
        return run_cells(program(item, entry))


@cache
def _preloaded() -> dict[str, Any]:
    return FOLDER.preload(SECRET)
