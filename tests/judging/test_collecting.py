"""Collecting a lesson's checks looks at the checks and at nothing around them."""

from __future__ import annotations

from pathlib import Path

from lessoncheck.pytest_plugin import CheckSession, ChecksPlugin
from lessoncheck.runner import run_pytest


class Looked(ChecksPlugin):
    def __init__(self) -> None:
        super().__init__(CheckSession(lambda item: None))  # type: ignore[arg-type, return-value]
        self.at: list[Path] = []

    def pytest_ignore_collect(self, collection_path: Path) -> None:
        """Asked for everything that pytest meets."""
        self.at.append(collection_path)


def test_folders_above_the_checks_are_not_listed(tmp_path: Path) -> None:
    """A home directory may hold thousands of files, and one of them may make pytest take it for a package."""
    checks = tmp_path / "home" / "lesson" / "checks"
    checks.mkdir(parents=True)
    (checks / "test_one.py").write_text("def test_one():\n    pass\n")
    for folder in (tmp_path, tmp_path / "home"):
        (folder / "__init__.py").touch()
        (folder / "test_other.py").write_text("raise RuntimeError\n")
    looked = Looked()
    run_pytest(checks, looked, "--collect-only")
    assert [path for path in looked.at if not path.is_relative_to(checks.parent)] == []
