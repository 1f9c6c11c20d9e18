"""Finding a course's folders by nbgrader's patterns, whatever characters the course's path and the names hold."""

from __future__ import annotations

import glob
import os
import unicodedata
from typing import Any

ODD = {"Cc", "Cs", "Zl", "Zp"}  # control characters, what is no text, line and paragraph separators
ODD_NAME = (
    "{folder}: a folder's name with a line break, a control character or bytes that are no text cannot be a student's "
    "id, so it was left out. Rename it and run the same command again. The other submissions are not affected."
)
NO_NOTEBOOKS = "No notebooks were matched by '%s'"


def matching_folders(directory: Any, step: str) -> list[str]:
    """The folders of nbgrader's `--student` and `--assignment` in this step.

    Only `--student` is a pattern, and not if there is a student of just that name.
    """
    student, assignment = directory.student_id, directory.assignment_id
    literal = directory.format_path(step, student, assignment)
    if os.path.isdir(literal):
        return [literal]
    pattern = directory.format_path(step, student, glob.escape(assignment))
    root = os.path.join(directory.root, "")
    if pattern.startswith(root):
        pattern = glob.escape(root) + pattern.removeprefix(root)
    return sorted(glob.glob(pattern))


def without_odd_names(converter: Any, folders: list[str]) -> list[str]:
    """The folders whose names can be ids; each of the others costs a sentence in the converter's log."""
    odd = [folder for folder in folders if any(unicodedata.category(character) in ODD for character in folder)]
    for folder in odd:
        converter.log.error(ODD_NAME.format(folder=ascii(folder)))
    return [folder for folder in folders if folder not in odd]


def notebooks_by_folder(converter: Any, folders: list[str]) -> dict[str, list[str]]:
    """What nbgrader's converters go through: the notebooks of each folder that has any."""
    pattern = f"{converter.coursedir.notebook_id}.ipynb"
    found = {folder: sorted(glob.glob(os.path.join(glob.escape(folder), pattern))) for folder in folders}
    for folder, notebooks in found.items():
        if not notebooks:
            converter.log.warning(NO_NOTEBOOKS, os.path.join(folder, pattern))
    return {folder: notebooks for folder, notebooks in found.items() if notebooks}
