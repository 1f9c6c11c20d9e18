"""pytest in the release folder: the saved notebooks are read, and their functions checked on this machine.

The folder's conftest.py imports the two hooks from here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from lessoncheck import messages
from lessoncheck.lesson import LessonFolder
from lessoncheck.pytest_plugin import CheckSession, ChecksPlugin, item_of
from lessoncheck.report import as_text, only_reason, summary
from lessoncheck.student import LocalStudent


@dataclass
class _Local:
    """One run: which notebook has which item, in the lesson's order, and the student of each item."""

    folder: LessonFolder
    notebook_of: dict[str, str]
    students: dict[str, LocalStudent] = field(default_factory=dict)
    setting: CheckSession = field(init=False)

    def __post_init__(self) -> None:
        self.setting = CheckSession(self._student_for)

    def _student_for(self, item: str) -> LocalStudent:
        if item not in self.students:
            self.students[item] = self.folder.student_in_files(item)
        return self.students[item]

    def printed(self, item: str) -> list[str]:
        """What the item's functions printed, below a line that says so."""
        lines = self.students[item].printed.lines() if item in self.students else []
        return [messages.PRINTED, *lines, ""] if lines else []


class _InLessonsOrder(ChecksPlugin):
    """The checks come as the notebooks have their items; their reports are written at the end, item by item."""

    def __init__(self, local: _Local) -> None:
        super().__init__(local.setting)
        self._place = {item: place for place, item in enumerate(local.notebook_of)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Sort what was collected."""
        items.sort(key=lambda item: self._place.get(item_of(item), len(self._place)))


def pytest_configure(config: pytest.Config) -> None:
    """Serve the notebooks beside the conftest.py, unless a run of the engine's own is already serving."""
    folder = LessonFolder(Path(config.rootpath))
    if folder.drivers_file.is_file() and not config.pluginmanager.has_plugin("lessoncheck-checks"):
        local = config.stash[_LOCAL] = _Local(folder, folder.items())
        config.pluginmanager.register(_InLessonsOrder(local), "lessoncheck-checks")
        if config.option.tbstyle == "auto":  # nobody asked for pytest's own account of what failed
            config.option.tbstyle = "no"
            config.option.reportchars = "E"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What is to be done, item by item; then one line for each item, and which comes next."""
    local = terminalreporter.config.stash.get(_LOCAL, None)
    if local is None:
        return
    for error in local.setting.load_errors:
        terminalreporter.write_line(error)
    if not local.setting.results:
        return
    reports = local.setting.report(*dict.fromkeys(result.item for result in local.setting.results))
    if terminalreporter.config.option.tbstyle == "no":
        for report in reports.values():
            lines = [] if report.ok or only_reason(report) else [as_text(report, passed=False), ""]
            if lines := lines + local.printed(report.item):
                terminalreporter.section(report.item)
                terminalreporter.write_line("\n".join(lines).rstrip())
    terminalreporter.section("your items")
    for item, report in reports.items():
        reason = only_reason(report).removeprefix(f"{item} is ")
        terminalreporter.write_line(f"{item}: {reason or summary(report)}")
        for note in report.notes if report.ok else ():
            terminalreporter.write_line(f"    {note}")
    if following := next((item for item, report in reports.items() if not report.ok), ""):
        notebook = local.notebook_of.get(following, "")
        terminalreporter.write_line(messages.NEXT_ITEM.format(item=following, notebook=notebook))


_LOCAL = pytest.StashKey[_Local]()
