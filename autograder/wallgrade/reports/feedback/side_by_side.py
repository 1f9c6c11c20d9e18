"""Making pages in several processes, each of another student: `wallgrade feedback --jobs N`."""

from __future__ import annotations

import multiprocessing
from typing import Any

from nbgrader.converters.base import NbGraderException

from wallgrade.reports.feedback import messages

_converter: Any = None  # in a child: what it has from its parent


def side_by_side(converter: Any) -> None:
    """Have `converter.jobs` children, forked when all is imported and configured, make the pages of its folders."""
    global _converter
    folders = sorted(converter.assignments.items())
    converter.gradebook.let_go()  # a connection is one process's own
    _converter = converter
    failed = False
    with multiprocessing.get_context("fork").Pool(min(converter.jobs, len(folders))) as pool:
        for done, made, current, unreachable in pool.imap_unordered(_make, folders):
            failed = failed or not done
            converter.made += made
            converter.current += current
            converter.unreachable += unreachable
    if failed:
        raise NbGraderException(messages.SOME_FAILED)


def _make(one: tuple[str, list[str]]) -> tuple[bool, list[str], int, list[str]]:
    """Whether it could be done, whose pages were made, how many were current, and who cannot fetch theirs."""
    _converter.made, _converter.current, _converter.unreachable = [], 0, []
    done = True
    try:
        _converter.convert_one(*one)
    except NbGraderException:  # the log says why
        done = False
    return done, _converter.made, _converter.current, _converter.unreachable
