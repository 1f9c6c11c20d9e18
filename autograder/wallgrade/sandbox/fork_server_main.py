"""The fork server: a Python that has torch loaded and is forked once for each item of each submission.

Started by `fork_server.py` as `python -I fork_server_main.py FD FOLDER MODE` with a clean environment. It isolates
itself (`enter_server_root`), imports torch once, loads the lesson's drivers, and then waits on the control socket FD.
For each session it forks: the child gets a socket of its own, isolates itself further (`isolate_session`), runs the
student's cells, and answers calls until the socket closes. Children share the parent's memory copy-on-write and nothing
else; whatever a student's code does to its process dies with it.

The parent never runs a student's code and never a backward pass, so it has one thread and can be forked. In the mode
"trusted" there is no sandbox: a session is a process of the grader's own user with limits on memory and files.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # python -I has only the installed packages
from wallgrade.sandbox import REFUSED, linux, namespaces, shell_limits
from wallgrade.sandbox.late_imports import import_all
from wallgrade.sandbox.left_threads import end_busy_threads


def main() -> None:
    """Serve the control socket whose descriptor is the first argument."""
    control = socket.socket(fileno=int(sys.argv[1]))
    student_side, mode = sys.argv[2], sys.argv[3]
    linux.die_with_parent()
    base: namespaces.ServerRoot | None = None
    if mode == "sandbox":
        try:
            base = namespaces.enter_server_root(student_side)
        except OSError as error:
            sys.exit(REFUSED + str(error))
        student_side = namespaces.LESSON
    sys.path[0] = student_side

    import torch

    torch.set_num_threads(1)
    devices: Any = torch.cuda, torch.xpu, torch.mtia
    for device in devices:  # there are none here, and to remember a seed for them takes longer than a lesson's cells
        device.manual_seed_all = _no_seed
    from lessoncheck.driver_api import load_drivers
    from lessoncheck.lesson import LessonFolder
    from lessoncheck.operator_hooks import replace_kernels
    from lessoncheck.optimizer_watch import replace_optimizers
    from lessoncheck.protocol import Connection, WireClosed

    connection = Connection(control)
    settings = connection.receive()
    drivers = load_drivers(LessonFolder.drivers_in(student_side))
    replace_kernels(getattr(drivers, "WATCHED", {}))
    replace_optimizers()
    _warm_up(settings["warm_up"])
    preloaded = _preloaded(Path(student_side), settings["preloaded"])
    _make_forks_cheap(base)
    connection.send({"ready": True})

    children, imported = set[int](), set[str]()
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
        if new := set(request["needs"]) - imported:
            import_all(new)
            imported |= new
            _make_forks_cheap(base)
        pid = os.fork() if base is None else namespaces.fork_session(base)
        if pid == 0:
            serve_session(descriptors[0], drivers, preloaded, base, settings["limits"])
        os.close(descriptors[0])
        children.add(pid)
        connection.send({"pid": pid})
    for pid in list(children):
        _kill(pid, children)


def _no_seed(seed: int) -> None:
    """Stands for the seeding of devices."""


def _preloaded(student_side: Path, names: list[str]) -> dict[str, Any]:
    """The lesson's arrays, mapped so that all processes share their pages; what is written stays private."""
    import numpy as np

    return {name: np.load(student_side / f"{name}.npy", mmap_mode="c").view(np.ndarray) for name in names}


def _make_forks_cheap(base: namespaces.ServerRoot | None) -> None:
    """Tidy up what all sessions share."""
    gc.collect()  # late, or with holes all over the memory, each of which a child then fills with a page of its own
    gc.freeze()  # or the collector of each child would copy the pages it shares with us
    if sys.platform == "linux":
        proc = os.open("/proc", os.O_PATH) if base is None else os.dup(base.proc)
        with os.fdopen(os.open("self/maps", os.O_RDONLY, dir_fd=proc)) as maps:
            linux.in_huge_pages(maps.read())
        os.close(proc)


def _warm_up(setup_cells: list[str]) -> None:
    """Pay once, before the first fork, for what every session needs: the imports of the lesson's own setup cells.

    They are the instructor's masters, not a student's. Nothing here runs a backward pass.
    """
    from lessoncheck.cell_execution import run_cells
    from lessoncheck.cells import Cell
    from lessoncheck.driver_api import global_state_kept
    from lessoncheck.operator_trace import Trace, traced

    run_cells([Cell("setup", source, "setup") for source in setup_cells])
    import torch

    with global_state_kept([]), traced(Trace()):
        for needs_gradients in (False, True):
            _use_torch(torch.rand(4, 3, requires_grad=needs_gradients), torch.tensor([0, 1, 2, 0]))


def _use_torch(x: Any, labels: Any) -> None:
    """Each operator that is met for the first time costs about a millisecond; these are in most programs."""
    import torch

    rows, largest = x.exp().sum(1, keepdim=True), x.max(1, keepdim=True).values
    (x - largest) / rows, x.amax(dim=1), x.log(), -x, x * 2, x @ torch.ones(3, 2), x + torch.zeros(3)
    x[torch.arange(4), labels], x[range(4), labels], x.gather(1, labels.reshape(-1, 1)), x.reshape(-1), x.mean(), len(x)
    float((x.argmax(dim=1).type(labels.dtype) == labels).sum()), x.detach().clone().sub_(1.0), x.sum(dim=1).numel()
    torch.nn.functional.one_hot(labels, 3), torch.zeros_like(x), torch.stack([x, x]), torch.logsumexp(x, dim=1)


def serve_session(
    descriptor: int,
    drivers: ModuleType,
    preloaded: dict[str, Any],
    base: namespaces.ServerRoot | None,
    limits: dict[str, Any],
) -> None:
    """In the forked child: run the cells of one submission, then answer calls. Never returns."""
    if base is None:
        _serve_trusted(descriptor, drivers, preloaded, limits)
    try:
        assert base is not None
        try:
            namespaces.isolate_session(base, descriptor, limits)
        except (OSError, ValueError) as error:
            _report_setup_failure(descriptor, error)
        _answer_calls(descriptor, drivers, preloaded)
    finally:  # the grader side sees a closed stream and says so; there is nobody else to tell
        os._exit(0)


def _serve_trusted(descriptor: int, drivers: ModuleType, preloaded: dict[str, Any], limits: dict[str, Any]) -> None:
    scratch = tempfile.mkdtemp(prefix="wallgrade-")
    try:
        os.setsid()
        linux.die_with_parent()
        os.chdir(scratch)
        namespaces.close_other_descriptors(descriptor)
        for what, bound in ((resource.RLIMIT_DATA, limits["memory"]), (resource.RLIMIT_FSIZE, limits["file_size"])):
            with contextlib.suppress(ValueError, OSError):  # not every system knows every limit
                shell_limits.set_limit(what, bound)
        shell_limits.set_limit(resource.RLIMIT_CORE, 0)
        _answer_calls(descriptor, drivers, preloaded)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        os._exit(0)


def _report_setup_failure(descriptor: int, error: Exception) -> None:
    """Tell the grader side that the process could not be isolated: no student's code has run, and none will."""
    from lessoncheck.protocol import Connection

    Connection(socket.socket(fileno=descriptor)).send({"setup_failed": str(error)})
    os._exit(1)


def _answer_calls(descriptor: int, drivers: ModuleType, preloaded: dict[str, Any]) -> None:
    from lessoncheck.cell_execution import run_cells
    from lessoncheck.cell_limits import CellLimits, Cut
    from lessoncheck.cells import Cell
    from lessoncheck.driver_api import perform
    from lessoncheck.not_called import replace_functions
    from lessoncheck.protocol import Connection, Plain, WireError

    connection = Connection(socket.socket(fileno=descriptor))

    def ask(name: str, arguments: dict[str, Plain]) -> Plain:
        connection.send({"ask": name, "arguments": arguments})
        return connection.receive()["answer"]

    def going_on() -> None:
        connection.send({"going_on": True})

    def starting(number: int, seconds: float) -> None:
        _no_thread_may_be_busy()
        connection.send({"cell": number, "seconds": seconds})

    program = connection.receive()
    cells = [Cell(name, source, role) for name, source, role in program["cells"]]
    known = {number: Cut(*cut) for number, *cut in program["cut"]}
    limits = CellLimits(**program["seconds"], known=known, starting=starting)
    namespace = run_cells(cells, limits=limits)
    _no_thread_may_be_busy()
    replace_functions(namespace, program["not_called"])
    connection.send({"ran": True, "cut": [[number, *cut] for number, cut in namespace.cut.items()]})
    while True:
        try:
            request = connection.receive()
        except WireError:
            return
        reply = perform(drivers, namespace, request, ask, preloaded, going_on)
        _no_thread_may_be_busy()
        try:
            connection.send(reply)
        except WireError as error:
            connection.send({"unsendable": str(error)})


def _no_thread_may_be_busy() -> None:
    """After a cell and after a call; whose threads do not end is to blame for the end of the process."""
    if not end_busy_threads():
        os._exit(0)


def _kill(pid: int, children: set[int]) -> None:
    """Kill a session and, with number 1 of its pid namespace, all of it. Only children of ours."""
    if pid in children:
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill(pid, signal.SIGKILL)
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
