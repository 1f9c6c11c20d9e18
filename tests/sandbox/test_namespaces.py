"""A session is in namespaces of its own, whatever the filter on system calls refuses besides."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from lessoncheck.lesson import LessonFolder
from support.grade_command import children_of
from support.lesson import LINEAR, SECOND_COURSE
from wallgrade.sandbox.fork_server import NO_CELLS, ForkServer
from wallgrade.sandbox.limits import Limits


@pytest.fixture(scope="module")
def session_pid() -> Iterator[int]:
    """The process of an open session, as this machine sees it: the last of the fork server's line."""
    server = ForkServer(LessonFolder(SECOND_COURSE / "source" / LINEAR), Limits())
    session = server.open_session()
    try:
        session.connection.send(NO_CELLS, 30)
        session.connection.receive(30)
        pid = server._process.pid
        while children := children_of(pid):
            pid = max(children)  # the newest: the session that tried the server out may still be ending
        yield pid
    finally:
        session.close()
        server.close()


@pytest.mark.parametrize("kind", ["net", "ipc", "uts", "mnt", "pid", "user", "cgroup"])
def test_a_session_has_a_namespace_of_its_own(session_pid: int, kind: str) -> None:
    assert os.readlink(f"/proc/{session_pid}/ns/{kind}") != os.readlink(f"/proc/self/ns/{kind}")
