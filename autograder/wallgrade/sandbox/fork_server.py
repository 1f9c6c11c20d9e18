"""The grader side's handle on the fork server: start it once, open sessions on it, kill what hangs."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lessoncheck.failures import GraderFault
from lessoncheck.inputs import PUBLIC_SEED
from lessoncheck.lesson import LessonFolder
from lessoncheck.protocol import Connection, WireError
from wallgrade.sandbox import REFUSED, messages, shell_limits
from wallgrade.sandbox.lesson_files import copy_student_side, save_preloaded, setup_sources
from wallgrade.sandbox.limits import Limits
from wallgrade.sandbox.process_starter import start_process

log = logging.getLogger(__name__)

WORKER = Path(__file__).with_name("fork_server_main.py")
# Memory that is freed is kept for the next array, in huge pages: a page fault for each 4 kB takes longer than a batch
MALLOC = (
    "glibc.malloc.hugetlb=1",
    f"glibc.malloc.mmap_threshold={64 << 20}",
    f"glibc.malloc.trim_threshold={256 << 20}",
)
START_SECONDS = 120.0
CONTROL_SECONDS = 30.0
NO_CELLS = {"cells": [], "cut": [], "not_called": {}, "seconds": {"each": 1.0, "own": 1.0, "extra": 1.0}}
MOST_TEXT = 1 << 20  # bytes of one answer's texts, numbers and lists, which take up to fifty times as much when read


class SandboxUnavailable(Exception):
    """No student's code can be run, or be confined, on this machine; the message says why. Nothing was run."""


class Session:
    """One forked child with one student's program in it."""

    def __init__(self, connection: Connection, pid: int, server: ForkServer) -> None:
        self.connection = connection
        self._pid = pid
        self._server = server

    def close(self) -> None:
        """End the child and everything it started; harmless when it is gone already."""
        self.connection.close()
        self._server.kill(self._pid)


class ForkServer:
    """A running fork server for one lesson. Start it before the first session; `close` ends it and its children."""

    def __init__(self, lesson: LessonFolder, limits: Limits, seed: bytes = PUBLIC_SEED) -> None:
        try:
            self._folder = Path(tempfile.mkdtemp(prefix="wallgrade-student-side-"))
        except OSError as error:
            reason = shell_limits.too_low() or f"{error}."
            raise SandboxUnavailable(messages.NOT_STARTED_HERE.format(limits=reason)) from error
        try:
            student_side = self._folder / "lesson"
            copy_student_side(lesson.root, student_side)
            names = save_preloaded(lesson, student_side, seed)
            ours, theirs = socket.socketpair()
            with (self._folder / "stderr").open("wb") as errors:
                self._process = start_process(
                    [sys.executable, "-I", str(WORKER), str(theirs.fileno()), str(student_side), limits.mode],
                    pass_fds=[theirs.fileno()],
                    env=clean_environment(self._folder),
                    cwd=self._folder,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                    start_new_session=True,  # Ctrl-C in the grader's terminal is for the grader, which ends this
                )
            theirs.close()
            self._socket = ours
            self._control = Connection(ours)
            self.limits = limits
            settings = {"preloaded": names, "warm_up": setup_sources(lesson), "limits": _of_a_process(limits)}
            self._control.send(settings, START_SECONDS)
            self._expect("ready", START_SECONDS)
            self._check_session_starts()
        except (OSError, WireError, TimeoutError, GraderFault) as error:
            _, refused, reason = (last_words := self._stderr_tail()).rpartition(REFUSED)
            self.close()
            if low := shell_limits.too_low():
                raise SandboxUnavailable(messages.NOT_STARTED_HERE.format(limits=low)) from error
            if refused:
                raise SandboxUnavailable(messages.NO_SANDBOX.format(reason=reason.strip())) from None
            why = last_words.strip().rpartition("\n")[2] or error
            raise SandboxUnavailable(messages.NOT_STARTED.format(reason=why, prefix=sys.prefix)) from error
        except BaseException:  # also when this process is told to end
            self.close()
            raise

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def open_session(self, needs: Sequence[str] = ()) -> Session:
        """Fork a child of the fork server; GraderFault when that is not there. `needs`: see late_imports."""
        ours, theirs = socket.socketpair()
        try:
            self._control.send({"session": True, "needs": list(needs)}, CONTROL_SECONDS)
            socket.send_fds(self._socket, [b"x"], [theirs.fileno()])
            pid = int(self._expect("pid", CONTROL_SECONDS))
        except (WireError, TimeoutError, OSError) as error:
            ours.close()
            why = f"{error} {self._stderr_tail()} {shell_limits.too_low()}"
            raise GraderFault(f"the grading worker is gone: {why}") from error
        finally:
            theirs.close()
        return Session(Connection(ours, most=self.limits.output, header=MOST_TEXT), pid, self)

    def kill(self, pid: int) -> None:
        """Kill one session; harmless when it or the fork server is gone."""
        with contextlib.suppress(WireError, TimeoutError, GraderFault):
            self._control.send({"kill": pid}, CONTROL_SECONDS)
            self._expect("killed", CONTROL_SECONDS)

    def close(self) -> None:
        """End the fork server, its sessions and its folder."""
        process = getattr(self, "_process", None)
        if process is not None:
            self._socket.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _check_session_starts(self) -> None:
        """Nothing is graded on a machine where a session cannot be isolated: find that out before the first one."""
        session = self.open_session()
        try:
            session.connection.send(NO_CELLS, CONTROL_SECONDS)
            reply = session.connection.receive(CONTROL_SECONDS)
        finally:
            session.close()
        if "setup_failed" in reply:
            raise SandboxUnavailable(messages.NO_SANDBOX.format(reason=reply["setup_failed"]))

    def _expect(self, key: str, seconds: float) -> Any:
        reply = self._control.receive(seconds)
        if not isinstance(reply, dict) or key not in reply:
            raise GraderFault(f"the grading worker answered {reply!r} where {key} was expected")
        return reply[key]

    def _stderr_tail(self) -> str:
        with contextlib.suppress(OSError):
            return (self._folder / "stderr").read_text(errors="replace")[-1000:]
        return ""


def _of_a_process(limits: Limits) -> dict[str, Any]:
    """The limits put on each session's process; seconds of processor time count all its threads."""
    return asdict(limits) | {"cpu_seconds": int(limits.submission_seconds * 2) + 1}


def clean_environment(home: Path) -> dict[str, str]:
    """Nothing of the grader's environment but what Python needs to run; one thread for all of torch."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {
        "HOME": str(home),
        "MPLCONFIGDIR": str(home),
        "MPLBACKEND": "Agg",
        "GLIBC_TUNABLES": ":".join(MALLOC),
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "LESSONCHECK_INSIDE_GRADER": "1",
    }
