"""`wallgrade add`: a lesson of the kit comes into a course that exists already, wholly or not at all."""

from __future__ import annotations

import os
import re
import shutil
from importlib import metadata
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from wallgrade.adoption import messages
from wallgrade.adoption.config_block import END, LINES, START, with_block
from wallgrade.adoption.place import CONFIG, AdoptionRefused, Place, configured, digests
from wallgrade.adoption.record import Added, Record
from wallgrade.adoption.remove import LOG, Say, changed_files, students_of, take_out
from wallgrade.authoring.course_copy import NOT_MASTERS
from wallgrade.authoring.nbgrader_command import run_nbgrader
from wallgrade.authoring.packaged import packaged
from wallgrade.autograde.lock import sole_grader
from wallgrade.course import PRIVATE
from wallgrade.files import GROUP_FILE, replace_folder, rewrite, write_atomically
from wallgrade.gradebook.assignment import file_of, students_with_work

NAME = re.compile(r"\w([\w. -]*\w)?", re.ASCII)


def add_lesson(root: Path, lesson: str, name: str, say: Say, *, dry_run: bool = False) -> None:
    """Add the kit's `lesson` to the course in `root` as the assignment `name`.

    AdoptionRefused, before anything is written, where it cannot be done; if it fails later, all is put back.
    """
    kit = packaged()
    if lesson not in kit.lessons():
        lessons = ", ".join(kit.lessons()) or messages.NONE
        raise AdoptionRefused(messages.NO_SUCH_LESSON.format(lesson=lesson, lessons=lessons))
    if not NAME.fullmatch(name):
        raise AdoptionRefused(messages.BAD_NAME.format(name=name))
    knows_us = configured(root)
    place, record = Place(root, name), Record.read(root)
    _must_fit(place)
    if not dry_run and record.unfinished():
        for cut_off in record.unfinished():
            say(_clear_up(Place(root, cut_off), record))
        knows_us, record = configured(root), Record.read(root)
    _nothing_in_the_way(place)
    _show_plan(place, lesson, say, knows_us=knows_us)
    if dry_run:
        say(messages.DRY_RUN)
        return
    if not record.lessons:
        record.made = _absent(place)
    with sole_grader(place.course.private_folder(), 0, shared=place.course.shared):
        try:
            _add(place, record, lesson)
        except BaseException as error:
            reason = str(error) or type(error).__name__
            _put_back(place, record, reason)
            if isinstance(error, Exception):
                raise AdoptionRefused(messages.UNDONE.format(reason=reason)) from None
            raise
    word = f"'{name}'" if " " in name else name
    say(messages.ADDED.format(name=name, word=word, release=place.shown(place.released)))
    if missing := _missing_packages(place.masters):
        say(messages.MISSING_PACKAGES.format(packages=", ".join(missing), file=place.masters / "README.md"))


def _must_fit(place: Place) -> None:
    """The configuration must describe a course of the usual structure in this folder."""
    directory = place.directory
    if Path(directory.root).resolve() != place.root.resolve():
        raise AdoptionRefused(messages.OTHER_ROOT.format(file=place.config, root=directory.root))
    structure = directory.format_path(directory.source_directory, ".", place.name)
    if Path(structure).resolve() != place.masters.resolve():
        raise AdoptionRefused(messages.OTHER_STRUCTURE.format(structure=directory.directory_structure))


def _nothing_in_the_way(place: Place) -> None:
    things = [place.shown(path) for path in (*place.definition, *place.of_students()) if os.path.lexists(path)]
    if students_with_work(place.directory.db_url, place.name) is not None:
        things.append(messages.GRADEBOOK_ROW.format(name=place.name))
    if things:
        raise AdoptionRefused(messages.IN_THE_WAY.format(things=", ".join(things)))


def _show_plan(place: Place, lesson: str, say: Say, *, knows_us: bool) -> None:
    kit = packaged()
    say(messages.ADDING.format(lesson=lesson, name=place.name, root=place.root))
    files = digests(kit.lesson(lesson).root, kit.quiz_file(lesson))
    say("  " + messages.PLAN_MASTERS.format(path=place.shown(place.masters), count=len(files.keys() - {"quiz"})))
    if "quiz" in files:
        say("  " + messages.PLAN_QUIZ.format(path=place.shown(place.quiz)))
    say("  " + (messages.PLAN_CONFIG_STAYS if knows_us else messages.PLAN_CONFIG))
    for line in () if knows_us else (START, *LINES, END):
        say(f"      {line}")
    say("  " + messages.PLAN_GENERATE.format(path=place.shown(place.released), name=place.name))
    say("  " + messages.PLAN_PRIVATE)


def _absent(place: Place) -> list[str]:
    """What will be made beside the lesson itself, deepest first."""
    gradebook = file_of(place.directory.db_url)
    paths = [path.parent for path in place.definition] + [place.root / LOG, place.root / PRIVATE]
    paths += [gradebook] if gradebook is not None else []
    ours = (path.relative_to(place.root) for path in paths if path.is_relative_to(place.root) and not path.exists())
    return sorted({str(path) for path in ours}, reverse=True)


def _add(place: Place, record: Record, lesson: str) -> None:
    kit = packaged()
    masters, quiz = kit.lesson(lesson).root, kit.quiz_file(lesson)
    record.lessons[place.name] = Added(digests(masters, quiz))
    record.write(place.course)
    replace_folder(masters, place.masters, shared=place.course.shared, ignore=shutil.ignore_patterns(*NOT_MASTERS))
    if quiz.is_file():
        place.quiz.parent.mkdir(exist_ok=True)
        mode = GROUP_FILE if place.course.shared else None
        write_atomically(place.quiz, quiz.read_bytes(), mode=mode, replace=False)
    if not configured(place.root):
        rewrite(place.config, with_block(place.config.read_bytes()))
        if not configured(place.root):
            raise AdoptionRefused(messages.NOT_EFFECTIVE.format(file=CONFIG))
    run_nbgrader(place.root, "generate_assignment", place.name)
    if not list(place.released.glob("*.ipynb")):
        raise AdoptionRefused(messages.NOTHING_RELEASED.format(name=place.name))
    record.lessons[place.name].finished = True
    record.write(place.course)


def _put_back(place: Place, record: Record, reason: str) -> None:
    try:
        take_out(place, record, grades=True, private=PRIVATE in record.made)
    except (OSError, SQLAlchemyError) as error:
        raise AdoptionRefused(messages.UNDO_FAILED.format(reason=reason, error=error, name=place.name)) from None


def _clear_up(place: Place, record: Record) -> str:
    """Undo an `add` that was killed; if somebody has worked on it since, it counts as added."""
    if changed_files(place, record) or students_of(place):
        record.lessons[place.name].finished = True
        record.write(place.course)
        return messages.KEPT_OTHERS.format(name=place.name)
    with sole_grader(place.course.private_folder(), 0, shared=place.course.shared):
        take_out(place, record, grades=True, private=PRIVATE in record.made)
    return messages.FINISHED_OTHERS.format(name=place.name)


def _missing_packages(masters: Path) -> list[str]:
    """What the lesson's requirements name and this environment does not have."""
    file = masters / "requirements.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    names = [found[0] for line in lines if (found := re.match(r"[\w.-]+", line))]
    installed = {re.sub(r"[-_.]+", "-", one.name).lower() for one in metadata.distributions()}
    return [name for name in names if re.sub(r"[-_.]+", "-", name).lower() not in installed]
