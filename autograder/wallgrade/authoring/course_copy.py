"""A copy of a course's masters, quiz and configuration, for trying things out aside."""

from __future__ import annotations

import shutil
from pathlib import Path


def copy_course(root: Path, assignment: str, target: Path) -> None:
    """What nbgrader needs of the course: the configuration, the masters and the quiz."""
    shutil.copy(root / "nbgrader_config.py", target)
    ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "data")
    shutil.copytree(root / "source" / assignment, target / "source" / assignment, ignore=ignore)
    quiz = root / "quizzes" / f"{assignment}.toml"
    if quiz.is_file():
        (target / "quizzes").mkdir()
        shutil.copy(quiz, target / "quizzes")
