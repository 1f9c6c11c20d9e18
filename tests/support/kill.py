"""Whether a course's gradebook and its autograded folders agree, whatever happened to the grader."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from nbgrader.converters.base import NbGraderException

from lessoncheck.cells import marker, read_notebook
from support.lesson import LINEAR
from support.recording import ALL, InProcessCourse
from wallgrade.autograde import converter

Points = Mapping[str, float | None]


def shown_points(folder: Path) -> dict[str, float]:
    """The points that the notebooks of an autograded folder show."""
    return {
        marker(cell)["grade_id"]: float(cell.outputs[-1].data["text/plain"])
        for path in sorted(folder.glob("*.ipynb"))
        for cell in read_notebook(path).cells
        if marker(cell).get("grade")
    }


def disagreements(course: InProcessCourse, students: list[str]) -> list[str]:
    """What is wrong with the gradebook or between it and the autograded folders; empty when all is well."""
    with sqlite3.connect(course.root / "gradebook.db") as database:
        state = database.execute("PRAGMA integrity_check").fetchone()[0]
    database.close()
    found = [] if state == "ok" else [f"gradebook: {state}"]
    for student in students:
        folder, stored = course.graded(student), course.points(student)
        if folder.exists():
            shown = shown_points(folder)
            if shown.keys() != stored.keys():
                found.append(f"{student}: the folder shows {sorted(shown)}")
            elif shown != stored:
                found.append(f"{student}: the folder shows {shown}, stored is {stored}")
    return found


def hand_in_a_class(course: InProcessCourse, number: int, version: int) -> dict[str, Points]:
    """Submissions that differ from student to student and from version to version; what each must get."""
    wanted: dict[str, Points] = {}
    for place in range(number):
        student = f"s{place}"
        words = {
            item: ("right", "half", "wrong")[(position + place + version) % 3] for position, item in enumerate(ALL)
        }
        folder = course.hand_in(student, words)
        (folder / "timestamp.txt").write_text(f"2026-01-{version + 1:02d} 10:00:00 UTC")
        worth = {"right": 1.0, "half": 0.5, "wrong": 0.0}
        wanted[student] = {item: worth[words[item]] * most for item, most in ALL.items()}
    return wanted


def fill_the_disk_again_and_again(root: Path) -> None:
    """Grade a class on a small file system with ever more room left, and then with enough (a script for a test)."""
    judge = converter.judge_for
    course, failures = InProcessCourse(root), 0
    for version in range(2):
        wanted = hand_in_a_class(course, 3, version)
        for room in range(0, 400_000, 9_000):
            balloon = root / "balloon"
            free = _free(root)
            balloon.write_bytes(b"\0" * max(free - room, 0))
            try:
                course.grade()
            except NbGraderException:
                failures += 1
            finally:
                balloon.unlink()
            assert not (wrong := disagreements(course, list(wanted))), (room, wrong)
        course.grade()
        assert {student: course.points(student) for student in wanted} == wanted
        assert not disagreements(course, list(wanted))
        assert sorted(path.name for path in (root / "autograded").rglob(LINEAR)) == [LINEAR] * 3
    assert judge is converter.judge_for
    print(f"{failures} runs failed on a full disk")
    assert failures > 10


def _free(root: Path) -> int:
    state = os.statvfs(root)
    return state.f_bavail * state.f_frsize
