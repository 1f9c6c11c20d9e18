"""Isolating the fork server, and each session that is forked from it, with Linux namespaces.

The fork server (`enter_server_root`, once): a process of its own as number 1 of a new pid namespace, so that the kernel
ends everything in it when it dies; and a root that holds the Python environment, the system's libraries and the
lesson's student side, read-only, and nothing else: of /proc and /sys only what the processors are, no /home, no course.

A session (`isolate_session`): own user, mount, pid, network, ipc, uts and cgroup namespaces, a private scratch
folder in memory, no capabilities, hard limits, and a filter on system calls. It holds one process; its number is 1,
and all of it is gone when the fork server kills that process.
"""

from __future__ import annotations

import os
import platform
import resource
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wallgrade.sandbox import linux, seccomp, shell_limits

SCRATCH = "/scratch"
LESSON = "/lesson"
NOBODY = 65534
INSIDE_ID = 1000
SYSTEM_LIBRARIES = ("/usr/lib", "/usr/lib32", "/usr/lib64", "/lib", "/lib32", "/lib64")
# torch reads what the processor can do when it first converts to half precision
FILES = ("/etc/ld.so.cache", "/proc/cpuinfo")
PROCESSORS = "/sys/devices/system/cpu"
DEVICES = ("null", "zero", "full", "random", "urandom")
OPEN_FILES = 256
SERVER_SCRATCH = 16 << 20  # bytes; what the fork server's own imports write
ROOT_OPTIONS = "size=256k,nr_inodes=200,mode=755"


@dataclass(frozen=True)
class ServerRoot:
    """What the fork server keeps of the world outside, to set up sessions; sessions close both descriptors."""

    proc: int
    pid_namespace: int
    drop_to: int | None  # the user id that a session takes on where the fork server is the real root


def enter_server_root(lesson: str) -> ServerRoot:
    """Isolate this process with the folder `lesson` at /lesson; returns in the process that is number 1 there.

    The calling process waits for that one, ends with its status, and dies with its own parent. Call it before
    anything starts a thread. OSError tells which step this machine refuses.
    """
    if sys.platform != "linux" or platform.machine() not in seccomp.ARCHITECTURES:
        raise OSError(f"it needs Linux on x86_64 or aarch64; this is {sys.platform} on {platform.machine()}")
    proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
    drop_to: int | None = NOBODY
    flags = linux.CLONE_NEWNS | linux.CLONE_NEWPID
    try:
        if os.geteuid() != 0:
            raise PermissionError
        linux.unshare(flags)
    except PermissionError:
        drop_to = None
        user, group = os.geteuid(), os.getegid()
        linux.unshare(flags | linux.CLONE_NEWUSER)
        _map_ids(proc, 0, user, group)
    linux.mount("none", "/", flags=linux.MS_REC | linux.MS_PRIVATE)
    child = os.fork()
    if child:
        _wait_and_exit(child)
    linux.die_with_parent()
    own_pids = os.open("self/ns/pid", os.O_RDONLY, dir_fd=proc)
    _build_root(Path(lesson))
    _mount_scratch(SERVER_SCRATCH)
    os.environ.update(HOME=SCRATCH, TMPDIR=SCRATCH, MPLCONFIGDIR=SCRATCH, USER="student", LOGNAME="student")
    return ServerRoot(proc, own_pids, drop_to)


def _wait_and_exit(child: int) -> None:
    os.closerange(3, OPEN_FILES)
    while True:
        try:
            _, status = os.waitpid(child, 0)
        except InterruptedError:
            continue
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _build_root(lesson: Path) -> None:
    """A small root in memory, over the fork server's own temporary folder, which nobody else sees."""
    root = lesson.parent / "root"
    root.mkdir()
    linux.mount("wallgrade", str(root), "tmpfs", linux.MS_NOSUID, ROOT_OPTIONS)
    for folder in dict.fromkeys([*SYSTEM_LIBRARIES, *_python_libraries()]):
        _show(Path(folder), root)
    for name in ("dev", "etc", SCRATCH[1:], LESSON[1:]):
        (root / name).mkdir(exist_ok=True)
    for name in DEVICES:
        (root / "dev" / name).touch()
        linux.bind_read_only(f"/dev/{name}", str(root / "dev" / name), devices=True)
    for file in FILES:
        if Path(file).is_file():
            target = root / file.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch()
            linux.bind_read_only(file, str(target))
    _show(Path(PROCESSORS), root)
    for link in ("tmp", "dev/shm"):
        target = root / link
        if not target.exists():  # the environment itself may be below /tmp; TMPDIR names the scratch folder anyway
            target.symlink_to(SCRATCH)
    linux.bind_read_only(str(lesson), str(root / LESSON[1:]))
    linux.pivot_root(str(root))
    linux.mount("none", "/", flags=linux.MS_REMOUNT | linux.MS_BIND | linux.MS_RDONLY | linux.MS_NOSUID)


def _python_libraries() -> list[str]:
    """The `lib` folders of this environment and of the Python that it was made from."""
    return [f"{prefix}/{name}" for prefix in (sys.base_prefix, sys.prefix) for name in ("lib", "lib64")]


def _show(folder: Path, root: Path) -> None:
    """Bring a folder into the new root at the same place; a link at the top level stays a link."""
    target = root / str(folder).lstrip("/")
    if not folder.is_dir() or os.path.lexists(target):
        return
    if folder.is_symlink():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(os.readlink(folder))
        return
    if target.parent.resolve().is_relative_to(root):  # not below something that is shown already
        target.mkdir(parents=True, exist_ok=True)
        linux.bind_read_only(str(folder), str(target))


def fork_session(base: ServerRoot) -> int:
    """Fork a process that is number 1 of a new pid namespace; like os.fork otherwise."""
    linux.setns(base.pid_namespace, linux.CLONE_NEWPID)  # unshare insists on starting from one's own
    linux.unshare(linux.CLONE_NEWPID)
    return os.fork()


def isolate_session(base: ServerRoot, keep: int, limits: dict[str, Any]) -> None:
    """In the forked process: isolate it, with the descriptor `keep` and null streams.

    `limits` has bytes of memory beyond what the fork server uses, bytes of scratch space, bytes of any one file,
    seconds of processor time, and a number of threads.
    """
    os.setsid()
    linux.unshare(
        linux.CLONE_NEWNS | linux.CLONE_NEWNET | linux.CLONE_NEWIPC | linux.CLONE_NEWUTS | linux.CLONE_NEWCGROUP
    )
    owner = "" if base.drop_to is None else f",uid={base.drop_to},gid={base.drop_to}"
    _mount_scratch(limits["scratch"], owner)
    if base.drop_to is not None:
        os.setgroups([])
        os.setresgid(base.drop_to, base.drop_to, base.drop_to)
        os.setresuid(base.drop_to, base.drop_to, base.drop_to)
        linux.prctl(linux.PR_SET_DUMPABLE, 1)  # or the maps below could not be written
    user, group = os.geteuid(), os.getegid()
    address_space = _address_space(base.proc)
    linux.unshare(linux.CLONE_NEWUSER)
    _map_ids(base.proc, INSIDE_ID, user, group)
    linux.drop_capabilities()
    _limit(limits, address_space)
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    os.chdir(SCRATCH)
    close_other_descriptors(keep)
    seccomp.install()


def _mount_scratch(size: int, owner: str = "") -> None:
    flags = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC
    linux.mount("scratch", SCRATCH, "tmpfs", flags, f"size={size},nr_inodes=2000,mode=700{owner}")


def close_other_descriptors(descriptor: int) -> None:
    """Standard streams to nowhere, and every other descriptor but this one closed."""
    null = os.open("/dev/null", os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.closerange(3, descriptor)
    os.closerange(max(descriptor + 1, 3), resource.getrlimit(resource.RLIMIT_NOFILE)[1])


def _limit(limits: dict[str, Any], address_space: int) -> None:
    bounds = {
        resource.RLIMIT_AS: address_space + limits["memory"],
        resource.RLIMIT_FSIZE: limits["file_size"],
        resource.RLIMIT_CPU: limits["cpu_seconds"],
        resource.RLIMIT_NPROC: limits["threads"],
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 0,
    }
    for what, bound in bounds.items():
        shell_limits.set_limit(what, bound)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file that grows too large is an OSError, not the end


def _address_space(proc: int) -> int:
    with os.fdopen(os.open("self/statm", os.O_RDONLY, dir_fd=proc)) as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def _map_ids(proc: int, inside: int, user: int, group: int) -> None:
    """Map one user and one group of the namespace entered just now; all others are nobody."""
    for name, text in (("setgroups", "deny"), ("uid_map", f"{inside} {user} 1"), ("gid_map", f"{inside} {group} 1")):
        try:
            with os.fdopen(os.open(f"self/{name}", os.O_WRONLY, dir_fd=proc), "wb", buffering=0) as file:
                file.write(text.encode())
        except OSError as error:
            raise OSError(error.errno, f"user namespace: {name}: {error.strerror}") from None
