"""A course of two notebooks, graded by nbgrader in this process with a judge of the test's own."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from lessoncheck.cells import answer_source, grade_cells, marker
from lessoncheck.results import CheckResult, ItemReport
from support.course import CourseOnDisk
from support.lesson import LINEAR, SECOND_COURSE
from support.once import Once
from wallgrade.authoring.nbgrader_command import run_nbgrader
from wallgrade.autograde.converter import CourseAutograde
from wallgrade.config import configure
from wallgrade.judging.judge import Verdict

MORE = "more"
ITEMS = {"linreg": 3.0, "squared_loss": 3.0, "sgd": 2.0, "quiz": 2.0}
FUNCTION = 'def more_{item}():\n    """Nothing."""\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION'
CHECK_CELL = 'check("more_{item}")'
CHECKS = "from lessoncheck.marks import check_for\n" + "".join(
    f"\n\n@check_for('more_{item}', 'is there')\ndef test_more_{item}() -> None:\n    pass\n" for item in ITEMS
)
ALL = ITEMS | {f"more_{item}": most for item, most in ITEMS.items()}


class WordJudge:
    """Gives an item its points if its cell holds the word "right", half with "half"; "fault" and "none" do as they say.

    "raise" in any cell makes judging itself fail.
    """

    def judge(self, notebook: Any, leave_out: Container[str] = ()) -> dict[str, Verdict]:
        """Verdicts for the items."""
        verdicts = {}
        for item, most in grade_cells(notebook).items():
            text = answer_source(notebook, item)
            if "raise now" in text:
                raise RuntimeError("a judge that breaks\nwith a second line")
            if "none" in text or item in leave_out:
                continue
            share = 1.0 if "right" in text else 0.5 if "half" in text else 0.0
            status: Any = "fault" if "fault" in text else "passed" if share == 1 else "failed"
            result = CheckResult(item, "check_it", "the word is there", status, message="expected 42", hint="Think.")
            report = ItemReport(item, (result,), ("a note",) if "note" in text else ())
            verdicts[item] = Verdict(item, None if status == "fault" else share * most, most, report, "A")
        return verdicts


@dataclass(frozen=True)
class Row:
    """A grade as the gradebook has it."""

    auto: float | None
    manual: float | None
    look: bool


class InProcessCourse(CourseOnDisk):
    """A course folder and ways to hand in, grade and look."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.source = root / "source" / LINEAR
        self.release = root / "release" / LINEAR

    def hand_in(self, student: str, words: Mapping[str, str] | str, only: Container[str] = (LINEAR, MORE)) -> Path:
        """Hand in both notebooks with these words as the solution cells (by item; a text: for all of them)."""
        folder = self.root / "submitted" / student / LINEAR
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in (LINEAR, MORE):
            notebook = nbformat.read(self.release / f"{name}.ipynb", as_version=4)
            for cell in notebook.cells:
                item = str(marker(cell).get("grade_id", "")).removesuffix("_answer")
                word = words if isinstance(words, str) else words.get(item)
                if marker(cell).get("solution") and word is not None:
                    cell.source = f"# {word}"
            if name in only:
                nbformat.write(notebook, str(folder / f"{name}.ipynb"))
        return folder

    def converter(self, change: Callable[[Config], None] = lambda c: None) -> CourseAutograde:
        """nbgrader's converter for this course, with its configuration changed like this."""
        config = Config()
        configure(config, self.root)
        config.CourseDirectory.assignment_id = LINEAR
        change(config)
        return CourseAutograde(coursedir=CourseDirectory(config=config), config=config)

    def grade(self, change: Callable[[Config], None] = lambda c: None) -> None:
        """`nbgrader autograde`, in this process."""
        self.converter(change).start()

    def gradebook(self) -> Gradebook:
        """The course's gradebook."""
        return Gradebook(f"sqlite:///{self.root / 'gradebook.db'}")

    def rows(self, student: str) -> dict[str, Row]:
        """The student's grades by item; empty when nothing is stored."""
        with self.gradebook() as gradebook:
            found = [one for one in gradebook.assignment_submissions(LINEAR) if one.student.id == student]
            return {
                grade.name: Row(grade.auto_score, grade.manual_score, grade.needs_manual_grade)
                for submission in found
                for notebook in submission.notebooks
                for grade in notebook.grades
            }

    def points(self, student: str) -> dict[str, float | None]:
        """The student's automatic scores."""
        return {item: row.auto for item, row in self.rows(student).items()}

    def comments(self, student: str) -> dict[str, str | None]:
        """The student's comments by item."""
        with self.gradebook() as gradebook:
            return {
                comment.name.removesuffix("_answer"): comment.comment
                for notebook in gradebook.find_submission(LINEAR, student).notebooks
                for comment in notebook.comments
            }

    def graded(self, student: str) -> Path:
        """The student's autograded folder."""
        return self.root / "autograded" / student / LINEAR


def two_notebooks(once: Once, target: Path) -> InProcessCourse:
    """A copy of a course, released once for the whole run, that is the second course with a second notebook of the same
    items, all called "more_..."."""
    shutil.copytree(once.folder("two-notebooks", _release), target)
    return InProcessCourse(target)


def _release(target: Path) -> None:
    shutil.copytree(SECOND_COURSE, target, ignore=shutil.ignore_patterns("__pycache__"))
    source = target / "source" / LINEAR
    more = copy.deepcopy(nbformat.read(source / f"{LINEAR}.ipynb", as_version=4))
    for cell in more.cells:
        mark = marker(cell)
        if mark.get("solution") or mark.get("grade"):
            item = str(mark["grade_id"]).removesuffix("_answer")
            cell.metadata.nbgrader.grade_id = f"more_{mark['grade_id']}"
            cell.source = CHECK_CELL.format(item=item) if mark.get("grade") else FUNCTION.format(item=item)
    more.cells = [cell for cell in more.cells if "wallgrade" not in cell.metadata]
    (source / "checks" / "test_more.py").write_text(CHECKS)
    nbformat.write(more, str(source / f"{MORE}.ipynb"))
    run_nbgrader(target, "generate_assignment", LINEAR, "--force")


def force(config: Config) -> None:
    """Grade again what was graded before."""
    config.CourseAutograde.force = True
