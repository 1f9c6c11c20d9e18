"""JupyterHub as its example says, on a machine of its own: a private mount and pid namespace with its own accounts."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from filelock import FileLock

from support.docs_places import free_port
from support.lesson import PROJECT

PROGRAM = Path(__file__).with_name("jupyterhub_machine.py")
PROXY = "configurable-http-proxy@5"
STARTING = 120
LIMIT = 300
AS_ROOT: Sequence[str] = () if os.geteuid() == 0 else ("sudo", "-n")
NO_MACHINE = (
    "This test needs root (or a sudo that asks nothing) and may make mount and pid namespaces, for accounts that only "
    "it sees; in a container that takes CAP_SYS_ADMIN. What was refused:\n"
)


def proxy_programs(cache: Path) -> Path:
    """The folder of the hub's proxy, installed by npm once. (The PyPI package of its name cannot route by host.)"""
    programs = cache / "node_modules" / ".bin"
    with FileLock(cache / "lock", timeout=LIMIT):
        if not (programs / "configurable-http-proxy").exists():
            assert shutil.which("npm"), (
                "JupyterHub's proxy is installed by npm, which is not here: install Node.js with npm."
            )
            npm = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(cache), PROXY]
            done = subprocess.run(npm, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
    return programs


class Machine:
    """A running machine: commands are run in it under any of its accounts."""

    def __init__(self, process_id: str, programs: Sequence[Path]) -> None:
        self.process_id = process_id
        self.programs = programs

    def command(self, text: str, user: str) -> list[str]:
        """The command line that runs this text of bash in there."""
        path = ":".join([*map(str, self.programs), "/usr/sbin:/usr/bin:/sbin:/bin"])
        variables = [f"PATH={path}", f"PYTHONPATH={os.environ['PYTHONPATH']}"]
        variables += ["LANG=C.UTF-8", "OMP_NUM_THREADS=1"]
        enter = ["nsenter", "--target", self.process_id, "--mount", "--pid", "--"]
        home = f'cd ~{user}; export HOME="$PWD"; '
        become = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--"]
        return [*AS_ROOT, *enter, *become, "env", "-i", *variables, "bash", "-e", "-c", home + text]

    def run(self, text: str, user: str = "root") -> str:
        """Run it and return what it printed; an AssertionError with that if it fails."""
        done = subprocess.run(
            self.command(text, user), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, timeout=LIMIT,
        )  # fmt: skip
        assert done.returncode == 0, f"{text}\n{done.stdout}"
        return done.stdout


@contextlib.contextmanager
def machine(folder: Path, cache: Path) -> Iterator[Machine]:
    """A machine whose /etc, /home and /srv are below `folder`; with the block all its processes end."""
    programs = [proxy_programs(cache), Path(sys.executable).parent]
    needed = [sys.base_prefix, sys.prefix, str(PROJECT), str(cache)]
    assert all(map(shutil.which, AS_ROOT[:1])), NO_MACHINE + "there is no sudo."
    command = [*AS_ROOT, "unshare", "--mount", "--pid", "--fork", sys.executable, str(PROGRAM), str(folder), *needed]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        started = process.stdout.readline().strip()
        if not started:
            process.stdin.close()
            raise AssertionError(NO_MACHINE + process.stderr.read())
        yield Machine(started, programs)
    finally:
        process.stdin.close()
        process.wait(60)
        process.stdout.close()
        process.stderr.close()


@contextlib.contextmanager
def hub(on: Machine, log: Path, command: str) -> Iterator[str]:
    """Run this command of the README there, on free ports of the loopback; the block gets the hub's address."""
    public, api, internal = free_port(), free_port(), free_port()
    address = f"http://jupyter.localhost:{public}"  # browsers take every name below localhost for this machine
    options = [
        f"--JupyterHub.bind_url=http://127.0.0.1:{public}", f"--JupyterHub.subdomain_host={address}",
        f"--JupyterHub.hub_port={internal}", f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{api}",
    ]  # fmt: skip
    with log.open("wb") as stream:
        process = subprocess.Popen(
            on.command(f"{command} {' '.join(options)}", "root"),
            stdin=subprocess.DEVNULL, stdout=stream, stderr=stream,
        )  # fmt: skip
    try:
        _wait(process, f"http://127.0.0.1:{internal}/hub/health", log)
        yield address
    finally:
        process.terminate()
        process.wait(60)


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + STARTING
    while True:
        with contextlib.suppress(OSError), urllib.request.urlopen(address):
            return
        assert process.poll() is None, log.read_text(errors="replace")[-4000:]
        assert time.monotonic() < deadline, log.read_text(errors="replace")[-4000:]
        time.sleep(0.3)
