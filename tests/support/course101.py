"""Courses that exist already, made by nbgrader's quickstart; and what is in a course, file by file and row by row."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from sqlalchemy import MetaData, create_engine, select

from wallgrade.authoring.nbgrader_command import run_nbgrader

Rows = dict[str, list[str]]


def quickstart(root: Path) -> Path:
    """nbgrader's own example course, in a folder of this name."""
    run_nbgrader(root.parent, "quickstart", root.name)
    return root


def files_in(root: Path) -> dict[str, tuple[str, int]]:
    """Digest and mode of every file in a course, but for the gradebook (see `rows_in`) and nbgrader's log."""
    return {
        str(path.relative_to(root)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mode)
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name not in {"gradebook.db", ".nbgrader.log"}
    }


def rows_in(root: Path) -> Rows:
    """Every row of every table of the course's gradebook, with the keys that nbgrader drew."""
    engine = create_engine(f"sqlite:///{root / 'gradebook.db'}")
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        rows = {name: sorted(map(repr, connection.execute(select(table)))) for name, table in metadata.tables.items()}
    engine.dispose()
    return rows


def hand_in_released(root: Path, student: str, assignment: str) -> Path:
    """Hand in an assignment as it was released; the folder."""
    folder = root / "submitted" / student / assignment
    shutil.copytree(root / "release" / assignment, folder)
    return folder
