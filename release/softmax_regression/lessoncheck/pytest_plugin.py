"""The pytest plugin: gives checks their `student` and `inputs`, and collects what they find.

The same plugin serves the check cell, local pytest and grading; they differ in the `CheckSession` they hand over.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from lessoncheck import messages
from lessoncheck.failures import CheckFailed, GraderFault, line_that_raised
from lessoncheck.inputs import PUBLIC_SEED, Inputs
from lessoncheck.plain_text import one_line
from lessoncheck.results import CheckResult, ItemReport, group_by_item
from lessoncheck.student import Student


@dataclass
class CheckSession:
    """Where the student's code is, and which inputs to draw."""

    student_for: Callable[[str], Student]
    seed: bytes = PUBLIC_SEED
    grading: bool = False
    results: list[CheckResult] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    load_errors: list[str] = field(default_factory=list)
    interrupt: KeyboardInterrupt | None = None

    def report(self, *items: str) -> dict[str, ItemReport]:
        """Reports of these items from what has run so far."""
        return group_by_item(items, self.results, self.notes)


class ChecksPlugin:
    """Registered with pytest for one run."""

    def __init__(self, setting: CheckSession) -> None:
        self.setting = setting

    def pytest_configure(self, config: pytest.Config) -> None:
        """Make the `check` marker known."""
        config.addinivalue_line("markers", "check(item, title, weight, gate, side, repeated): a check of an item")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Nobody reads the tracebacks of failed checks without a terminal, and to format them costs most of a run."""
        if not session.config.pluginmanager.has_plugin("terminal"):
            session.config.option.tbstyle = "value"

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep why a file of checks could not be loaded."""
        if report.failed:
            self.setting.load_errors.append(str(report.longrepr))

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Keep where a person interrupted the checks: pytest itself only ends."""
        if isinstance(excinfo.value, KeyboardInterrupt):
            self.setting.interrupt = excinfo.value

    @pytest.fixture
    def student(self, request: pytest.FixtureRequest) -> Student:
        """The student's functions, as the check may call them."""
        return self.setting.student_for(_check(request.node).kwargs["item"])

    @pytest.fixture
    def inputs(self, request: pytest.FixtureRequest) -> Inputs:
        """This check's own random inputs."""
        inputs = Inputs(self.setting.seed, request.node.name, grading=self.setting.grading)
        request.node.stash[_INPUTS] = inputs
        return inputs

    @pytest.fixture
    def note(self, request: pytest.FixtureRequest) -> Callable[[str], None]:
        """Add a sentence to the item's report that costs nothing (such as which data was used)."""
        item = _check(request.node).kwargs["item"]
        return lambda sentence: self.setting.notes.setdefault(item, []).append(sentence)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Turn the outcome into a CheckResult; a failed check shows its sentence instead of a traceback."""
        excinfo = call.excinfo
        failed = excinfo is not None and isinstance(excinfo.value, CheckFailed)
        if excinfo is not None and failed:
            excinfo.traceback = excinfo.traceback[-1:]  # not shown, and the rest would take long to format
        report = yield
        mark = item.get_closest_marker("check")
        if mark is None or (call.when != "call" and excinfo is None):
            return report
        result = _result(item.name, mark.kwargs, excinfo)
        inputs = item.stash.get(_INPUTS, None)
        if inputs is not None and inputs.secret and result.status == "failed":
            line = line_that_raised(excinfo.value if excinfo else None)
            result = replace(result, details=f"{line}\n{messages.OWN_INPUT}".lstrip())
        self.setting.results.append(result)
        if failed:
            report.longrepr = plain_failure(result)
        return report


_INPUTS = pytest.StashKey[Inputs]()


def plain_failure(result: CheckResult) -> str:
    """A failed check as a few lines of text: the rule, what happened, figures, hint."""
    lines = [f"{result.item}: {result.title}", f"  {result.message}"]
    lines += [f"    {line}" for line in result.details.splitlines()]
    if result.hint:
        lines.append(f"  Hint: {result.hint}")
    return "\n".join(lines)


def item_of(node: pytest.Item) -> str:
    """The item that a check is for; "" for any other test."""
    mark = node.get_closest_marker("check")
    return str(mark.kwargs["item"]) if mark else ""


def _check(node: Any) -> pytest.Mark:
    mark = node.get_closest_marker("check")
    if mark is None:
        raise GraderFault(f"{node.name} asks for a student but is not marked with check_for")
    found: pytest.Mark = mark
    return found


def _result(name: str, mark: Mapping[str, Any], excinfo: pytest.ExceptionInfo[BaseException] | None) -> CheckResult:
    if excinfo is None:
        return CheckResult(name=name, status="passed", **mark)
    error = excinfo.value
    if isinstance(error, CheckFailed):
        # code that crashes has not been seen to break the gate's rule: it fails this check as it would any other
        gated = {**mark, "gate": mark["gate"] and not error.stopped}
        return CheckResult(
            name=name,
            status="failed",
            message=error.message,
            hint=error.hint,
            details=error.details,
            misconception=error.misconception,
            keeps=error.keeps,
            stopped=error.stopped,
            **gated,
        )
    reason = one_line(f"{type(error).__name__}: {error}", 500)
    return CheckResult(name=name, status="fault", message=reason, hint=getattr(error, "public", ""), **mark)
