"""One grader at a time in a course. A second one is told who is at work and since when; nothing of theirs meets."""

from __future__ import annotations

import contextlib
import getpass
import os
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from wallgrade.autograde import messages


class AnotherGrader(Exception):
    """Somebody else grades this course; the message says who."""


@contextlib.contextmanager
def sole_grader(folder: Path, wait_seconds: float) -> Iterator[None]:
    """For the length of the block no other process grades the course whose private folder this is.

    The system lets go of the lock when its holder ends, however that happens. AnotherGrader if it is not free within
    `wait_seconds`.
    """
    holder = folder / "grading.holder"
    lock = FileLock(folder / "grading.lock", timeout=wait_seconds)
    try:
        lock.acquire()
    except Timeout:
        who = holder.read_text(encoding="utf-8") if holder.is_file() else messages.SOMEBODY
        raise AnotherGrader(messages.ANOTHER_GRADER.format(who=who)) from None
    try:
        now = datetime.now().strftime("%Y-%m-%d %H:%M")
        holder.write_text(
            messages.HOLDER.format(user=_user(), host=socket.gethostname(), pid=os.getpid(), since=now),
            encoding="utf-8",
        )
        yield
    finally:
        with contextlib.suppress(OSError):
            holder.unlink()
        lock.release()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return str(os.getuid())
