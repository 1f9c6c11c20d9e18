"""pytest in the release folder: the saved notebooks are read, and their functions checked on this machine.

The folder's conftest.py imports the two hooks from here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lessoncheck.lesson import LessonFolder
from lessoncheck.pytest_plugin import CheckSession, ChecksPlugin
from lessoncheck.report import summary
from lessoncheck.student import Student


def pytest_configure(config: pytest.Config) -> None:
    """Serve the notebooks beside the conftest.py, unless a run of the engine's own is already serving."""
    folder = LessonFolder(Path(config.rootpath))
    if folder.drivers_file.is_file() and not config.pluginmanager.has_plugin("lessoncheck-checks"):
        students: dict[str, Student] = {}

        def student_for(item: str) -> Student:
            if item not in students:
                students[item] = folder.student_in_files(item)
            return students[item]

        setting = CheckSession(student_for)
        config.stash[_SETTING] = setting
        config.pluginmanager.register(ChecksPlugin(setting), "lessoncheck-checks")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each item: how many public checks pass."""
    setting = terminalreporter.config.stash.get(_SETTING, None)
    if setting is None or not setting.results:
        return
    terminalreporter.section("your items")
    for item, report in setting.report(*dict.fromkeys(result.item for result in setting.results)).items():
        terminalreporter.write_line(f"{item}: {summary(report)}")
        for note in report.notes:
            terminalreporter.write_line(f"    {note}")


_SETTING = pytest.StashKey[CheckSession]()
