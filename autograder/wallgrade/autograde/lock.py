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
from wallgrade.files import GROUP_FILE, write_atomically


class AnotherGrader(Exception):
    """Somebody else grades this course; the message says who."""


@contextlib.contextmanager
def sole_grader(folder: Path, wait_seconds: float, *, shared: bool = False) -> Iterator[None]:
    """For the length of the block no other process grades the course whose private folder this is.

    The system lets go of the lock when its holder ends, however that happens. AnotherGrader if it is not free within
    `wait_seconds`. In a `shared` course the other accounts of the group can take the lock after us.
    """
    holder, mode = folder / "grading.holder", GROUP_FILE if shared else 0o600
    lock = FileLock(folder / "grading.lock", timeout=wait_seconds, mode=mode)
    try:
        lock.acquire()
    except Timeout:
        raise AnotherGrader(messages.ANOTHER_GRADER.format(who=_who(holder))) from None
    try:
        now = datetime.now().strftime("%Y-%m-%d %H:%M")
        text = messages.HOLDER.format(user=_user(), host=socket.gethostname(), pid=os.getpid(), since=now)
        write_atomically(holder, text.encode(), mode=mode)
        yield
    finally:
        with contextlib.suppress(OSError):
            holder.unlink()
        lock.release()


def _who(holder: Path) -> str:
    """Who holds the lock; they may have ended just now, or not have begun to say so."""
    try:
        return holder.read_text(encoding="utf-8", errors="replace") or messages.SOMEBODY
    except OSError:
        return messages.SOMEBODY


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return str(os.getuid())
