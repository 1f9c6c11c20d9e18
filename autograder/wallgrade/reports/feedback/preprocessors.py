"""The nbgrader preprocessor of `generate_feedback`: from a graded notebook to what its page says."""

from __future__ import annotations

import base64
import contextlib
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from pygments.formatters import HtmlFormatter
from traitlets import Bool, List

from lessoncheck.cells import NotebookUnreadable, marker, read_notebook
from wallgrade.course import Course
from wallgrade.gradebook.report_cell import read_notes
from wallgrade.gradebook.scores import GradedWork, StudentScores
from wallgrade.reports.feedback import messages
from wallgrade.reports.feedback.items import ItemLine, item_lines
from wallgrade.reports.feedback.template_filters import STUDENTS_TEMPLATES, points
from wallquiz.model import Question

WORK = "wallgrade_work"  # resources: what the gradebook has of the submission


class FeedbackPage(NbGraderPreprocessor):  # type: ignore[misc]
    """Collects what the page's summary says; the template `feedback` shows it."""

    show_quiz_feedback = Bool(
        True,
        help="Whether pages tell if a quiz answer is right, its points, and the feedback on the chosen option. "
        "Turn it off while others may still hand in. The key itself is never told.",
    ).tag(config=True)

    display_data_priority = List().tag(config=True)  # nbconvert sets it for all, and warns where it is not known

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Put the summary, the comments and the style sheet into the resources."""
        about = resources["nbgrader"]
        course = Course.from_directory(CourseDirectory(config=self.config))
        quiz = course.quiz(about["assignment"])
        questions = {question.id: question for question in quiz.questions} if quiz else {}
        work: GradedWork = resources[WORK]
        lines = self._lines_once(Path(resources.get("metadata", {}).get("path") or "."), work.scores, questions)
        hidden = set() if self.show_quiz_feedback else set(questions)
        for cell in nb.cells:
            if marker(cell).get("grade") and marker(cell).get("grade_id") in hidden:
                cell["outputs"] = []
        css = style_sheet()
        resources["feedback"] = {
            "lines": lines,
            "by_item": {line.item: line for line in lines},
            "notes": read_notes(nb),
            "totals": totals(lines, about["notebook"], work.scores),
            "comments": work.comments[about["notebook"]],
            "css": css,
            "css_hash": base64.b64encode(hashlib.sha256(css.encode()).digest()).decode("ascii"),
            "messages": messages,
        }
        return nb, resources

    def _lines_once(self, folder: Path, stored: StudentScores, questions: dict[str, Question]) -> list[ItemLine]:
        """The lines of a submission, which all of its pages show; one submission comes after the other."""
        if getattr(self, "_of", None) != (folder, stored):
            self._of, self._found = (folder, stored), self._lines(folder, stored, questions)
        return self._found

    def _lines(self, folder: Path, stored: StudentScores, questions: dict[str, Question]) -> list[ItemLine]:
        """The lines of every notebook of the submission, in the notebooks' order."""
        lines: list[ItemLine] = []
        for path in sorted(folder.glob("*.ipynb")):
            with contextlib.suppress(NotebookUnreadable):
                notebook = read_notebook(path)
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
