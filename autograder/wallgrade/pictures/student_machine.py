"""A student's machine, as far as one environment can be two.

The interpreter is this environment's (a second one with its own torch takes gigabytes, and `test_student_machine`
makes one), but the kernel and pytest refuse to import what only instructors have, and the server has none of
nbgrader's extensions.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

BLOCKED = ("nbgrader", "wallgrade", "wallquiz")
BLOCKER = f"""
import sys
from importlib.abc import MetaPathFinder


class NotOnAStudentsMachine(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {BLOCKED!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}} (on a student's machine)", name=name)


sys.meta_path.insert(0, NotOnAStudentsMachine())
"""
EXTENSIONS = ("formgrader", "validate_assignment", "assignment_list", "course_list")
SERVER: dict[str, object] = {
    "ServerApp": {"jpserver_extensions": {f"nbgrader.server_extensions.{name}": False for name in EXTENSIONS}}
}


def student_environment(folder: Path, data: str | None = None) -> Mapping[str, str]:
    """The environment variables of a student's server and terminal; what they need is written into `folder`.

    `data` is the lesson's FASHION_MNIST_ROOT; without it, that of this environment counts.
    """
    blocker = folder / "blocker"
    blocker.mkdir(parents=True)
    (blocker / "sitecustomize.py").write_text(BLOCKER)
    kernel = folder / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    spec = {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "env": {"PYTHONPATH": str(blocker)},
    }
    (kernel / "kernel.json").write_text(json.dumps(spec))
    return {
        "JUPYTER_PATH": str(folder / "jupyter"),
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": "",
        **({"FASHION_MNIST_ROOT": data} if data else {}),
    }


def disable_lab_extension(home: Path) -> None:
    """nbgrader's part of JupyterLab's front end is not there either."""
    folder = home / ".jupyter" / "labconfig"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page_config.json").write_text(json.dumps({"disabledExtensions": {"@jupyter/nbgrader": True}}))
