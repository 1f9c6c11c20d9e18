"""`wallgrade verify` leaves items out by a setting that grading reads; traitlets would ignore a misspelled one."""

from __future__ import annotations

from pathlib import Path

from traitlets.config import Config

from wallgrade.authoring.verify.runners import skip_items
from wallgrade.autograde.preprocessors import JudgeNotebook


def test_grading_reads_what_verify_writes(tmp_path: Path) -> None:
    file = tmp_path / "nbgrader_config.py"
    file.write_text("")
    skip_items(tmp_path, frozenset({"b", "a"}))
    config = Config()
    exec(file.read_text(), {"get_config": lambda: config})
    assert JudgeNotebook(config=config).leave_out == ["a", "b"]
