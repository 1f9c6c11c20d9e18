"""Hostile: what never ends, floods, crashes or stops. Each costs its own item and no other."""

from __future__ import annotations

from functools import partial

from corpus.entry import RIGHT, Entry, in_call, in_cell

hostile = partial(Entry, group="hostile", harmful=True, right=True, stock=False)
LOSES: dict[str, float] = {"linreg": 0}
ALL_LOST: dict[str, float] = {"linreg": 0, "squared_loss": 0, "sgd": 0}
MAY_LOSE = {"linreg": (0.0, 3.0)}
SENTENCE_SLOW, SENTENCE_ENDED = "did not finish within", "ended its Python process"


def call(id: str, what: str, why: str, code: str, **more: object) -> Entry:
    """Inside linreg: costs linreg."""
    return hostile(id, what, why, cells=in_call(code), expect=LOSES, **more)  # type: ignore[arg-type]


def cell(id: str, what: str, why: str, code: str, **more: object) -> Entry:
    """When the cells run: costs all functions, but not the quiz, unless it says otherwise."""
    return hostile(id, what, why, cells=in_cell(code), **{"expect": ALL_LOST} | more)  # type: ignore[arg-type]


def own_cell(id: str, what: str, why: str, code: str, **more: object) -> Entry:
    """When linreg's cell runs: costs linreg, and the next cell is run."""
    return hostile(id, what, why, cells=in_cell(code), expect=LOSES, **more)  # type: ignore[arg-type]


def either(id: str, what: str, why: str, code: str, **more: object) -> Entry:
    """Inside linreg: whether it harms linreg itself depends on the machine; nothing else may suffer."""
    return hostile(id, what, why, cells=in_call(code), expect=MAY_LOSE, **more)  # type: ignore[arg-type]


IGNORE = (
    "import signal, time\nfor s in range(1, 65):\n    try:\n        signal.signal(s, signal.SIG_IGN)\n"
    "    except (OSError, ValueError):\n        pass\n"
)
ENTRIES = [
    call("endless-loop", "an endless loop in a function", "a forgotten increment", "while True:\n    pass",
         says=SENTENCE_SLOW),
    own_cell("endless-cell", "an endless loop in a cell", "the same, outside any function", "while True:\n    pass"),
    call("endless-in-c", "an endless loop inside C", "no bytecode is run, so no Python signal handler",
         "sum(__import__('itertools').repeat(0))", says=SENTENCE_SLOW),
    call("endless-regex", "a regular expression that backtracks for ever", "the same, from an innocent line",
         "__import__('re').match('(a*)*b', 'a' * 99)", says=SENTENCE_SLOW),
    call("endless-integer", "a power tower", "one operation that takes hours", "len(str(3 ** 3 ** 19))",
         says=SENTENCE_SLOW),
    call("ignores-signals", "ignores every signal that can be ignored", "an interrupt is not enough",
         IGNORE + "while True:\n    time.sleep(1)", says=SENTENCE_SLOW),
    call("swallows-interrupts", "catches BaseException in a loop", "an interrupt is swallowed",
         "import time\nwhile True:\n    try:\n        time.sleep(60)\n    except BaseException:\n        pass",
         says=SENTENCE_SLOW),
    call("deadlock", "waits for a lock it holds", "not a cycle is used",
         "import threading\nl = threading.Lock()\nl.acquire()\nl.acquire()",
         says=SENTENCE_SLOW),
    hostile("slow-everywhere", "every function sleeps for ever", "limits for calls add up to hours",
            cells={name: code.replace("):\n", "):\n    __import__('time').sleep(9999)\n", 1)
                   for name, code in RIGHT.items()},
            expect=ALL_LOST),
    hostile("endless-now-and-then", "an endless loop at every third call", "each check waits anew",
            cells=in_call("count = globals()['count'] = globals().get('count', 0) + 1\n"
                          "while count % 3 == 0:\n    pass"), expect=MAY_LOSE),
    hostile("endless-own-cell-in-c", "a cell of the student's own that never ends, inside C",
            "runs anew for each item, and no interrupt ends it", extra="import itertools\nsum(itertools.repeat(0))\n"),
    hostile("endless-own-cell-deaf", "a cell of the student's own that never ends and ignores signals",
            "the same", extra=IGNORE + "while True:\n    time.sleep(1)\n"),
    hostile("endless-cell-behind", "an endless loop below a right function, in its cell",
            "what stands above it is right", cells={"sgd": f"{RIGHT['sgd']}\nwhile True:\n    pass\n"}),
    hostile("endless-quiz", "a quiz answer of a million brackets", "a parser that recurses",
            cells={"quiz": "quiz = " + "(" * 200_000 + '"A"' + ")" * 200_000}, expect={"quiz": (0, 2)}),
    call("memory-list", "a list that grows for ever", "fills the memory of the machine",
         "a = []\nwhile True:\n    a.append(bytearray(1 << 24))"),
    call("memory-tensor", "one tensor of 64 GB", "asked for at once, and filled", "torch.ones(1 << 34)"),
    hostile("memory-held", "right code beside a cell that holds 200 MB", "held by each item's process at once",
            extra="kept = bytearray(200 << 20)\nkept[::4096] = b'x' * len(kept[::4096])\n"),
    own_cell("memory-cell", "memory is filled when the cells run", "before any check",
             "a = [bytearray(1 << 24) for _ in range(10_000)]\n"),
    call("memory-shared", "shared memory, mapped and filled", "no data segment, so another limit",
         "import mmap\na = []\nfor _ in range(300):\n    m = mmap.mmap(-1, 1 << 26)\n    a.append(m)\n"
         "    for i in range(0, 1 << 26, 4096):\n        m[i] = 1\nraise MemoryError"),
    call("memory-fork", "memory filled by many children together", "a limit for each process is none for all",
         "import os, time\nfor _ in range(24):\n    if os.fork() == 0:\n        a = bytearray(300 << 20)\n        "
         "time.sleep(60)\n"
         "        os._exit(0)\ntime.sleep(3)\nraise MemoryError"),
    either("memory-memfd", "a file in memory that grows", "neither disk nor data segment",
           "import os\nf = os.memfd_create('x')\ntry:\n    for _ in range(2000):\n        os.write(f, b'x' * (1 << "
           "22))\n"
           "except OSError:\n    pass\nos.close(f)"),
    either("disk-one-file", "one file that grows for ever", "fills the disk",
           "try:\n    with open('big', 'wb') as f:\n        while True:\n            f.write(b'x' * (1 << "
           "22))\nexcept OSError:\n    pass"),
    either("disk-many-files", "files without end", "fills disk and inodes",
           "try:\n    for n in range(100_000):\n        with open(f'f{n}', 'wb') as f:\n            f.write(b'x' * (1 "
           "<< 16))\n"
           "except OSError:\n    pass"),
    either("disk-everywhere", "fills every place it can write to", "/dev/shm, /tmp and the home are memory or disk",
           "import os, tempfile\nfor place in ('/dev/shm', '/tmp', '/var/tmp', os.path.expanduser('~'), "
           "tempfile.gettempdir()):\n"
           "    try:\n        with open(place + '/corpus-@MARK@-flood', 'wb') as f:\n            for _ in range(50):\n"
           "                f.write(b'x' * (1 << 22))\n    except OSError:\n        pass"),
    either("fork-bomb", "processes that make processes", "the machine stops answering",
           "import os, time\nend = time.monotonic() + 1\nwhile time.monotonic() < end:\n    try:\n        os.fork()\n"
           "    except OSError:\n        break\nif os.getpid() != 0:\n    time.sleep(0.2)"),
    either("thread-bomb", "threads without end", "each takes memory and a pid",
           "import threading, time\ntry:\n    for _ in range(5000):\n        threading.Thread(target=time.sleep, "
           "args=(30,), daemon=True).start()\n"
           "except (RuntimeError, MemoryError):\n    pass"),
    hostile("threads-that-spin", "right code beside a cell that starts a hundred threads", "they go on between checks",
            extra="import threading\ndef spin():\n    while True:\n        pass\ntry:\n    for _ in range(100):\n"
                  "        threading.Thread(target=spin, daemon=True).start()\nexcept RuntimeError:\n    pass\n",
            expect={"linreg": (0, 3), "squared_loss": (0, 3), "sgd": (0, 2)}),
    either("print-flood", "prints 200 MB", "the report becomes the flood",
           "for _ in range(200):\n    print('x' * (1 << 20))"),
    either("descriptor-flood", "writes to standard output without Python", "past the redirection",
           "import os\nfor _ in range(200):\n    os.write(1, b'x' * (1 << 20))\n    os.write(2, b'x' * (1 << 20))"),
    hostile("print-flood-in-cells", "the cells print 200 MB", "kept somewhere until they end",
            cells=in_cell("for _ in range(200):\n    print('x' * (1 << 20))"),
            expect={"linreg": (0, 3), "squared_loss": (0, 3), "sgd": (0, 2)}),
    call("message-flood", "an error with 100 MB of text", "the message is stored with the grade",
         "raise ValueError('x' * (100 << 20))"),
    hostile("result-flood", "a result of 10^9 elements that takes 8 bytes", "expanded when it is copied",
            cells=in_call("pass", "torch.zeros(1).expand(10**9, 1)"), expect=LOSES),
    call("descriptors-all", "opens files until none is left", "our own side needs some too",
         "import os\na = []\ntry:\n    while len(a) < 200_000:\n        a.append(os.open('/dev/null', 0))\nfinally:\n "
         "   raise SystemExit(0)"),
    either("kills-itself", "SIGKILL to itself", "nothing can be caught", "import os\nos.kill(os.getpid(), 9)"),
    either("stops-itself", "SIGSTOP to itself", "the process neither runs nor ends",
           "import os\nos.kill(os.getpid(), 19)"),
    either("stops-its-parent", "SIGSTOP to the process above", "who then waits for whom?",
           "import os\nif os.getppid() > 1:\n    os.kill(os.getppid(), 19)"),
    either("kills-its-parent", "SIGKILL to the process above, and to its group", "the worker is gone for everybody",
           "import os\nfor kill in (lambda: os.kill(os.getppid(), 9), lambda: os.killpg(os.getpgid(os.getppid()), "
           "9)):\n"
           "    try:\n        kill()\n    except OSError:\n        pass"),
    call("kills-everything", "SIGKILL to every process it may signal", "kill(-1)",
         "import os\nos.kill(-1, 9)\nos.kill(os.getpid(), 9)"),
    call("segfault", "reads address 0", "a crash in C", "import ctypes\nctypes.string_at(0)", says=SENTENCE_ENDED),
    cell("segfault-cell", "the same, when the cells run", "no function can be called, though others are right",
         "import ctypes\nctypes.string_at(0)", expect=ALL_LOST | {"squared_loss": 3, "sgd": 2},
         says="ended its Python process", resubmits=True),
    call("abort", "abort()", "a core file of the whole memory", "import os\nos.abort()", says=SENTENCE_ENDED),
    call("recursion", "recursion without end", "a missing base case", "f = lambda n: f(n + 1)\nf(0)",
         says="RecursionError"),
    call("recursion-in-c", "recursion without end or limit", "the C stack overflows",
         "import sys\nsys.setrecursionlimit(10**9)\nclass A:\n    def __repr__(self):\n        return '%r' % "
         "[self]\nrepr(A())\n"
         "f = lambda n: f(n + 1) + 1\nf(0)"),
    call("closes-descriptors", "closes every descriptor", "the way back is gone", "import os\nos.closerange(0, 4096)"),
    call("replaces-descriptors", "puts /dev/null in the place of every descriptor", "writing works, nobody listens",
         "import os\nn = os.open('/dev/null', os.O_RDWR)\nfor fd in range(256):\n    os.dup2(n, fd)"),
    call("half-a-message", "announces a long message and sends nothing more", "the reader waits for the rest",
         "import os, stat, struct, time\nfor fd in range(256):\n    try:\n"
         "        if stat.S_ISSOCK(os.fstat(fd).st_mode):\n            os.write(fd, struct.pack('!QQ', 1000, 1 << "
         "27))\n"
         "    except OSError:\n        pass\ntime.sleep(3600)"),
    call("trickles", "sends a byte now and then", "a timeout for each read never passes",
         "import os, stat, struct, time\nsocks = []\nfor fd in range(256):\n    try:\n"
         "        if stat.S_ISSOCK(os.fstat(fd).st_mode):\n            socks.append(fd)\n    except OSError:\n        "
         "pass\n"
         "for fd in socks:\n    os.write(fd, struct.pack('!QQ', 100_000, 0))\nwhile True:\n    for fd in socks:\n"
         "        os.write(fd, b' ')\n    time.sleep(0.1)"),
    either("orphans", "daemons in sessions of their own", "they outlive whoever is waited for",
           "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        " +
           "time.sleep(600)\n    os._exit(0)\nos.wait()"),
    either("orphans-that-hold-on", "a daemon that keeps the socket open and closes the rest", "end of file never comes",
           "import os, time, ctypes\nif os.fork() == 0:\n    os.setsid()\n    ctypes.CDLL(None).prctl(1, 0)\n    " +
           "time.sleep(600)\n    os._exit(0)\nos._exit(0)"),
    hostile("hangs-at-exit", "atexit, __del__ and a thread that never end", "the process is asked to end, and does not",
            cells=in_cell("import atexit, threading, time\natexit.register(time.sleep, 600)\n"
                          "threading.Thread(target=time.sleep, args=(600,)).start()\n"
                          "class D:\n    def __del__(self):\n        time.sleep(600)\nkept = D()")),
    either("priority", "raises its priority and its limits", "takes the machine from the others",
           "import os, resource\nfor f in (lambda: os.nice(-20), lambda: os.sched_setaffinity(0, range(64)),\n"
           "          lambda: resource.setrlimit(resource.RLIMIT_DATA, (-1, -1)),\n"
           "          lambda: resource.setrlimit(resource.RLIMIT_NPROC, (-1, -1))):\n    try:\n        f()\n    "
           "except (OSError, ValueError):\n        pass"),
]  # fmt: skip
