"""Opening the gradebook: for one use, or once for a whole run."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from nbgrader.api import Gradebook


class GradebookAccess:
    """Opens a gradebook. To open one costs as much as to store a submission, so a run can keep its own."""

    def __init__(self, url: str, course_id: str) -> None:
        self._url = url
        self._course_id = course_id
        self._keeping = False
        self._kept: Gradebook | None = None

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """While the block runs, uses share one connection."""
        self._keeping = True
        try:
            yield
        finally:
            self._keeping = False
            self._let_go()

    @contextlib.contextmanager
    def open(self) -> Iterator[Gradebook]:
        """The gradebook. What the block does not commit is undone, and nothing it read is remembered."""
        gradebook = self._kept or Gradebook(self._url, self._course_id)
        if self._keeping:
            self._kept = gradebook
        try:
            yield gradebook
            gradebook.db.rollback()
        except BaseException:
            self._let_go()  # the next use gets a connection of its own
            raise
        finally:
            if self._kept is None:
                gradebook.close()

    def _let_go(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None
