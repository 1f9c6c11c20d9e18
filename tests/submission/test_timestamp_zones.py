"""timestamp.txt means to us what it means to nbgrader."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.utils import parse_utc

from wallgrade.submission.reader import read_timestamp


@pytest.mark.parametrize(
    "text",
    [
        "2015-02-02 15:58:23.948203 UTC", "2015-02-02 15:58:23 PST", "2015-02-02 15:58 3600", "15:58 2015-02-02 -3600",
        "2015-02-02 15:58 Europe/Berlin", "2015-02-02 15:58 NOWHERE", "2015-02-02", "2015-02-02T15:58:23+02:00",
        "2015-02-02 15:58:23 +0200", "2 Feb 2015", "2015-02-02  15:58", "2015-02-02 15:58",
    ],
)  # fmt: skip
def test_a_date_is_read_as_nbgrader_reads_it(tmp_path: Path, text: str) -> None:
    (tmp_path / "timestamp.txt").write_text(text)
    try:
        wanted = parse_utc(text)
    except ValueError:
        wanted = None
    assert read_timestamp(tmp_path)[0] == wanted
