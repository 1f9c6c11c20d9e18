"""A course with every entry of the corpus as a student, graded once by the real `nbgrader autograde`."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from corpus.canaries import TOKEN_VARIABLE, Canaries, mounts, segments
from corpus.entry import FULL, SOFTMAX, Entry, code_cell
from support.course import CourseMaker
from support.lesson import PROJECT
from wallgrade.authoring.make_submission import reference_cells, write_submission
from wallgrade.authoring.nbgrader_command import run_nbgrader
from wallgrade.gradebook.scores import ItemScore, course_directory, course_grades

# sorted before, between and after the entries
CONTROLS = ("000-control", "m-control", "zzz-control")
SUPERVISE = Path(__file__).with_name("supervise.py")
# far less than in earnest, so that what runs into a limit does so soon
LIMITS = """
c.Sandbox.call_seconds = {call}
c.Sandbox.cell_seconds = {cell}
c.Sandbox.cells_seconds = {cells}
c.Sandbox.submission_seconds = {submission}
c.Sandbox.memory = {memory} << 20
c.Sandbox.threads = 32
c.Sandbox.scratch = 32 << 20
c.Sandbox.file_size = 16 << 20
c.Sandbox.output = 8 << 20
"""


@dataclass
class Run:
    """What a run left: scores, words, files, and the host."""

    lesson: str
    course: Path
    canaries: Canaries
    status: int
    log: str
    seconds: float
    left_running: dict[str, str]
    grades: dict[str, dict[str, ItemScore]]
    comments: dict[str, str]
    submitted_before: dict[str, str]
    mounts_before: str
    segments_before: list[str]
    disk_before: int
    entries: Mapping[str, Entry] = field(default_factory=dict)

    def words(self, student: str) -> str:
        """All that is told about this submission: its graded notebooks, its comments, and its lines of the log."""
        log = [line for line in self.log.splitlines() if f" {student}: " in line]
        graded = self.course / "autograded" / student
        texts = [json.dumps(json.loads(path.read_text()), ensure_ascii=False) for path in graded.rglob("*.ipynb")]
        return "\n".join([*texts, self.comments.get(student, ""), *log])


def prepare(
    root: Path, lesson: str, make_course: CourseMaker, seconds: tuple[float, float, float, float], memory: int
) -> None:
    """The course's folder: masters, quiz, release, configuration with short limits."""
    if lesson == SOFTMAX:
        skip = shutil.ignore_patterns("__pycache__", "data", "wallquiz")
        shutil.copytree(PROJECT / "source", root / "source", ignore=skip)
        shutil.copytree(PROJECT / "quizzes", root / "quizzes", ignore=skip)
        shutil.copy(PROJECT / "nbgrader_config.py", root)
        run_nbgrader(root, "generate_assignment", lesson, "--force")
    else:
        make_course(root)
    call, cell, cells, submission = seconds
    with (root / "nbgrader_config.py").open("a") as config:
        config.write(LIMITS.format(call=call, cell=cell, cells=cells, submission=submission, memory=memory))


def hand_in(course: Path, entry: Entry, canaries: Canaries) -> Path:
    """Write the entry's submission."""
    release, folder = course / "release" / entry.lesson, course / "submitted" / entry.id / entry.lesson
    shutil.rmtree(folder.parent, ignore_errors=True)
    cells = {name: canaries.fill(text) for name, text in entry.cells.items()}
    start = reference_cells(course / "source" / entry.lesson) if entry.right else {}
    write_submission(release, folder, start | cells)
    path = folder / entry.notebook
    if entry.extra or entry.edit:
        notebook: dict[str, Any] = json.loads(path.read_text())
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
        if entry.extra:
            notebook["cells"].append(code_cell(canaries.fill(entry.extra)))
        if entry.edit:
            entry.edit(notebook)
        path.write_text(json.dumps(notebook))
    if entry.raw:
        entry.raw(folder, canaries.fill)
    return folder


def hand_in_right(course: Path, lesson: str, student: str) -> Path:
    """A submission with the reference solution."""
    folder = course / "submitted" / student / lesson
    shutil.rmtree(folder.parent, ignore_errors=True)
    write_submission(course / "release" / lesson, folder, reference_cells(course / "source" / lesson))
    return folder


def grade(root: Path, lesson: str, entries: Iterable[Entry], minutes: float) -> Run:
    """Hand everything in, grade it once, and look at what is there afterwards."""
    chosen = {entry.id: entry for entry in entries}
    course, home, temporary = root / "course", root / "home", root / "tmp"
    home.mkdir()
    temporary.mkdir()
    neighbour = hand_in_right(course, lesson, CONTROLS[1]) / FILE[lesson]
    for student in (CONTROLS[0], CONTROLS[2]):
        hand_in_right(course, lesson, student)
    data = os.environ.get("FASHION_MNIST_ROOT", "")
    canaries = Canaries(course, home, temporary, neighbour, data if Path(data).is_dir() else str(root))
    environment = os.environ | {
        "HOME": str(home), "TMPDIR": str(temporary), TOKEN_VARIABLE: canaries.secret,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    }  # fmt: skip
    again = [entry.id for entry in chosen.values() if entry.resubmits]
    if again:  # they had full marks before
        for student in again:
            hand_in_right(course, lesson, student)
        _supervised(root, lesson, environment, 60 * minutes)
        _must_be_full(course, lesson, again)
    for entry in chosen.values():
        hand_in(course, entry, canaries)
    before = fingerprints(course / "submitted"), mounts(), segments(), size_of(root)
    report, log = _supervised(root, lesson, environment, 60 * minutes)
    grades = {
        student: {grade.item: grade for grade in row}
        for student, row in course_grades(course_directory(course), lesson).by_student.items()
    }
    return Run(lesson, course, canaries, report["status"], log, report["seconds"], report["left"], grades,
               comments_of(course, lesson), *before, chosen)  # fmt: skip


FILE = {lesson: Entry("x", "", "", lesson=lesson).notebook for lesson in FULL}


def _supervised(root: Path, lesson: str, environment: dict[str, str], seconds: float) -> tuple[dict[str, Any], str]:
    command = [sys.executable, "-m", "nbgrader", "autograde", lesson, "--force"]
    with (root / "log").open("wb") as log:
        subprocess.run(
            [sys.executable, str(SUPERVISE), str(root / "report.json"), str(seconds), *command],
            cwd=root / "course", env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            timeout=seconds + 60, check=False,
        )  # fmt: skip
    text = (root / "log").read_text(errors="replace")
    return json.loads((root / "report.json").read_text()), text


def _must_be_full(course: Path, lesson: str, students: Iterable[str]) -> None:
    grades = course_grades(course_directory(course), lesson).by_student
    for student in students:
        assert {grade.item: grade.score for grade in grades[student]} == FULL[lesson], student


def comments_of(course: Path, lesson: str) -> dict[str, str]:
    """What the gradebook's comments say, by student."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: "\n".join(
                comment.comment or "" for notebook in submission.notebooks for comment in notebook.comments
            )
            for submission in gradebook.assignment_submissions(lesson)
        }


def fingerprints(folder: Path) -> dict[str, str]:
    """What every path below the folder is: kind and contents."""
    return dict(_fingerprints(folder))


def _fingerprints(folder: Path) -> Iterator[tuple[str, str]]:
    for directory, folders, names in os.walk(folder):
        for name in folders + names:
            path = Path(directory) / name
            if path.is_symlink():
                yield str(path), f"link to {os.readlink(path)}"
            elif path.is_file():
                yield str(path), hashlib.sha256(path.read_bytes()).hexdigest()
            else:
                yield str(path), f"mode {path.lstat().st_mode:o}"


def size_of(folder: Path) -> int:
    """Bytes on disk below the folder."""
    total = 0
    for directory, _, names in os.walk(folder):
        total += sum((Path(directory) / name).lstat().st_blocks * 512 for name in names)
    return total
