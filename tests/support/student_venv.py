"""A student's machine: an environment with the release's requirements, made once and kept in pytest's cache."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from filelock import FileLock

from support.lesson import RELEASE

# As the students' README says: torch first, torchvision of the same kind, then the rest. With an index of PyTorch's
# own in TORCH_INDEX they come from there, as in the Makefile.
TORCH = (["torch==2.13.0"], ["--no-deps", "torchvision==0.28.0"])
REQUIREMENTS = (RELEASE / "requirements.txt").read_text()
LIMIT = 1800
# what would lead a student's Python to our packages, or to this pytest's settings
OURS = ("PYTHON", "PYTEST", "VIRTUAL", "JUPYTER")


def student_python(cache: Path, base: str = sys.executable, requirements: str = REQUIREMENTS) -> Path:
    """The interpreter of the environment in `cache`, which is made anew if what it depends on has changed.

    `base` is the Python that it is made with.

    Several test processes may ask at the same time: the first one makes it, the others wait.
    """
    folder, made_from = cache / "venv", cache / "made-from"
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    with FileLock(cache / "lock", timeout=LIMIT):
        if not made_from.is_file() or made_from.read_text() != fingerprint(base, requirements):
            made_from.unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)
            subprocess.run([base, "-m", "venv", folder], check=True, timeout=LIMIT)
            wanted = cache / "requirements.txt"
            wanted.write_text(requirements)
            index = ["--index-url", named] if (named := os.environ.get("TORCH_INDEX")) else []
            for what in (*([*index, *one] for one in TORCH), ["-r", str(wanted)]):
                installed = as_student(python, "-m", "pip", "install", "--quiet", *what, cwd=cache)
                assert installed.returncode == 0, installed.stderr
            made_from.write_text(fingerprint(base, requirements))
    return python


def fingerprint(base: str, requirements: str) -> str:
    """What the environment is made from."""
    version = subprocess.run([base, "-c", "import sys; print(sys.version, sys.base_prefix)"], capture_output=True)
    parts = [version.stdout.decode(), repr(TORCH), requirements, os.environ.get("TORCH_INDEX", "")]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def students_environment(python: Path) -> Mapping[str, str]:
    """The environment variables of somebody who has activated it, and has nothing of ours."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    path = os.pathsep.join([str(python.parent), clean.get("PATH", "")])
    return {**clean, "PATH": path, "VIRTUAL_ENV": str(python.parent.parent)}


def as_student(python: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the student's Python with these arguments."""
    environment = students_environment(python)
    return subprocess.run([python, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, timeout=LIMIT)
