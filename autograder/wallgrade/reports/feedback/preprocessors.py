"""The nbgrader preprocessors of `generate_feedback`.

nbgrader_config.py names them by import string, so the command, the formgrader's button and the API all use them.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from pygments.formatters import HtmlFormatter
from traitlets import Bool

from lessoncheck.cells import NotebookUnreadable, marker, read_notebook
from wallgrade.course import Course
from wallgrade.gradebook.report_cell import read_notes
from wallgrade.gradebook.scores import StudentScores, read_comments, read_student_scores
from wallgrade.reports.feedback import messages
from wallgrade.reports.feedback.items import ItemLine, item_lines
from wallgrade.reports.feedback.receipts import RECEIPTS
from wallgrade.reports.feedback.template_filters import STUDENTS_TEMPLATES, points
from wallquiz.model import Question


class RemoveCopiedFiles(NbGraderPreprocessor):  # type: ignore[misc]
    """First of the list: takes out again what nbgrader copied from the submission beside the pages.

    nbgrader copies every file of autograded/ and publishes every *.html: a file that a student's code wrote, or
    handed in, would be published under the grader's name.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Clean up once for each folder of pages."""
        about = resources["nbgrader"]
        directory = CourseDirectory(config=self.config)
        found = [
            Path(directory.root) / directory.format_path(folder, about["student"], about["assignment"])
            for folder in (directory.autograded_directory, directory.feedback_directory)
        ]
        done: set[Path] = self.__dict__.setdefault("_done", set())
        submission, pages = found
        if pages not in done:
            done.add(pages)
            remove_copies(submission, pages)
        return nb, resources


def remove_copies(submission: Path, pages: Path) -> None:
    """Remove from the folder `pages` everything that also is in `submission`, and all folders."""
    if not pages.is_dir():
        return
    for path in pages.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name not in RECEIPTS and (path.suffix != ".html" or (submission / path.name).exists()):
            path.unlink()


class FeedbackPage(NbGraderPreprocessor):  # type: ignore[misc]
    """Collects what the page's summary says; the template `feedback` shows it."""

    show_quiz_feedback = Bool(
        True,
        help="Whether pages tell if a quiz answer is right, its points, and the feedback on the chosen option. "
        "Turn it off while others may still hand in. The key itself is never told.",
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Put the summary, the comments and the style sheet into the resources."""
        about = resources["nbgrader"]
        course = Course.from_directory(CourseDirectory(config=self.config))
        quiz = course.quiz(about["assignment"])
        questions = {question.id: question for question in quiz.questions} if quiz else {}
        folder = Path(resources.get("metadata", {}).get("path") or ".")
        with Gradebook(about["db_url"]) as gradebook:
            scores = read_student_scores(gradebook, about["assignment"], about["student"])
            comments = read_comments(gradebook, about["assignment"], about["notebook"], about["student"])
        lines = self._lines(nb, about["notebook"], folder, scores, questions)
        hidden = set() if self.show_quiz_feedback else set(questions)
        for cell in nb.cells:
            if marker(cell).get("grade") and marker(cell).get("grade_id") in hidden:
                cell["outputs"] = []
        css = style_sheet()
        resources["feedback"] = {
            "lines": lines,
            "by_item": {line.item: line for line in lines},
            "notes": read_notes(nb),
            "totals": totals(lines, about["notebook"], scores),
            "comments": comments,
            "css": css,
            "css_hash": base64.b64encode(hashlib.sha256(css.encode()).digest()).decode("ascii"),
            "messages": messages,
        }
        return nb, resources

    def _lines(
        self, nb: Any, name: str, folder: Path, stored: StudentScores, questions: dict[str, Question]
    ) -> list[ItemLine]:
        """The lines of every notebook of the submission, in the notebooks' order."""
        lines: list[ItemLine] = []
        for path in sorted(folder.glob("*.ipynb")):
            with contextlib.suppress(NotebookUnreadable):
                notebook = nb if path.stem == name else read_notebook(path)
                scores = {score.item: score for score in stored.scores if score.notebook == path.stem}
                lines += item_lines(path.stem, notebook, scores, questions, show_quiz=self.show_quiz_feedback)
        return lines


def totals(lines: list[ItemLine], notebook: str, scores: StudentScores) -> list[str]:
    """The sentences about points: of this notebook, of the assignment, and what is not counted yet."""
    shown = [line for line in lines if line.points is not None]
    here = [line for line in shown if line.notebook == notebook]
    sentences = []
    if here:
        sentences.append(_total(messages.POINTS_HERE, here, scores.penalties.get(notebook, 0.0)))
    if len(here) < len(shown):
        sentences.append(_total(messages.POINTS_ALL, shown, scores.penalty))
    if scores.penalty:
        sentences.append(messages.LATE.format(points=points(scores.penalty)))
    for state, sentence in (("needs_manual_grade", messages.NOT_COUNTED_YET), ("later", messages.LATER)):
        if max_score := sum(line.max_score for line in lines if line.state == state):
            sentences.append(sentence.format(max_score=points(max_score)))
    return sentences


def _total(sentence: str, lines: list[ItemLine], late: float) -> str:
    got = max(sum(line.points or 0.0 for line in lines) - late, 0.0)
    return sentence.format(points=points(got), max_score=points(sum(line.max_score for line in lines)))


@cache
def style_sheet() -> str:
    """The page's own style sheet and the colours of code, for light and dark."""
    own = (STUDENTS_TEMPLATES / "feedback" / "page.css").read_text(encoding="utf-8")
    light = HtmlFormatter(style="xcode").get_style_defs(".highlight")
    dark = HtmlFormatter(style="github-dark").get_style_defs(".highlight")
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n{own}"
