"""The one error that says: there are no usable images here."""

from __future__ import annotations


class DataUnavailable(RuntimeError):
    """The data set cannot be used. The message says what is wrong, where, and what to do."""
