"""`wallgrade doctor`: what this machine offers to hold a stranger's code, proved by trying."""

from __future__ import annotations

import contextlib
import os
import platform
import secrets
import socket
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lessoncheck.cells import Cell
from lessoncheck.failures import CheckFailed, GraderFault
from lessoncheck.lesson import LessonFolder
from wallgrade.sandbox import messages
from wallgrade.sandbox.fork_server import START_SECONDS, ForkServer, SandboxUnavailable
from wallgrade.sandbox.limits import Limits
from wallgrade.sandbox.probes import HELD, PROBES, Probe
from wallgrade.sandbox.remote_student import RemoteStudent, SubmissionBudget

DRIVER = "def probe(caller):\n    return {'said': str(caller.run('probe'))}\n"
RETRY = 4  # times the time, for a probe that ran out of it: a busy machine is not a broken one
MOUNTS = Path("/proc/self/mountinfo")
# Linux's switches for user namespaces: what the value must be for them to work
SWITCHES = {
    "/proc/sys/kernel/unprivileged_userns_clone": "1",
    "/proc/sys/kernel/apparmor_restrict_unprivileged_userns": "0",
}


@dataclass(frozen=True)
class Finding:
    """One thing that must hold, whether it did (None: that could not be told), and what was seen."""

    name: str
    held: bool | None
    seen: str


@dataclass(frozen=True)
class Diagnosis:
    """Findings of one mode; `unavailable` is the reason when it does not work here at all."""

    mode: str
    findings: tuple[Finding, ...]
    unavailable: str = ""

    @property
    def sound(self) -> bool:
        """Whether everything held."""
        return not self.unavailable and all(finding.held for finding in self.findings)

    @property
    def undecided(self) -> bool:
        """Whether nothing is known not to hold, but not everything could be told."""
        held = {finding.held for finding in self.findings}
        return not self.unavailable and None in held and False not in held


@dataclass
class Canaries:
    """What the probes may try to reach: made for them, and harmless to lose."""

    folder: Path
    token: str
    victim: subprocess.Popen[bytes]
    listener: socket.socket

    def untouched(self) -> str:
        """Empty, or what a probe did to a canary, as seen from outside."""
        self.listener.settimeout(0.1)
        with contextlib.suppress(TimeoutError):
            self.listener.accept()[0].close()
            return messages.DOCTOR_CONNECTED
        if self.victim.poll() is not None:
            self.victim = sleeper()
            return messages.DOCTOR_KILLED
        left = sorted(path.name for path in self.folder.iterdir())
        return "" if left == ["canary"] else messages.DOCTOR_WROTE


def sleeper() -> subprocess.Popen[bytes]:
    """A process that does nothing, to be killed."""
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])


@contextlib.contextmanager
def canaries() -> Iterator[Canaries]:
    """A file with a random token, the token in our environment, a process to kill, a listener on loopback."""
    token = secrets.token_hex(16)
    with tempfile.TemporaryDirectory(prefix="wallgrade-doctor-") as folder, socket.socket() as listener:
        (Path(folder) / "canary").write_text(token)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        reach = Canaries(Path(folder), token, sleeper(), listener)
        os.environ["WALLGRADE_DOCTOR_TOKEN"] = token
        try:
            yield reach
        finally:
            del os.environ["WALLGRADE_DOCTOR_TOKEN"]
            reach.victim.kill()
            reach.victim.wait()


def diagnose(mode: str, seconds: float = 5.0) -> Diagnosis:
    """Try every probe in this mode. What takes longer than `seconds` is tried once more, with four times as many."""
    limits = Limits(mode=mode, memory=512 << 20, scratch=8 << 20, call_seconds=seconds)
    patient = replace(limits, call_seconds=RETRY * seconds, cells_seconds=RETRY * limits.cells_seconds)
    mounts = MOUNTS.read_text() if MOUNTS.exists() else ""
    with tempfile.TemporaryDirectory(prefix="wallgrade-doctor-") as folder, canaries() as reach:
        lesson = LessonFolder(Path(folder))
        lesson.checks.mkdir()
        lesson.drivers_file.write_text(DRIVER)
        try:
            server = ForkServer(lesson, limits)
        except (SandboxUnavailable, GraderFault) as error:
            if isinstance(error.__cause__, TimeoutError):
                busy = Finding(messages.DOCTOR_STARTS, None, messages.DOCTOR_NO_ANSWER.format(seconds=START_SECONDS))
                return Diagnosis(mode, (busy,))
            return Diagnosis(mode, (), str(error))
        try:
            findings = [
                first
                if (first := _try(probe, server, limits, reach)).held is not None
                else _try(probe, server, patient, reach)
                for probe in PROBES
            ]
        finally:
            server.close()
    same = mounts == (MOUNTS.read_text() if MOUNTS.exists() else "")
    findings.append(Finding(messages.DOCTOR_MOUNTS, same, messages.DOCTOR_COMPARED))
    return Diagnosis(mode, tuple(findings))


def _try(probe: Probe, server: ForkServer, limits: Limits, reach: Canaries) -> Finding:
    body = probe.body.format(
        canary=str(reach.folder / "canary"), folder=str(reach.folder), port=reach.listener.getsockname()[1],
        token=reach.token, victim=reach.victim.pid, memory=limits.memory, scratch=limits.scratch,
    )  # fmt: skip
    source = "def probe():\n" + textwrap.indent(body.strip() + "\n", "    ")
    student = RemoteStudent(
        lambda: server, SubmissionBudget([Cell("probe", source, "solution")], limits), lambda item: ""
    )
    try:
        said = str(student.call("probe", seconds=limits.call_seconds).values["said"])
    except CheckFailed as failed:
        said = f"{HELD}: {failed.message}" if probe.ends else failed.message
    except GraderFault as fault:  # no session came about, although one did before
        return Finding(probe.name, None, str(fault))
    finally:
        student.close()
    harm = reach.untouched()
    if student.timed_out and not probe.ends and not harm:
        return Finding(probe.name, None, messages.DOCTOR_NO_ANSWER.format(seconds=limits.call_seconds))
    return Finding(probe.name, said.startswith(HELD) and not harm, harm or said.partition(": ")[2] or said)


def import_fault(package: str, seconds: float = 120.0) -> str:
    """Why a package that students import cannot be imported here; "" if it can."""
    command = [sys.executable, "-W", "ignore", "-c", f"import {package}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return messages.DOCTOR_NO_ANSWER.format(seconds=seconds)
    return "" if done.returncode == 0 else done.stderr.strip().rpartition("\n")[2]


def machine() -> str:
    """What this machine is, in one line."""
    who = "root" if hasattr(os, "geteuid") and os.geteuid() == 0 else "an ordinary user"
    return (
        f"{platform.system()} {platform.release()} on {platform.machine()}, Python {platform.python_version()}, {who}"
    )


def advice() -> list[str]:
    """What to switch on for the sandbox to work, as far as this machine tells."""
    if platform.system() != "Linux":
        return [messages.DOCTOR_NOT_LINUX]
    wrong = [
        messages.DOCTOR_SWITCH.format(name=path.removeprefix("/proc/sys/").replace("/", "."), value=value)
        for path, value in SWITCHES.items()
        if Path(path).exists() and Path(path).read_text().strip() != value
    ]
    most = Path("/proc/sys/user/max_user_namespaces")
    if most.exists() and most.read_text().strip() == "0":
        wrong.append(messages.DOCTOR_SWITCH.format(name="user.max_user_namespaces", value="10000"))
    return wrong or [messages.DOCTOR_CONTAINER]
