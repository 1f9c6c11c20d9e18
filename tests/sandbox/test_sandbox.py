"""The sandbox on this machine, as root and as an ordinary user: what the doctor tries, and what cannot be tried so."""

from __future__ import annotations

import dataclasses
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from lessoncheck.cells import Cell
from lessoncheck.failures import CheckFailed
from lessoncheck.lesson import LessonFolder
from lessoncheck.student import Reply
from support.lesson import LINEAR, SECOND_COURSE
from wallgrade.sandbox import seccomp
from wallgrade.sandbox.doctor import diagnose
from wallgrade.sandbox.fork_server import ForkServer, SandboxUnavailable
from wallgrade.sandbox.limits import Limits
from wallgrade.sandbox.remote_student import RemoteStudent, SubmissionBudget

LESSON = LessonFolder(SECOND_COURSE / "source" / LINEAR)
# root without its privileges is, to the kernel, an ordinary user; SETFCAP is what mapping user 0 asks for
LIKE_AN_ORDINARY_USER = ["setpriv", "--bounding-set=-all,+setfcap", "--inh-caps=-all"]
WALLGRADE = str(Path(sys.executable).with_name("wallgrade"))
WITHOUT_NAMESPACES = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    worker = ForkServer(LESSON, Limits(memory=512 << 20, scratch=4 << 20, file_size=1 << 20, threads=8))
    yield worker
    worker.close()


def run(server: ForkServer, body: str, *, seconds: float = 10, cells: str = "") -> Reply:
    source = "def linreg(X, w, b):\n" + "".join(f"    {line}\n" for line in body.splitlines())
    program = SubmissionBudget([Cell("extra", cells, "extra"), Cell("linreg", source, "solution")], server.limits)
    student = RemoteStudent(lambda: server, program, lambda item: "")
    try:
        return student.call("linreg", seconds=seconds, X=np.ones((3, 2)), w=np.ones((2, 1)), b=1.0)
    finally:
        student.close()


def test_everything_the_doctor_tries_holds() -> None:
    found = diagnose("sandbox")
    assert found.sound, found


def test_the_doctor_can_tell_a_wall_that_does_not_hold() -> None:
    found = diagnose("trusted")
    broken = {finding.name for finding in found.findings if not finding.held}
    assert {"your files cannot be read", "no network, not even to this machine"} <= broken


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user already")
def test_everything_holds_for_an_ordinary_user_too() -> None:
    command = [*LIKE_AN_ORDINARY_USER, WALLGRADE, "doctor"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "everything held" in done.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to take something away from")
def test_without_namespaces_grading_refuses_in_one_sentence_and_the_doctor_says_what_to_do() -> None:
    command = [*WITHOUT_NAMESPACES, WALLGRADE, "doctor"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert "The sandbox does not work on this machine (" in done.stdout
    assert "so nothing was run" in done.stdout
    assert "user namespaces" in done.stdout


def test_a_worker_whose_sessions_cannot_enter_their_room_is_not_used() -> None:
    with pytest.raises(SandboxUnavailable, match="nothing was run"):
        ForkServer(LESSON, Limits(scratch=-1))  # cannot be mounted


def test_a_worker_that_cannot_start_says_why_and_what_must_be_there(tmp_path: Path) -> None:
    lesson = LessonFolder(tmp_path)
    lesson.checks.mkdir()
    lesson.drivers_file.write_text("import a_package_in_somebodys_home\n")
    with pytest.raises(SandboxUnavailable, match="No module named 'a_package_in_somebodys_home'") as refused:
        ForkServer(lesson, Limits())
    assert f"installed in this Python environment, {sys.prefix}" in str(refused.value)


def test_an_environment_below_tmp_is_no_hindrance(tmp_path: Path) -> None:
    """A clone in /tmp has its .venv there, so the small root gets a /tmp of its own."""
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True, timeout=60)
    packages = next(environment.glob("lib/python*/site-packages"))
    (packages / "borrowed.pth").write_text("\n".join(path for path in sys.path if "site-packages" in path))
    diagnosis = "from wallgrade.sandbox.doctor import diagnose; print(diagnose('sandbox'))"
    code = f"import sys; sys.path[:0] = {sys.path!r}; {diagnosis}"
    command = [str(environment / "bin" / "python"), "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert "Diagnosis" in done.stdout, done.stdout + done.stderr
    assert "The sandbox does not work" not in done.stdout  # it then looks in vain for torch, which is not in there


def test_sessions_see_no_processes_no_home_and_no_proc(server: ForkServer) -> None:
    reply = run(
        server, "import os\nprint(os.getpid(), os.getuid(), os.path.exists('/proc/1'), os.listdir())\nreturn X @ w"
    )
    assert reply.printed.split(maxsplit=3) == ["1", "1000", "False", "[]\n"]


def test_half_precision_works_although_there_is_no_proc(server: ForkServer) -> None:
    assert (
        run(server, "import os\nprint(os.listdir('/proc'))\nreturn X.half().float() @ w.float()").printed
        == "['cpuinfo']\n"
    )


def test_threads_are_allowed_up_to_their_limit(server: ForkServer) -> None:
    body = (
        "import threading, time\n"
        "started = 0\n"
        "try:\n"
        "    for _ in range(100):\n"
        "        threading.Thread(target=time.sleep, args=(5,), daemon=True).start()\n"
        "        started += 1\n"
        "except RuntimeError:\n"
        "    pass\n"
        "print(started)\n"
        "return X @ w"
    )
    assert 1 <= int(run(server, body).printed) < 8


@pytest.mark.parametrize(
    "attempt",
    [
        "os.fork()",
        "os.execv('/lib64/ld-linux-x86-64.so.2', ['ld'])",
        "subprocess.run(['/bin/true'])",
        "socket.socket(socket.AF_UNIX)",
        "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
        "os.memfd_create('x')",
        "os.chroot('/scratch')",
        "os.mknod('/scratch/sda', 0o60600, os.makedev(8, 0))",
        "os.setuid(0)",
        "resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)",
        "mount()",
        "open('/scratch/large', 'wb').write(bytes(2 << 20))",
        "open('/lesson/checks/drivers.py', 'a')",
        "os.kill(0, 9) or os.stat('/still/here')",
    ],
)
def test_the_kernel_refuses_it(server: ForkServer, attempt: str) -> None:
    body = (
        "import os, socket, subprocess, resource, ctypes\n"
        "def mount():\n"
        "    libc = ctypes.CDLL(None, use_errno=True)\n"
        "    if libc.mount(b'none', b'/scratch', b'tmpfs', 0, None):\n"
        "        raise OSError('refused')\n"
        "try:\n"
        f"    {attempt}\n"
        "except (OSError, ValueError) as error:\n"
        "    print('refused')\n"
        "return X @ w"
    )
    assert run(server, body).printed == "refused\n"


def test_shared_memory_counts_as_memory(server: ForkServer) -> None:
    body = "import mmap\nparts = [mmap.mmap(-1, 64 << 20) for _ in range(100)]\nreturn X @ w"
    with pytest.raises(CheckFailed, match=r"Cannot allocate memory|MemoryError"):
        run(server, body)


def test_scratch_space_vanishes_with_the_session(server: ForkServer) -> None:
    run(server, "open('left', 'w').write('x')\nreturn X @ w")
    assert run(server, "import os\nprint(os.listdir())\nreturn X @ w").printed == "[]\n"


def test_a_cell_that_loops_for_ever_costs_itself_only() -> None:
    worker = ForkServer(LESSON, Limits(cell_seconds=2))
    try:
        reply = run(worker, "print('fine')\nreturn X @ w", cells="while True:\n    pass")
    finally:
        worker.close()
    assert reply.printed == "fine\n"


def test_no_process_outlives_a_grader_that_is_killed() -> None:
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from lessoncheck.lesson import LessonFolder\n"
        "from wallgrade.sandbox.fork_server import NO_CELLS, ForkServer\n"
        "from wallgrade.sandbox.limits import Limits\n"
        "worker = ForkServer(LessonFolder(Path(sys.argv[1])), Limits())\n"
        "worker.open_session().connection.send(NO_CELLS | {'cells': [['loop', 'while True: pass', 'setup']]})\n"
        "print(worker._process.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    command = [sys.executable, "-c", code, str(LESSON.root)]
    grader = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert grader.stdout is not None
    worker = int(grader.stdout.readline())
    family = [worker, *children_of(worker)]
    assert len(family) >= 3  # the worker's guard, the worker, and a session that never ends
    os.kill(grader.pid, signal.SIGKILL)
    grader.wait()
    grader.stdout.close()
    deadline = time.monotonic() + 60
    while any(Path(f"/proc/{pid}").exists() for pid in family) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [pid for pid in family if Path(f"/proc/{pid}").exists()]


def children_of(pid: int) -> list[int]:
    found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return found + [grandchild for child in found for grandchild in children_of(child)]


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_refuses_other_architectures_before_anything_else(machine: str) -> None:
    code = seccomp.program(machine)
    assert len(code) % 8 == 0
    assert len(code) // 8 < 4096  # the kernel's limit
    assert seccomp.KILL_PROCESS.to_bytes(4, "little") == code[2 * 8 + 4 : 3 * 8]


def test_the_filters_numbers_are_those_of_this_machines_headers() -> None:
    folders = (f"/usr/include/{platform.machine()}-linux-gnu/asm/unistd_64.h", "/usr/include/asm-generic/unistd.h")
    columns = ("x86_64", "aarch64")
    for file, machine in zip(folders, columns, strict=True):
        if not Path(file).is_file():
            continue
        lines = Path(file).read_text().split("\n")
        known = {part[1]: part[2] for part in (line.split() for line in lines) if len(part) == 3}
        column, _ = seccomp.ARCHITECTURES[machine]
        for group in (seccomp.PROCESSES, seccomp.SOCKETS, seccomp.NAMESPACES, seccomp.KERNEL):
            for name, numbers in group.items():
                assert numbers[column] is None or known.get(f"__NR_{name}", str(numbers[column])) == str(
                    numbers[column]
                )


def test_what_takes_the_grader_too_long_to_read_is_not_asked_for_again(server: ForkServer) -> None:
    program = SubmissionBudget([], dataclasses.replace(server.limits, grader_seconds=0.0))
    student = RemoteStudent(lambda: server, program, lambda item: "")
    with pytest.raises(CheckFailed, match="took the grader more than 0 seconds") as failed:
        student.call("linreg", X=np.ones((3, 2)), w=np.ones((2, 1)), b=1.0)
    assert failed.value.stopped == "too slow"
    assert student.not_cacheable


def test_a_question_is_bounded_as_a_result_is(server: ForkServer) -> None:
    asked: list[object] = []
    ask = "next(f for f in __import__('gc').get_objects() if getattr(f, '__qualname__', '').endswith('<locals>.ask'))"
    body = f"import numpy as np\nreturn X * float({ask}('sum', {{'x': np.zeros(SHAPE)}}))"

    def call(shape: str) -> Reply:
        source = "def linreg(X, w, b):\n" + "".join(
            f"    {line}\n" for line in body.replace("SHAPE", shape).splitlines()
        )
        student = RemoteStudent(
            lambda: server, SubmissionBudget([Cell("linreg", source, "solution")], server.limits), lambda item: ""
        )
        helpers = {"sum": lambda x: asked.append(x) or 1.0}
        try:
            return student.call("linreg", helpers=helpers, X=np.ones((3, 2)), w=np.ones((2, 1)), b=1.0)
        finally:
            student.close()

    for shape in ("(2, 2, 2, 2, 2)", "1_500_000"):
        with pytest.raises(CheckFailed, match="too large to be looked at"):
            call(shape)
    assert not asked
    call("(2, 2)")
    assert len(asked) == 1
