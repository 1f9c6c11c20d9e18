"""A lesson's checks, collected by pytest once and run for one student after the other.

Collecting costs as much as running dozens of checks. What is kept between students is the instructor's code only; the
fixtures that hold a student are made anew for every check.
"""

from __future__ import annotations

import contextlib
import io
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from lessoncheck.failures import GraderFault
from lessoncheck.lesson import LessonFolder
from lessoncheck.pytest_plugin import CheckSession, ChecksPlugin, item_of
from lessoncheck.results import ItemReport
from lessoncheck.runner import forget_modules, importable, no_foreign_plugins, run_pytest, why_not_run
from wallgrade.sandbox.lesson_files import signature_of


class _Collected(ChecksPlugin):
    """Keeps the session's checks instead of running them; `setting` is exchanged for each student."""

    def __init__(self) -> None:
        super().__init__(CheckSession(_nobody))
        self.checks: list[pytest.Item] = []
        self.unmarked: list[tuple[Path, str]] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Nothing runs yet."""
        if session.testsfailed:
            raise session.Interrupted("collection failed")
        self.checks = [item for item in session.items if item.get_closest_marker("check")]
        self.unmarked = [(item.path, item.name) for item in session.items if item not in self.checks]
        return True


def _nobody(item: str) -> NoReturn:
    raise GraderFault(f"{item} asked for a student while the checks were collected")


class CollectedChecks:
    """The checks in one folder, as its files are now."""

    def __init__(self, checks: Path) -> None:
        self.signature = signature_of(LessonFolder(checks.parent))
        self._folder = checks
        self._plugin = _Collected()
        output = io.StringIO()
        with self._quietly(output):
            status = run_pytest(checks, self._plugin)
        if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            raise GraderFault(why_not_run(checks, status, self._plugin.setting, output.getvalue()))

    @property
    def files(self) -> Mapping[str, frozenset[Path]]:
        """The files that hold checks, by item."""
        found: dict[str, set[Path]] = {}
        for check in self._plugin.checks:
            found.setdefault(item_of(check), set()).add(check.path)
        return {item: frozenset(paths) for item, paths in found.items()}

    @property
    def unmarked(self) -> list[tuple[Path, str]]:
        """Tests that are marked for no item, by file and name: they never run."""
        return self._plugin.unmarked

    def run(self, items: Iterable[str], setting: CheckSession) -> dict[str, ItemReport]:
        """Reports by item, in the items' order, with the seconds that each item's checks took.

        The checks run item by item in that order, so that what is known of one function serves those that call it. An
        item without checks gets a report with no results.
        """
        wanted = list(items)
        seconds: dict[str, float] = {}
        chosen = [check for item in wanted for check in self._plugin.checks if item_of(check) == item]
        self._plugin.setting = setting
        try:
            with self._quietly(io.StringIO()):
                for check, following in zip(chosen, [*chosen[1:], None], strict=False):
                    started = time.monotonic()
                    check.ihook.pytest_runtest_protocol(item=check, nextitem=following)
                    seconds[item_of(check)] = seconds.get(item_of(check), 0.0) + time.monotonic() - started
        finally:
            self._plugin.setting = CheckSession(_nobody)
        return {item: replace(report, seconds=seconds.get(item)) for item, report in setting.report(*wanted).items()}

    @contextlib.contextmanager
    def _quietly(self, output: io.StringIO) -> Iterator[None]:
        quiet = contextlib.redirect_stdout(output), contextlib.redirect_stderr(output)
        with importable(self._folder.parent), no_foreign_plugins(), quiet[0], quiet[1]:
            yield


_kept: list[CollectedChecks] = []


def collected_checks(checks: Path) -> CollectedChecks:
    """The process's checks of this folder, collected anew when a file of the lesson changed."""
    if not _kept or _kept[0].signature != signature_of(LessonFolder(checks.parent)):
        _kept[:] = []
        forget_modules(checks.parent)  # importing is reading: what a module read may be what changed
        _kept.append(CollectedChecks(checks))
    return _kept[0]
