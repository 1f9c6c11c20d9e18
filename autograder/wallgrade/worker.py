"""The far side of the wall: a warm Python that is forked once for each item of each submission.

Started by `zygote.py` as `python -I worker.py FD` with a clean environment. It imports torch once, loads the
lesson's drivers, and then waits on the control socket FD. For each session it forks: the child gets a socket
of its own, runs the student's cells, and answers calls until the socket closes. Children share the parent's
memory copy-on-write and nothing else; whatever a student's code does to its process dies with it.

The parent never runs a student's code and never a backward pass, so it has one thread and can be forked.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import shutil
import signal
import socket
import sys
import tempfile
from types import ModuleType
from typing import Any


def main() -> None:
    """Serve the control socket whose descriptor is the only argument."""
    control = socket.socket(fileno=int(sys.argv[1]))
    die_with_parent()
    far_side = sys.argv[2]
    sys.path.insert(0, far_side)

    import torch

    torch.set_num_threads(1)
    from lessoncheck.farside import load_drivers
    from lessoncheck.lesson import LessonFolder
    from lessoncheck.wire import Connection, WireClosed

    connection = Connection(control)
    settings = connection.receive()
    drivers = load_drivers(LessonFolder.calls_in(far_side))
    _warm_up(settings["warm_up"])
    preloaded = settings["preloaded"]
    for array in preloaded.values():
        array.flags.writeable = False
    connection.send({"ready": True})

    children: set[int] = set()
    while True:
        try:
            request = connection.receive()
        except WireClosed:
            break
        _reap(children)
        if "kill" in request:
            _kill(request["kill"], children)
            connection.send({"killed": True})
            continue
        _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        pid = os.fork()
        if pid == 0:
            control.close()
            serve_session(descriptors[0], drivers, preloaded, settings["limits"])
        os.close(descriptors[0])
        children.add(pid)
        connection.send({"pid": pid})
    for pid in list(children):
        _kill(pid, children)


def _warm_up(setup_cells: list[str]) -> None:
    """Pay once, before the first fork, for what every session needs: the imports of the lesson's own setup cells.

    They are the instructor's masters, not a student's. Nothing here runs a backward pass.
    """
    from lessoncheck.cells import Cell
    from lessoncheck.namespace import run_cells
    from lessoncheck.tracing import Trace, traced

    run_cells([Cell("setup", source, "setup") for source in setup_cells])
    import torch

    with traced(Trace()):
        torch.optim.SGD([torch.zeros(2, requires_grad=True)], lr=1.0).zero_grad()  # imports a second's worth of torch


def serve_session(descriptor: int, drivers: ModuleType, preloaded: dict[str, Any], limits: dict[str, int]) -> None:
    """In the forked child: run the cells of one submission, then answer calls. Never returns."""
    scratch = tempfile.mkdtemp(prefix="wallgrade-")
    try:
        os.setsid()
        die_with_parent()
        os.chdir(scratch)
        _only_null_streams()
        _limit(limits)
        _answer_calls(descriptor, drivers, preloaded)
    except BaseException:  # the near side sees a closed stream and says so; there is nobody else to tell
        os._exit(1)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        os._exit(0)


def _answer_calls(descriptor: int, drivers: ModuleType, preloaded: dict[str, Any]) -> None:
    from lessoncheck.cells import Cell
    from lessoncheck.farside import perform
    from lessoncheck.namespace import run_cells
    from lessoncheck.wire import Connection, Plain, WireError

    connection = Connection(socket.socket(fileno=descriptor))

    def ask(name: str, arguments: dict[str, Plain]) -> Plain:
        connection.send({"ask": name, "arguments": arguments})
        return connection.receive()["answer"]

    cells = [Cell(name, source, role) for name, source, role in connection.receive()["cells"]]
    namespace = run_cells(cells)
    connection.send({"ran": True})
    while True:
        try:
            request = connection.receive()
        except WireError:
            return
        reply = perform(drivers, namespace, request, ask, preloaded)
        try:
            connection.send(reply)
        except WireError as error:
            connection.send({"unsendable": str(error)})


def _only_null_streams() -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)


def _limit(limits: dict[str, int]) -> None:
    """Memory in bytes for data (torch maps far more address space than it uses), file size, no core files."""
    for what, bound in ((resource.RLIMIT_DATA, limits["memory"]), (resource.RLIMIT_FSIZE, limits["file_size"])):
        with contextlib.suppress(ValueError, OSError):  # not every system knows every limit
            resource.setrlimit(what, (bound, bound))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def die_with_parent() -> None:
    """On Linux, be killed when the parent dies, however it dies."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None, use_errno=True).prctl(set_parent_death_signal, signal.SIGKILL)


def _kill(pid: int, children: set[int]) -> None:
    """Kill a session and all processes of its group. Only children of ours: other numbers are ignored."""
    if pid in children:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)
        children.discard(pid)


def _reap(children: set[int]) -> None:
    for pid in list(children):
        with contextlib.suppress(ChildProcessError):
            if os.waitpid(pid, os.WNOHANG)[0]:
                children.discard(pid)


if __name__ == "__main__":
    main()
