"""The system calls that a student's code may not make, as a seccomp filter (seccomp(2), Linux 3.17).

What is refused falls into four kinds: other processes and programs, sockets, namespaces and mounts, and kernel
interfaces that a lesson never needs but exploits often do. Threads are allowed: `clone` passes with CLONE_THREAD,
and `clone3`, whose flags a filter cannot see, is answered with "not there", so that libc falls back to `clone`.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

from wallgrade.sandbox import linux

# name: (number on x86_64, number on aarch64); None where the architecture has no such call
PROCESSES = {
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "process_madvise": (440, 440),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "kcmp": (312, 272), "personality": (135, 92),
}  # fmt: skip
SOCKETS = {
    "socket": (41, 198), "connect": (42, 203), "accept": (43, 202), "accept4": (288, 242), "bind": (49, 200),
    "listen": (50, 201),
}  # fmt: skip
NAMESPACES = {
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "chroot": (161, 51), "mount_setattr": (442, 442), "move_mount": (429, 429), "open_tree": (428, 428),
    "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "mknod": (133, None), "mknodat": (259, 33),
    "sethostname": (170, 161), "setdomainname": (171, 162), "quotactl": (179, 60), "quotactl_fd": (443, 443),
    "acct": (163, 89), "swapon": (167, 224), "swapoff": (168, 225),
}  # fmt: skip
KERNEL = {
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "keyctl": (250, 219), "add_key": (248, 217),
    "request_key": (249, 218), "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "create_module": (174, None), "syslog": (103, 116),
    "reboot": (169, 142), "settimeofday": (164, 170), "clock_settime": (227, 112), "clock_adjtime": (305, 266),
    "adjtimex": (159, 171), "iopl": (172, None), "ioperm": (173, None), "modify_ldt": (154, None),
    "fanotify_init": (300, 262), "vhangup": (153, 58), "lookup_dcookie": (212, 18), "uselib": (134, None),
    "migrate_pages": (256, 238), "move_pages": (279, 239),
    # memory that no limit on the address space or on file sizes would count
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "shmat": (30, 196),
    "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
}  # fmt: skip
CLONE = (56, 220)
CLONE3 = (435, 435)
CLONE_THREAD = 0x00010000
X32_BIT = 0x40000000

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column above, AUDIT_ARCH_...

_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _JUMP_IF_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data, little-endian
ALLOW, ERROR, KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2


def refused(machine: str) -> list[int]:
    """The numbers of the refused calls on this architecture."""
    column, _ = ARCHITECTURES[machine]
    numbers = [numbers[column] for group in (PROCESSES, SOCKETS, NAMESPACES, KERNEL) for numbers in group.values()]
    return [number for number in numbers if number is not None]


def program(machine: str) -> bytes:
    """The filter as instructions of classic BPF (struct sock_filter)."""
    column, architecture = ARCHITECTURES[machine]
    denied = ERROR | errno.EPERM
    lines: list[tuple[int, int, int, int]] = [  # (code, jump if true, jump if false, value)
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_IF_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, KILL_PROCESS),
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_IF_AT_LEAST, 0, 1, X32_BIT),
        (_RETURN, 0, 0, denied),
        (_JUMP_IF_EQUAL, 0, 1, CLONE3[column]),
        (_RETURN, 0, 0, ERROR | errno.ENOSYS),
    ]
    for number in refused(machine):
        lines += [(_JUMP_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, denied)]
    lines += [
        (_JUMP_IF_EQUAL, 0, 3, CLONE[column]),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_JUMP_IF_SET, 1, 0, CLONE_THREAD),
        (_RETURN, 0, 0, denied),
        (_RETURN, 0, 0, ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def install() -> None:
    """Put the filter on this process, for good; it needs no privileges once no_new_privs is set."""
    code = program(platform.machine())
    instructions = ctypes.create_string_buffer(code, len(code))
    filter_program = struct.pack("@HP", len(code) // 8, ctypes.addressof(instructions))
    structure = ctypes.create_string_buffer(filter_program, len(filter_program))
    linux._call(
        "prctl", ctypes.c_int(_PR_SET_SECCOMP), ctypes.c_ulong(_MODE_FILTER), structure, ctypes.c_ulong(0),
        ctypes.c_ulong(0),
    )  # fmt: skip
