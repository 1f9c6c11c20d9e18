"""lessoncheck: the checks' engine. It travels with every release, so it holds nothing a student may not read."""

from __future__ import annotations

from typing import Any

__all__ = ["check"]


def __getattr__(name: str) -> Any:
    """`check` is loaded when first used, so that the worker does not pay for pytest and IPython's display."""
    if name == "check":
        from lessoncheck.check_cell import check

        return check
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
