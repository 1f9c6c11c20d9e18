"""Makes `pytest` in this folder check the notebooks that are saved in it."""

from lessoncheck.pytest_local import pytest_configure, pytest_terminal_summary  # noqa: F401
