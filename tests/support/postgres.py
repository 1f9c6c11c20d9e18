"""A real PostgreSQL server of Debian's packages, in a folder of its own, reachable by a unix socket only."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []
OWNER = "postgres"  # the package's user: the server refuses to be started by root


def available() -> bool:
    """Whether the server is installed."""
    return bool(PROGRAMS) and (os.geteuid() != 0 or shutil.which("runuser") is not None)


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The folder of a running server's socket."""
    with tempfile.TemporaryDirectory(prefix="pg-") as name:  # short: a socket's path has at most 107 characters
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER)
        settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        _run("initdb", "-D", f"{folder}/data", "-U", "grader", "-A", "trust", "-E", "UTF8", "--locale=C", folder=folder)
        start = ("-D", f"{folder}/data", "-l", f"{folder}/log", "-w", "-t", "60", "-o", settings, "start")
        _run("pg_ctl", *start, folder=folder)
        try:
            yield name
        finally:
            _run("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "-w", "stop", folder=folder)


def make_database(socket_folder: str, name: str) -> str:
    """A new database; its URL."""
    _run("createdb", "-h", socket_folder, "-U", "grader", name, folder=Path(socket_folder))
    return f"postgresql+psycopg2://grader@/{name}?host={socket_folder}"


def _run(program: str, *arguments: str, folder: Path) -> None:
    command = [str(PROGRAMS[-1] / program), *arguments]
    if os.geteuid() == 0:
        command = ["runuser", "-u", OWNER, "--", *command]
    done = subprocess.run(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=120,
    ) if program != "pg_ctl" else subprocess.run(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, f"{program}: {done.stdout}"
