"""Hostile: reaching out of the sandbox: network, other processes, files, devices, the kernel.

Each must be refused. Right code stands below, so that an entry keeps its points exactly if it was.
"""

from __future__ import annotations

from functools import partial

from corpus.entry import Entry, in_call, tried

hostile = partial(Entry, group="hostile", harmful=True, right=True, stock=False)


def refused(id: str, what: str, why: str, code: str, **more: object) -> Entry:
    """Tried when the cells run; where it succeeds, the cell stops with the word that the tests look for."""
    return hostile(id, what, why, cells=tried(code), **more)  # type: ignore[arg-type]


def harmless(id: str, what: str, why: str, code: str, **more: object) -> Entry:
    """May succeed inside the sandbox, where it harms nobody: the canaries tell."""
    body = "\n".join(f"    {line}" for line in code.splitlines())
    return hostile(id, what, why, cells=in_call(f"try:\n{body}\nexcept Exception:\n    pass"), **more)  # type: ignore[arg-type]


SYSCALL = "import ctypes, platform\nlibc = ctypes.CDLL(None, use_errno=True)\n"
X86 = "if platform.machine() != 'x86_64':\n    raise OSError('other numbers')\n"  # of system calls without a C function


def syscall(id: str, what: str, why: str, expression: str) -> Entry:
    """A C call that must return -1."""
    return refused(
        id,
        what,
        why,
        f"{SYSCALL}{X86 if 'syscall(' in expression else ''}if {expression} < 0:\n    raise "
        f"OSError(ctypes.get_errno())",
    )


ENTRIES = [
    refused("tcp", "connects to a listener on the host's loopback", "sends home what it read",
            "import socket\nsocket.create_connection(('127.0.0.1', int('@PORT@')), 2).send(b'x')"),
    refused("tcp6", "the same over IPv6", "rules for one protocol only",
            "import socket\nsocket.create_connection(('::1', int('@PORT@')), 2).send(b'x')"),
    harmless("udp", "sends a datagram to the host's loopback", "no connection is needed",
             "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', "
             "int('@UDP_PORT@')))"),
    refused("unix-path", "connects to a socket in the file system", "the way to docker and databases",
            "import socket\ns = socket.socket(socket.AF_UNIX)\ns.connect('@UNIX@')"),
    refused("unix-abstract", "connects to an abstract socket", "no file to hide: it needs a network namespace",
            "import socket\ns = socket.socket(socket.AF_UNIX)\ns.connect('\\0@ABSTRACT@')"),
    refused("raw-socket", "opens a raw and a packet socket", "reads everybody's packets",
            "import socket\nsocket.socket(socket.AF_PACKET, socket.SOCK_RAW, 3)"),
    refused("any-route", "looks for an interface that is up and not loopback", "a way out",
            "import socket, fcntl, struct\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
            "got = [n for _, n in socket.if_nameindex() if n != 'lo' and "
            "struct.unpack('h', fcntl.ioctl(s, 0x8913, n.encode().ljust(40, b'\\0'))[16:18])[0] & 1]\ngot[0]"),
    harmless("kills-a-process", "kills a process of the instructor's", "same user, or root",
             "import os\nos.kill(int('@VICTIM@'), 9)"),
    harmless("stops-a-process", "stops a process of the instructor's", "same user, or root",
             "import os\nos.kill(int('@VICTIM@'), 19)"),
    harmless("kills-by-name", "kills every sleep it can see", "/proc shows all",
             "import os, glob\nfor path in glob.glob('/proc/[0-9]*/cmdline'):\n    if b'sleep' in open(path, "
             "'rb').read():\n"
             "        os.kill(int(path.split('/')[2]), 9)"),
    refused("writes-course", "writes into the course's folder", "plants a configuration",
            "open('@COURSE@/corpus-@MARK@-planted', 'w').write('x')"),
    refused("changes-course", "overwrites a file of the course", "a canary", "open('@COURSE_CANARY@', 'w').write('x')"),
    refused("changes-source", "overwrites a master", "everybody's checks", "open('@SOURCE_CANARY@', 'w').write('x')"),
    refused("deletes-neighbour", "deletes a file of another submission", "a canary",
            "import os\nos.unlink('@NEIGHBOUR_CANARY@')"),
    refused("changes-neighbour", "replaces another submission's notebook", "everybody fails but one",
            "open('@NEIGHBOUR@', 'w').write('{}')"),
    refused("changes-gradebook", "sets all scores in gradebook.db", "the goal of it all",
            "import sqlite3\nwith sqlite3.connect('@COURSE@/gradebook.db') as db:\n    db.execute('update grade set "
            "auto_score = 100')"),
    refused("locks-gradebook", "opens gradebook.db for writing and locks it", "grading stops",
            "import fcntl\nf = open('@COURSE@/gradebook.db', 'r+b')\nfcntl.lockf(f, fcntl.LOCK_EX)"),
    refused("changes-home", "overwrites a file in the instructor's home", "a canary",
            "open('@HOME_CANARY@', 'w').write('x')"),
    harmless("writes-home", "writes into a home", "start-up files",
             "import os\nfor home in ('@HOME@', os.path.expanduser('~')):\n"
             "    try:\n        open(home + '/corpus-@MARK@-planted', 'w').write('x')\n    except OSError:\n        "
             "pass"),
    harmless("writes-tmp", "writes into the temporary folders", "left behind, or found by others",
             "import tempfile\nfor place in ('/tmp', '/var/tmp', '/dev/shm', '/run', '/dev', "
             "tempfile.gettempdir()):\n    try:\n"
             "        open(place + '/corpus-@MARK@-left', 'w').write('x')\n    except OSError:\n        pass"),
    refused("changes-tmp", "overwrites another program's temporary file", "a canary",
            "open('@TMP_CANARY@', 'w').write('x')"),
    refused("writes-python", "writes into the Python environment", "every later run imports it",
            "open('@SITE@/corpus-@MARK@-planted.txt', 'w').write('x')"),
    refused("changes-python", "appends to a module of torch's or of ours", "the next student's process imports it",
            "open(torch.__file__, 'a').close()"),
    refused("writes-our-files", "appends to the files its own process was started from",
            "the worker is started again from them",
            "import lessoncheck.protocol\nopen(lessoncheck.protocol.__file__, 'a').close()"),
    refused("writes-proc", "writes to /proc/sys", "kernel settings",
            "open('/proc/sys/kernel/domainname', 'r+').write('corpus')"),
    refused("writes-core-pattern", "opens the kernel's core pattern for writing", "a program that runs as root outside",
            "open('/proc/sys/kernel/core_pattern', 'r+').close()"),
    refused("writes-sys", "opens a file of /sys for writing", "the machine's settings",
            "import glob, os\ngot = [p for p in glob.glob('/sys/power/state') + "
            "glob.glob('/sys/block/*/queue/read_ahead_kb') "
            "if os.access(p, os.W_OK)]\nos.close(os.open(got[0], os.O_WRONLY))"),
    refused("cgroup", "makes a control group of its own", "leaves its limits",
            "import os\nos.mkdir('/sys/fs/cgroup/corpus-@MARK@')"),
    refused("disk-device", "opens a disk", "past every file's permissions",
            "import glob, os\nfor path in glob.glob('/dev/[svx]d[a-z]*') + glob.glob('/dev/nvme*') + ['/dev/mem', "
            "'/dev/kmsg']:\n"
            "    try:\n        os.close(os.open(path, os.O_RDONLY))\n    except OSError:\n        continue\n    got = "
            "path\n    break\n"
            "else:\n    raise OSError"),
    refused("mknod", "makes a device node", "the same, with a file of its own",
            "import os, stat\nos.mknod('dev', stat.S_IFBLK | 0o600, os.makedev(8, 0))"),
    refused("terminal", "opens the controlling terminal", "types commands for the instructor",
            "import os\nos.close(os.open('/dev/tty', os.O_RDWR))"),
    syscall("mount", "mounts a tmpfs", "hides what is there, here or on the host",
            "libc.mount(b'x', b'/tmp', b'tmpfs', 0, None)"),
    syscall("mount-here", "bind-mounts and remounts writable", "read-only is a flag",
            "libc.mount(None, b'/', None, 0x20 | 0x1000, None)"),
    syscall("umount", "unmounts what lies over the host's files", "what is below comes to light",
            "libc.umount2(b'/proc', 2)"),
    syscall("user-namespace", "makes a user namespace", "root again, inside", "libc.unshare(0x10000000)"),
    syscall("mount-namespace", "makes a mount namespace", "mounts of its own", "libc.unshare(0x00020000)"),
    syscall("pid-namespace", "makes a pid namespace", "hides its children", "libc.unshare(0x20000000)"),
    refused("joins-namespace", "joins the namespaces of another process", "back to the host's network",
            SYSCALL + "import glob, os\nown = os.readlink('/proc/self/ns/net')\nfor path in "
                      "glob.glob('/proc/[0-9]*/ns/net'):\n"
            "    try:\n        if os.readlink(path) != own and libc.setns(os.open(path, 0), 0) == 0:\n            got "
            "= path\n"
            "            break\n    except OSError:\n        pass\nelse:\n    raise OSError"),
    syscall("chroot", "chroots into its own folder, to climb out", "a root that follows", "libc.chroot(b'.')"),
    refused("capabilities", "has any capability left", "each is a way out",
            SYSCALL + "head = (ctypes.c_uint32 * 2)(0x20080522, 0)\ngot = (ctypes.c_uint32 * 6)()\n"
            "if libc.capget(head, got) or not any(got):\n    raise OSError\ngot = list(got)"),
    refused("new-privileges", "may gain privileges by a set-uid program", "no_new_privs is not set",
            SYSCALL + "if libc.prctl(39, 0, 0, 0, 0):\n    raise OSError"),
    syscall("bpf", "loads a BPF program", "a large part of the kernel to attack", "libc.syscall(321, 0, 0, 0)"),
    syscall("perf", "opens performance counters", "reads others' secrets by their timing",
            "libc.syscall(298, bytes(120), 0, -1, -1, 0)"),
    syscall("keyring", "asks the kernel's keyring of the session", "keys of the instructor",
            "libc.syscall(250, 0, -3, 0)"),
    syscall("kexec", "asks for another kernel", "root's own", "libc.syscall(246, 0, 0, 0, 0)"),
    refused("hostname", "renames the machine", "everybody sees it",
            "import socket\nsocket.sethostname('corpus-@MARK@')\n"
            "if socket.gethostname() != 'corpus-@MARK@':\n    raise OSError"),
    refused("clock", "sets the clock back", "deadlines",
            "import time\ntime.clock_settime(time.CLOCK_REALTIME, time.time())"),
    harmless("shared-memory", "leaves segments of System V shared memory, queues and semaphores",
             "they outlive processes",
             SYSCALL + "libc.shmget(0x5EED, 1 << 20, 0o1666)\nlibc.semget(0x5EED, 1, 0o1666)\nlibc.msgget(0x5EED, "
                       "0o1666)"),
    harmless("message-to-next", "listens on an abstract socket for the next student", "two submissions that cooperate",
             "import os, socket\nif os.fork() == 0:\n    s = socket.socket(socket.AF_UNIX)\n    "
             "s.bind('\\0corpus-@MARK@-relay')\n"
             "    s.listen()\n    s.settimeout(60)\n    s.accept()\n    os._exit(0)"),
    refused("message-to-next-reads", "connects to what an earlier student left", "the other half",
            "import socket\nsocket.socket(socket.AF_UNIX).connect('\\0corpus-@MARK@-relay')"),
]  # fmt: skip
