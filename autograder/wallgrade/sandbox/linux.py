"""The calls to the Linux kernel that Python does not offer (3.11), each as a function that raises OSError.

Names and numbers are those of the manual pages unshare(2), setns(2), mount(2), mount_setattr(2), pivot_root(2),
prctl(2) and capset(2).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import struct
import sys

CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY = 0x1
MS_NOSUID = 0x2
MS_NODEV = 0x4
MS_NOEXEC = 0x8
MS_REMOUNT = 0x20
MS_BIND = 0x1000
MS_REC = 0x4000
MS_PRIVATE = 0x40000
MNT_DETACH = 2

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4

_HUGE, _MADV_COLLAPSE = 2 << 20, 25
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_MOUNT_ATTR_RDONLY, _MOUNT_ATTR_NOSUID, _MOUNT_ATTR_NODEV = 0x1, 0x2, 0x4
_CAPABILITY_VERSION_3 = 0x20080522
_NUMBERS = {"x86_64": {"pivot_root": 155, "mount_setattr": 442}, "aarch64": {"pivot_root": 41, "mount_setattr": 442}}

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _call(name: str, *arguments: object) -> None:
    function = getattr(_libc, name)
    if function(*arguments) == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def _system_call(name: str, *arguments: object) -> None:
    _call("syscall", ctypes.c_long(_NUMBERS[platform.machine()][name]), *arguments)


def unshare(flags: int) -> None:
    """Leave the namespaces in `flags` for new ones."""
    _call("unshare", ctypes.c_int(flags))


def setns(descriptor: int, kind: int) -> None:
    """Enter the namespace behind an open file."""
    _call("setns", ctypes.c_int(descriptor), ctypes.c_int(kind))


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """mount(2)."""
    _call(
        "mount", source.encode(), target.encode(), kind.encode() or None, ctypes.c_ulong(flags),
        options.encode() or None,
    )  # fmt: skip


def bind_read_only(source: str, target: str, *, devices: bool = False) -> None:
    """Show `source`, and whatever is mounted below it, at `target`, read-only (Linux 5.12)."""
    mount(source, target, flags=MS_BIND | MS_REC)
    attributes = _MOUNT_ATTR_NOSUID | (0 if devices else _MOUNT_ATTR_RDONLY | _MOUNT_ATTR_NODEV)
    structure = ctypes.create_string_buffer(struct.pack("=QQQQ", attributes, 0, 0, 0))
    _system_call(
        "mount_setattr", ctypes.c_int(_AT_FDCWD), target.encode(), ctypes.c_uint(_AT_RECURSIVE), structure,
        ctypes.c_size_t(32),
    )  # fmt: skip


def pivot_root(new: str) -> None:
    """Make `new` the root of this mount namespace and let go of the old one."""
    os.chdir(new)
    _system_call("pivot_root", b".", b".")  # the old root is now stacked on top of the new one
    _call("umount2", b".", ctypes.c_int(MNT_DETACH))
    os.chdir("/")


def prctl(option: int, argument: int = 0) -> None:
    """prctl(2) with one argument."""
    _call(
        "prctl", ctypes.c_int(option), ctypes.c_ulong(argument), ctypes.c_ulong(0), ctypes.c_ulong(0),
        ctypes.c_ulong(0),
    )  # fmt: skip


def drop_capabilities() -> None:
    """Give up every capability for good: bounding, ambient, permitted, effective, inheritable."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:  # the kernel knows no more
            break
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION_3, 0))
    _call("capset", header, ctypes.create_string_buffer(struct.pack("=6I", 0, 0, 0, 0, 0, 0)))


def in_huge_pages(maps: str) -> None:
    """Gather this process's own memory, as `maps` (/proc/self/maps) lists it, in huge pages where the kernel can.

    A fork copies an entry for each page, and its end takes them all down again: with huge pages there are 512 times
    fewer. Linux 6.1 and later do it at once; elsewhere nothing changes.
    """
    for line in maps.splitlines():
        span, permissions, _, _, inode, *_ = line.split()
        start, end = (int(address, 16) for address in span.split("-"))
        first, last = -(-start // _HUGE) * _HUGE, end // _HUGE * _HUGE
        if permissions == "rw-p" and inode == "0" and first < last:
            with contextlib.suppress(OSError):
                _call("madvise", ctypes.c_void_p(first), ctypes.c_size_t(last - first), ctypes.c_int(_MADV_COLLAPSE))


def die_with_parent() -> None:
    """On Linux, be killed when the parent dies, however it dies."""
    if _libc is not None:
        prctl(PR_SET_PDEATHSIG, 9)
