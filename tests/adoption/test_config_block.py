"""The kit's lines in a course's configuration come and go without another byte being changed."""

from __future__ import annotations

import pytest

from wallgrade.adoption.config_block import LINES, with_block, without_block

FILES = {
    "of quickstart": b"c = get_config()\nc.CourseDirectory.course_id = 'course101'\n",
    "without a last line end": b"c = get_config()",
    "empty": b"",
    "from Windows": b"\xef\xbb\xbfc = get_config()\r\nc.Execute.timeout = 3\r\n",
    "from Windows, without a last line end": b"x = 1\r\nif x:\r\n    y = 2",
    "with blank lines at its end": b"x = 1\n\n\n",
    "in another encoding": "# -*- coding: latin-1 -*-\nname = 'J\xfcrgen'\n".encode("latin-1"),
    "of an old Mac": b"x = 1\ry = 2\r",
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_a_file_is_as_before_when_the_lines_are_out_again(content: bytes) -> None:
    assert without_block(with_block(content)) == content


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_a_file_with_the_lines_is_python_and_runs_them_last(content: bytes) -> None:
    compile(with_block(content), "nbgrader_config.py", "exec")
    lines = with_block(content).decode("latin-1").splitlines()
    assert lines[-len(LINES) - 1 : -1] == list(LINES)


def test_a_file_from_windows_keeps_its_kind_of_line_ends() -> None:
    added = with_block(FILES["from Windows"])
    assert added.count(b"\n") == added.count(b"\r\n")


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_what_somebody_wrote_behind_or_among_the_lines_stays(content: bytes) -> None:
    added = with_block(content)
    own = b"c.Execute.timeout = 77\n"
    assert without_block(added + own).endswith(own)
    start = added.index(b"configure(get_config()")
    assert own in without_block(added[:start] + own + added[start:])
