"""Places to run the documentation's commands in: a course, a copy of this project, a student's folder, a cluster."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from support.lesson import LESSON, LINEAR, PROJECT, SECOND_COURSE

PROGRAMS = Path(sys.executable).parent
LIMIT = 1200
STARTING = 120
# some of each tier, and one that drives a page
FEW_TESTS = "test_axe_does_find_what_is_wrong or test_alembic_is_found or test_a_picture_stays_what_it_was"
COPIED = (
    ".github", "autograder", "benchmarks", "catalogue", "docs", "examples", "quizzes", "release", "solutions", "source",
    "tests", "tools",
)  # fmt: skip
SMALL_CLASS = """
[[student]]
id = "ada"
about = "the reference"

[[student]]
id = "ivan"
about = "sgd is not written"
[student.cells]
sgd = "untouched"
"""


class Place:
    """A folder in which commands are run as by somebody who has activated the environment."""

    def __init__(self, root: Path, environment: Mapping[str, str] | None = None) -> None:
        known = {"PATH": f"{PROGRAMS}:/usr/bin:/bin", "HOME": str(root.parent)}
        inherited = ("FASHION_MNIST_ROOT", "OMP_NUM_THREADS", "PYTHONPATH")
        known |= {name: os.environ[name] for name in inherited if name in os.environ}
        self.root = root
        self.environment = {**known, **(environment or {})}

    def run(self, command: str) -> str:
        """Run it in bash and return what it printed; an AssertionError with that if it fails."""
        done = subprocess.run(
            ["bash", "-e", "-c", command],
            cwd=self.root,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=LIMIT,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        return done.stdout


def kit_copy(target: Path) -> Place:
    """This project, as if `make setup` had been done in it."""
    target.mkdir()
    for file in (path for path in PROJECT.iterdir() if path.is_file() and path.suffix != ".db"):
        shutil.copy(file, target)
    for folder in COPIED:
        shutil.copytree(PROJECT / folder, target / folder, ignore=shutil.ignore_patterns("__pycache__", "data"))
    (target / ".venv").mkdir()
    for part in Path(sys.prefix).iterdir():
        if part.name != ".installed":
            (target / ".venv" / part.name).symlink_to(part)
    (target / ".venv" / ".installed").touch()
    packages = f"{target / 'autograder'}:{target / 'quizzes'}"
    return Place(target, {"PYTHONPATH": packages})


def with_small_lesson(kit: Place) -> Place:
    """The second course's lesson in the place of the softmax lesson, and a class of two."""
    for folder in ("source", "catalogue"):
        shutil.rmtree(kit.root / folder / LESSON)
        shutil.copytree(SECOND_COURSE / folder / LINEAR, kit.root / folder / LESSON)
    shutil.copy(SECOND_COURSE / "quizzes" / f"{LINEAR}.toml", kit.root / "quizzes" / f"{LESSON}.toml")
    (kit.root / "catalogue" / LESSON / "class.toml").write_text(SMALL_CLASS)
    for made in ("release", "solutions"):
        shutil.rmtree(kit.root / made)
    return kit


def share_packages(venv: Path, with_: Path) -> None:
    """A new virtual environment finds the packages of another one, so that pip need not fetch them again."""
    theirs, ours = (next((prefix / "lib").glob("python*")) / "site-packages" for prefix in (with_, venv))
    (ours / "installed-before.pth").write_text(f"{theirs}\n")


def stand_in(file: Path, script: str) -> Path:
    """A program of this name that does only this."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def started(command: str, place: Place) -> Iterator[subprocess.Popen[bytes]]:
    """The command in the background, ended with the block; its output is in started.log."""
    with (place.root / "started.log").open("ab") as log:
        process = subprocess.Popen(
            ["bash", "-c", f"exec env {command}"], cwd=place.root, env=place.environment, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(60)


def lab_starts(place: Place, command: str) -> None:
    """Start JupyterLab with this command, as it stands, and ask it for its page."""
    config, runtime = place.root / ".jupyter", place.root / ".runtime"
    config.mkdir()
    settings = {"ip": "127.0.0.1", "port": free_port(), "open_browser": False, "allow_root": True}
    (config / "jupyter_server_config.json").write_text(json.dumps({"ServerApp": settings}))
    folders = {"JUPYTER_CONFIG_DIR": str(config), "JUPYTER_RUNTIME_DIR": str(runtime)}
    there = Place(place.root, {**place.environment, **folders})
    with started(command, there) as process:
        deadline = time.monotonic() + STARTING
        while not (found := list(runtime.glob("jpserver-*.json"))):
            assert process.poll() is None, (place.root / "started.log").read_text()
            assert time.monotonic() < deadline, (place.root / "started.log").read_text()
            time.sleep(0.2)
        server = json.loads(found[0].read_text())
        assert Path(server["root_dir"]) == place.root
        with urllib.request.urlopen(f"{server['url']}lab?token={server['token']}", timeout=STARTING) as answer:
            assert b"JupyterLab" in answer.read()


@contextlib.contextmanager
def cluster_of(commands: Sequence[str], folder: Path) -> Iterator[int]:
    """A scheduler and one worker, started with these commands but on this machine; the scheduler's port."""
    port = free_port()
    here = {
        "10.0.0.1": "127.0.0.1",
        "8786": str(port),
        "/data": os.environ["FASHION_MNIST_ROOT"],
        "--nworkers 8": "--nworkers 1",
    }
    with contextlib.ExitStack() as stack:
        for number, command in enumerate(commands):
            root = folder / f"machine{number}"
            root.mkdir()
            for theirs, ours in here.items():
                command = command.replace(theirs, ours)
            process = stack.enter_context(started(command, Place(root)))
            if number == 0:
                _wait_for(port, process, root / "started.log")
        yield port


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTING
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.2)
