"""Run a command and tell what it leaves running.

`python supervise.py REPORT SECONDS COMMAND...`: this process adopts every orphan of the command's, in whatever
session, so that what lives when the command has ended is exactly what it left. That is told and killed.
Ends with the command's status; 124 when the time is up.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
GRACE = 3.0


def parents() -> dict[int, int]:
    """Parents by process, zombies left out."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                found[int(path.parent.name)] = int(parent)
    return found


def descendants() -> list[int]:
    """Every process below this one."""
    found, table = [os.getpid()], parents()
    for pid in found:
        found += [child for child, parent in table.items() if parent == pid and child not in found]
    return found[1:]


def name_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:300]
    except OSError:
        return "?"


def main() -> int:
    report, seconds, *command = sys.argv[1:]
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    start = time.monotonic()
    process = subprocess.Popen(command)
    try:
        status = process.wait(float(seconds))
    except subprocess.TimeoutExpired:
        status = 124
        process.kill()
        process.wait()
    taken = time.monotonic() - start
    until = time.monotonic() + GRACE
    while descendants() and time.monotonic() < until:  # whoever is just ending may do so
        time.sleep(0.1)
    left = {pid: name_of(pid) for pid in descendants()}
    for _ in range(100):
        if not (alive := descendants()):
            break
        for pid in alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        time.sleep(0.05)
    Path(report).write_text(json.dumps({"status": status, "seconds": taken, "left": left}))
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main())
