"""A machine of its own for a hub, until standard input closes. A program, not a test; `support.jupyterhub` starts it.

unshare --mount --pid --fork python jupyterhub_machine.py FOLDER PATH...     prints its process id as seen from outside

/etc is a copy, /home and /srv are empty, so accounts can be made that nobody outside has. PATHs stay where they are
but are made reachable for ordinary accounts. This process is number 1 of its pid namespace: when it ends, for
whatever reason, the kernel ends all the others.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

OPEN_TO_ALL = stat.S_IXOTH


def mount(*arguments: str | Path) -> None:
    subprocess.run(["mount", *map(str, arguments)], check=True)


def own_folders(folder: Path) -> None:
    subprocess.run(["cp", "--archive", "/etc", str(folder / "etc")], check=True)
    for name in ("etc", "home", "srv"):
        (folder / name).mkdir(exist_ok=True)
        (folder / name).chmod(0o755)
        mount("--bind", folder / name, f"/{name}")


def closed_ancestor(path: Path) -> Path | None:
    """The topmost folder on the way to `path` that other accounts may not enter."""
    return next((one for one in reversed([path, *path.parents]) if not one.stat().st_mode & OPEN_TO_ALL), None)


def reachable(paths: list[Path], stage: Path) -> None:
    """Put an empty folder over every closed one, and in it only what is asked for, at its old place."""
    closed = {path: ancestor for path in paths if (ancestor := closed_ancestor(path))}
    if not closed:
        return
    staged = {path: stage / str(number) for number, path in enumerate(closed)}
    for path, place in staged.items():
        place.mkdir(parents=True)
        mount("--bind", path, place)
    mount("--bind", stage, "/mnt")
    for place in staged.values():  # the stage may itself lie below a closed folder
        (Path("/mnt") / place.name).mkdir(exist_ok=True)
        mount("--bind", place, Path("/mnt") / place.name)
    for ancestor in dict.fromkeys(closed.values()):
        mount("-t", "tmpfs", "-o", "mode=755", "machine", ancestor)
    for path, place in staged.items():
        path.mkdir(parents=True, exist_ok=True)
        mount("--bind", Path("/mnt") / place.name, path)


def main() -> None:
    outside = os.readlink("/proc/self")
    mount("--make-rprivate", "/")
    folder = Path(sys.argv[1])
    own_folders(folder)
    reachable([Path(path) for path in sys.argv[2:]], folder / "stage")
    mount("-t", "proc", "proc", "/proc")
    print(outside, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
