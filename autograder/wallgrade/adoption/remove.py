"""`wallgrade remove`: a lesson leaves a course, which is then as it was before. So does one whose `add` failed."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from wallgrade.adoption import messages
from wallgrade.adoption.config_block import has_block, without_block
from wallgrade.adoption.place import AdoptionRefused, Place, configured, digests
from wallgrade.adoption.record import FILE, Record
from wallgrade.authoring.packaged import packaged
from wallgrade.autograde.lock import sole_grader
from wallgrade.course import PRIVATE
from wallgrade.files import left_beside, rewrite
from wallgrade.gradebook.assignment import file_of, is_empty, remove_assignment, students_with_work

LOG = ".nbgrader.log"
Say = Callable[[str], None]


def remove_lesson(root: Path, name: str, say: Say, *, grades: bool | None, force: bool, dry_run: bool = False) -> None:
    """Take a lesson out of the course in `root`; AdoptionRefused, with nothing changed, where work would be lost.

    `grades`: whether what was handed in and graded goes too (True), stays (False), or nothing happens if there is any
    (None). `force`: also masters that are not as the kit brought them.
    """
    configured(root)
    place, record = Place(root, name), Record.read(root)
    _must_be_removable(place, record, grades=grades, force=force)
    say(messages.REMOVING.format(name=name, root=root))
    for line in _plan(place, record, grades=grades):
        say(f"  {line}")
    if dry_run:
        say(messages.DRY_RUN)
        return
    with sole_grader(place.course.private_folder(), 0, shared=place.course.shared):
        take_out(place, record, grades=grades is not False, private=grades is not False)
    say(messages.REMOVED.format(name=name))
    if grades is False:
        say(messages.GRADES_STAY)
    if not others(place, record) and configured(root):
        say(messages.STILL_CONFIGURED)


def _must_be_removable(place: Place, record: Record, *, grades: bool | None, force: bool) -> None:
    name = place.name
    if name not in record.lessons and not place.course.is_lesson(name):
        lessons = ", ".join(place.course.lessons()) or messages.NONE
        raise AdoptionRefused(messages.NOT_OURS.format(name=name, lessons=lessons))
    if not force and (changed := changed_files(place, record)):
        raise AdoptionRefused(messages.CHANGED.format(name=name, files=", ".join(changed)))
    if grades is None and (students := students_of(place)):
        count = messages.STUDENTS[len(students) == 1].format(count=len(students))
        raise AdoptionRefused(messages.HANDED_IN.format(name=name, count=count))


def changed_files(place: Place, record: Record) -> list[str]:
    """The masters that the kit did not bring as they are now, whatever the lesson is called by now."""
    kit = packaged()
    brought = [lesson.files for lesson in record.lessons.values()]
    brought += [digests(kit.lesson(lesson).root, kit.quiz_file(lesson)) for lesson in kit.lessons()]
    return [
        place.shown(place.quiz if file == "quiz" else place.masters / file)
        for file, digest in digests(place.masters, place.quiz).items()
        if all(files.get(file) != digest for files in brought)
    ]


def students_of(place: Place) -> set[str]:
    """Who handed something in, or has a grade."""
    known = students_with_work(place.directory.db_url, place.name) or set()
    return known | {path.parent.name for path in place.of_students() if path.parent.name != "reports"}


def others(place: Place, record: Record) -> set[str]:
    """The other lessons of this kit in the course."""
    return {*place.course.lessons(), *record.lessons} - {place.name}


def _plan(place: Place, record: Record, *, grades: bool | None) -> Iterable[str]:
    gone = [path for path in place.definition if path.exists()] + (place.of_students() if grades is not False else [])
    yield from map(place.shown, gone)
    if grades is not False and students_with_work(place.directory.db_url, place.name) is not None:
        yield messages.PLAN_ROWS.format(name=place.name)
    if not others(place, record):
        if has_block(place.config.read_bytes()):
            yield messages.PLAN_BLOCK
        if grades is not False:
            yield PRIVATE


def take_out(place: Place, record: Record, *, grades: bool, private: bool) -> None:
    """Remove all that a lesson has in the course, each thing as a whole; what is gone already is no fault.

    With the last lesson the kit's own folder goes too if it is `private`. The record goes last, so that all this can
    be done again if it was cut off.
    """
    directory = place.directory
    if grades and students_with_work(directory.db_url, place.name) is not None:
        remove_assignment(directory.db_url, place.name)
    for path in place.definition:
        discard(path)
    for path in place.of_students() if grades else ():
        discard(path)
        with contextlib.suppress(OSError):  # not empty: there is other work of this student
            path.parent.rmdir()
    last = not others(place, record)
    if last and has_block(content := place.config.read_bytes()):
        rewrite(place.config, without_block(content))
    record.lessons.pop(place.name, None)
    if last:
        _give_back(place, record.made)
    if last and private:
        shutil.rmtree(place.root / PRIVATE)
    elif record.lessons:
        record.write(place.course)
    else:
        (place.root / PRIVATE / FILE).unlink(missing_ok=True)


def discard(path: Path) -> None:
    """Remove a file or folder, with what a copy that was cut off left beside it."""
    for aside in left_beside(path):
        shutil.rmtree(aside) if aside.is_dir() else aside.unlink()
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _give_back(place: Place, made: list[str]) -> None:
    """Remove what was not there before the first lesson came, unless it holds something else by now."""
    file = file_of(place.directory.db_url)
    for name in made:
        path = place.root / name
        if path == file:
            if path.exists() and is_empty(place.directory.db_url):
                path.unlink()
        elif path.is_dir():
            with contextlib.suppress(OSError):
                path.rmdir()
        elif name == LOG:
            path.unlink(missing_ok=True)
