"""Two ways to grade a case: with nbgrader, as a class is graded, or quickly in this process."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

from lessoncheck.cell_execution import run_cells
from lessoncheck.cells import Cell, grade_cells, read_notebook
from lessoncheck.failures import GraderFault
from lessoncheck.from_scratch import Allowed
from lessoncheck.results import CheckResult
from lessoncheck.student import LocalStudent, Student
from wallgrade.authoring import messages
from wallgrade.authoring.course_copy import copy_course
from wallgrade.authoring.make_submission import fill_in, write_submission
from wallgrade.authoring.nbgrader_command import run_nbgrader
from wallgrade.authoring.verify.cases import Case
from wallgrade.course import PRIVATE, Course
from wallgrade.gradebook.report_cell import read_graded_folder
from wallgrade.gradebook.scores import course_directory, course_grades
from wallgrade.judging.check_runner import CheckRunner, Observations
from wallgrade.judging.judge import Judge
from wallgrade.judging.task import GradingTask
from wallgrade.witnesses.witnesses import unexplained

Tick = Callable[[str], None]


@dataclass(frozen=True)
class ItemOutcome:
    """What one item got: points (None: left to a human) of `max_score`, and what its checks found, by check name.

    `gates` are those checks that give no points, and take all where they fail.
    """

    points: float | None
    max_score: float
    statuses: dict[str, str]
    misconceptions: frozenset[str]
    gates: frozenset[str] = frozenset()

    @property
    def full(self) -> bool:
        """Whether it got all points."""
        return self.points == self.max_score

    @property
    def lost(self) -> float:
        """Points that it did not get."""
        return self.max_score - (self.points or 0.0)

    @property
    def share(self) -> float:
        """Share of the item's points that it got."""
        return (self.points or 0.0) / self.max_score if self.max_score else 0.0

    @property
    def earned(self) -> frozenset[str]:
        """The checks that passed and give points."""
        return frozenset(check for check, status in self.statuses.items() if status == "passed") - self.gates


Outcome = dict[str, ItemOutcome]


def seeded_secret(seed: str) -> bytes:
    """A grader's secret made from a text, so that a verification can be repeated."""
    return hashlib.sha256(seed.encode()).digest()


def items_by_notebook(folder: Path) -> dict[str, tuple[str, ...]]:
    """Names of the notebooks in `folder` that have graded items, with their items in order."""
    found = {path.name: tuple(grade_cells(read_notebook(path))) for path in sorted(folder.glob("*.ipynb"))}
    return {name: items for name, items in found.items() if items}


def run_with_nbgrader(
    root: Path,
    assignment: str,
    cases: Sequence[Case],
    secret: bytes,
    jobs: int,
    skipped: frozenset[str],
    tick: Tick,
) -> dict[str, Outcome]:
    """Release, submissions, `nbgrader autograde` through our preprocessors and the sandbox; outcomes by case id.

    The cases are dealt to `jobs` graders, side by side, each with courses of its own. `skipped` items are judged for
    right code only.
    """
    wrong = [case for case in cases if case.kind == "wrong"]
    others = [case for case in cases if case.kind != "wrong"]
    with tempfile.TemporaryDirectory(prefix="wallgrade-verify-") as folder:
        first = Path(folder).resolve() / "course"
        first.mkdir()
        copy_course(root, assignment, first)
        (first / PRIVATE).mkdir()
        (first / PRIVATE / "secret").write_bytes(secret)
        run_nbgrader(first, "generate_assignment", assignment, "--force")

        def grade(number: int) -> dict[str, Outcome]:
            outcomes: dict[str, Outcome] = {}
            for kind, dealt, left_out in (("wrong", wrong, skipped), ("others", others, frozenset())):
                if share := dealt[number::jobs]:
                    course = first.with_name(f"{kind}-{number}")
                    shutil.copytree(first, course)
                    skip_items(course, left_out)
                    outcomes |= _grade_share(course, assignment, share, tick)
            return outcomes

        with ThreadPoolExecutor(jobs) as pool:
            return {case: outcome for share in pool.map(grade, range(jobs)) for case, outcome in share.items()}


def skip_items(course: Path, items: frozenset[str]) -> None:
    """Make a course's configuration leave these items to a human."""
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text() + f"\nget_config().JudgeNotebook.leave_out = {sorted(items)!r}\n")


def _grade_share(course: Path, assignment: str, cases: Sequence[Case], tick: Tick) -> dict[str, Outcome]:
    release = course / "release" / assignment
    for case in cases:
        folder = course / "submitted" / case.id / assignment
        write_submission(release, folder, case.cells)
        for name, items in items_by_notebook(release).items():
            if not set(items) & set(case.judged):
                (folder / name).unlink()

    def each_line(line: str) -> None:
        if "Setting destination file permissions" in line:
            tick("")

    run_nbgrader(course, "autograde", assignment, each_line=each_line)
    outcomes = {}
    for student, scores in course_grades(course_directory(course), assignment).by_student.items():
        reports = read_graded_folder(course / "autograded" / student / assignment).outcomes
        outcomes[student] = {
            score.item: _outcome(score.points, score.max_score, reports[score.item].results)
            for score in scores
            if score.item in reports and reports[score.item].results
        }
    return outcomes


class _ReadStudent(LocalStudent):
    """A local student whose program is read as in grading."""

    def __init__(self, run: Any, drivers: Any, answers: Any, preload: Any, cells: Sequence[Cell]) -> None:
        super().__init__(run, drivers, answers, preload)
        self._cells = cells

    def unexplained(self, function: str, allowed: Allowed) -> str:
        """What the program's text and all calls so far have outside of what is allowed."""
        return unexplained(self._cells, function, allowed, self.operators, incomplete=self.incomplete)


class InProcessCheckRunner(CheckRunner):
    """Judges in this process, with no wall: for code that we wrote ourselves."""

    @contextlib.contextmanager
    def students(self, task: GradingTask, seen: Observations) -> Iterator[Callable[[str], Student]]:
        """A student for each item, so that what one item called is not held against another; the program runs once."""
        with self.lesson.on_path():
            program = cache(partial(run_cells, task.cells))
            preload = partial(self.lesson.preload, self.secret)

            @cache
            def student_of(item: str) -> LocalStudent:
                return _ReadStudent(
                    program, self.lesson.drivers, lambda name: task.answers.get(name, ""), preload, task.cells
                )

            yield student_of


class InProcessJudge(Judge):
    """A judge with an InProcessCheckRunner."""

    @cached_property
    def check_runner(self) -> CheckRunner:
        """Who runs the checks."""
        return InProcessCheckRunner(self.lesson, self.limits, self.secret)


class InProcess:
    """Judges cases under one secret in this process, with no wall and no nbgrader."""

    def __init__(self, root: Path, assignment: str, secret: bytes) -> None:
        course = Course.from_directory(course_directory(root))
        release = course.released(assignment)
        if items_by_notebook(release) != items_by_notebook(course.lesson(assignment).root):
            raise GraderFault(messages.STALE_RELEASE.format(assignment=assignment))
        self._notebooks = [read_notebook(release / name) for name in items_by_notebook(release)]
        self._judge = InProcessJudge(course, assignment, secret=secret)

    def outcome(self, case: Case, items: frozenset[str]) -> Outcome:
        """What came of these items, as far as they count in this case."""
        found: Outcome = {}
        for notebook in self._notebooks:
            here = set(grade_cells(notebook))
            if here & set(case.judged) & items:
                for item, verdict in self._judge.judge(fill_in(notebook, case.cells), here - items).items():
                    found[item] = _outcome(verdict.points, verdict.max_score, verdict.report.results)
        return found


def run_in_process(
    root: Path, assignment: str, cases: Sequence[Case], secret: bytes, skipped: frozenset[str], tick: Tick
) -> dict[str, Outcome]:
    """All cases in this process; `skipped` items are judged for right code only."""
    judging = InProcess(root, assignment, secret)
    outcomes: dict[str, Outcome] = {}
    for case in cases:
        items = frozenset(case.judged)
        outcomes[case.id] = judging.outcome(case, items - skipped if case.kind in {"wrong", "untouched"} else items)
        tick(case.id)
    return outcomes


def _outcome(points: float | None, max_score: float, results: Sequence[CheckResult]) -> ItemOutcome:
    named = frozenset(result.misconception for result in results if result.misconception)
    gates = frozenset(result.name for result in results if result.gate)
    return ItemOutcome(points, max_score, {result.name: result.status for result in results}, named, gates)
