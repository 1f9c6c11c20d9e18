"""nbgrader's formgrader in the browser: its buttons and the page of one submission."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

GRADE_MS = 240_000
PAGE_MS = 60_000


class Formgrader:
    """The formgrader's pages for one assignment."""

    def __init__(self, page: Page, address: str, assignment: str) -> None:
        self.page = page
        self._base = f"{address}/formgrader"
        self._assignment = assignment

    def autograde(self, student: str) -> None:
        """Press the student's lightning button and wait for its good news."""
        self._press(student, ".glyphicon-flash")

    def generate_feedback(self, student: str) -> None:
        """Press the student's feedback button and wait for its good news."""
        self._press(student, ".glyphicon-comment")

    def open_submission(self, student: str, notebook: str) -> None:
        """Open a student's notebook from the list for manual grading."""
        self.page.goto(f"{self._base}/gradebook/{self._assignment}/{notebook}", timeout=PAGE_MS)
        row = self.page.locator("tr", has=self.page.locator(f"td:has-text('{student}')"))
        row.first.wait_for(timeout=PAGE_MS)
        row.first.locator("a").first.click()
        self.loaded()

    def loaded(self) -> None:
        """Wait until nbgrader's script has put scores, comments and keys into the page."""
        self.page.wait_for_function(
            "() => window.formgrader && formgrader.loaded && formgrader.grades.loaded && formgrader.comments.loaded"
            " && MathJax.loaded",
            timeout=PAGE_MS,
        )

    def score(self, item: str, points: str, *, leave_with: str) -> None:
        """Give points by hand."""
        self._fill(f"#{item}", points, "/api/grade/", leave_with)

    def comment(self, cell: str, text: str, *, leave_with: str) -> None:
        """Write a comment."""
        self._fill(f"#{cell}-comment", text, "/api/comment/", leave_with)

    def _fill(self, field: str, text: str, saved_at: str, key: str) -> None:
        self.page.locator(field).click()
        self.page.locator(field).fill(text)
        with self.page.expect_response(lambda answer: saved_at in answer.url and answer.ok, timeout=PAGE_MS):
            self.page.keyboard.press(key)

    def _press(self, student: str, button: str) -> None:
        self.page.goto(f"{self._base}/manage_submissions/{self._assignment}", timeout=PAGE_MS)
        row = self.page.locator("tr", has=self.page.locator(f"td:text-is('{student}')"))
        row.locator(button).click(timeout=PAGE_MS)
        result = self.page.locator(".modal.in")
        result.wait_for(timeout=GRADE_MS)
        title = result.locator(".modal-title").inner_text()
        if "Success" not in title and "success" not in result.inner_text().lower():
            raise AssertionError(result.inner_text()[-3000:])
        result.locator(".modal-footer button").last.click()
        result.wait_for(state="hidden", timeout=PAGE_MS)
