"""Run the checks of some items with the real pytest, quietly, in this process."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from lessoncheck.failures import GraderFault
from lessoncheck.interruption import interrupted
from lessoncheck.pytest_plugin import CheckSession, ChecksPlugin
from lessoncheck.results import ItemReport

REASON_LIMIT = 1000
SETTINGS = Path(__file__).with_name("checks.ini")
Signature = tuple[Path, tuple[tuple[str, int], ...]]
_loaded: list[Signature] = []


def run_checks(checks: Path, items: Iterable[str], setting: CheckSession) -> dict[str, ItemReport]:
    """Run the checks in folder `checks` that belong to `items`; reports by item, in the items' order.

    An item without checks gets a report with no results. Raises GraderFault when the checks themselves
    cannot be loaded.
    """
    wanted = list(items)
    if not wanted:
        return {}
    output = io.StringIO()
    quiet = contextlib.redirect_stdout(output), contextlib.redirect_stderr(output)
    with importable(checks.parent), no_foreign_plugins(), quiet[0], quiet[1]:
        status = run_pytest(checks, ChecksPlugin(setting), "-m", " or ".join(wanted))
    if status in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        return setting.report(*wanted)
    if setting.interrupt is not None:
        raise interrupted(setting.interrupt)
    raise GraderFault(why_not_run(checks, status, setting, output.getvalue()))


def run_pytest(checks: Path, plugin: ChecksPlugin, *more: str) -> int:
    """pytest's status for the checks in this folder, with settings of our own and nothing of the surroundings."""
    options = [
        f"--config-file={SETTINGS}", f"--rootdir={checks.parent}", "--import-mode=importlib", "--noconftest",
        f"--confcutdir={checks.parent}",  # or pytest lists every folder above this one, up to the root
        "-p", "no:capture", "-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:logging",
        "-p", "no:faulthandler", "-p", "no:unraisableexception", "-p", "no:threadexception", *more,
    ]  # fmt: skip
    if not any(mark in str(checks) for mark in ("[", "::")):
        return pytest.main([str(checks), *options], plugins=[plugin])
    with contextlib.chdir(checks.parent):  # in an argument these would begin the name of a test or its parameter
        return pytest.main([checks.name, *options], plugins=[plugin])


def why_not_run(checks: Path, status: int, setting: CheckSession, output: str) -> str:
    """Why pytest could not run the checks, for the instructor."""
    why = "\n".join([*setting.load_errors, output])[-REASON_LIMIT:]
    return f"pytest could not run the checks in {checks} (status {int(status)}): {why}"


@contextlib.contextmanager
def importable(folder: Path) -> Iterator[None]:
    """While the block runs, modules beside the checks can be imported, fresh if any of them was edited.

    Two lessons in one long-lived process (the formgrader's) may use the same module names.
    """
    signature = signature_of(folder)
    if _loaded and _loaded != [signature]:
        forget_modules(_loaded[0][0])
    _loaded[:] = [signature]
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


def signature_of(folder: Path) -> Signature:
    """Changes when a Python file in the folder does."""
    names = (os.path.join(place, name) for place, _, names in os.walk(folder) for name in names if name.endswith(".py"))
    return folder, tuple(sorted((name, os.stat(name).st_mtime_ns) for name in names))


@contextlib.contextmanager
def no_foreign_plugins() -> Iterator[None]:
    """Plugins that happen to be installed, and options of somebody's own, must not change what a check finds."""
    ours = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "", "PYTEST_PLUGINS": ""}
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def forget_modules(folder: Path) -> None:
    """Drop the modules that were imported from a lesson's folder, but never the engine's own."""
    engine = Path(__file__).parent
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and Path(file).is_relative_to(folder) and not Path(file).is_relative_to(engine):
            del sys.modules[name]
