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
from lessoncheck.plugin import ChecksPlugin, Setting
from lessoncheck.results import ItemReport

REASON_LIMIT = 1000
SETTINGS = Path(__file__).with_name("checks.ini")
_loaded: list[tuple[Path, tuple[tuple[str, int], ...]]] = []


def run_checks(checks: Path, items: Iterable[str], setting: Setting) -> dict[str, ItemReport]:
    """Run the checks in folder `checks` that belong to `items`; reports by item, in the items' order.

    An item without checks gets a report with no results. Raises GraderFault when the checks themselves
    cannot be loaded.
    """
    wanted = list(items)
    if not wanted:
        return {}
    options = [
        str(checks), f"--config-file={SETTINGS}", f"--rootdir={checks.parent}", "--import-mode=importlib",
        "--noconftest", "-m", " or ".join(wanted), "--capture=no", "-p", "no:cacheprovider",
        "-p", "no:terminal", "-p", "no:logging", "-p", "no:faulthandler", "-p", "no:unraisableexception",
        "-p", "no:threadexception",
    ]  # fmt: skip
    output = io.StringIO()
    quiet = contextlib.redirect_stdout(output), contextlib.redirect_stderr(output)
    with _importable(checks.parent), _no_foreign_plugins(), quiet[0], quiet[1]:
        status = pytest.main(options, plugins=[ChecksPlugin(setting)])
    if status in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        return setting.report(*wanted)
    why = "\n".join([*setting.load_errors, output.getvalue()])[-REASON_LIMIT:]
    raise GraderFault(f"pytest could not run the checks in {checks} (status {int(status)}): {why}")


@contextlib.contextmanager
def _importable(folder: Path) -> Iterator[None]:
    """While the block runs, modules beside the checks can be imported, fresh if any of them was edited.

    Two lessons in one long-lived process (the formgrader's) may use the same module names.
    """
    signature = (folder, tuple(sorted((str(p), p.stat().st_mtime_ns) for p in folder.rglob("*.py"))))
    if _loaded and _loaded != [signature]:
        _forget_modules(_loaded[0][0])
    _loaded[:] = [signature]
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


@contextlib.contextmanager
def _no_foreign_plugins() -> Iterator[None]:
    """Plugins that happen to be installed must not change what a check finds."""
    key = "PYTEST_DISABLE_PLUGIN_AUTOLOAD"
    before = os.environ.get(key)
    os.environ[key] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[key]
        else:
            os.environ[key] = before


def _forget_modules(folder: Path) -> None:
    """Drop the modules that were imported from a lesson's folder, but never the engine's own."""
    engine = Path(__file__).parent
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and Path(file).is_relative_to(folder) and not Path(file).is_relative_to(engine):
            del sys.modules[name]
