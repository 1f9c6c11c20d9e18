"""JupyterLab as a student sees it: nbgrader is installed here, but no part of it is in the page or the server."""

from __future__ import annotations

import json
from pathlib import Path

EXTENSIONS = ("formgrader", "validate_assignment", "assignment_list", "course_list")
SERVER: dict[str, object] = {
    "ServerApp": {"jpserver_extensions": {f"nbgrader.server_extensions.{name}": False for name in EXTENSIONS}}
}
# the kernel takes the engine from the release's folder, as it does for a student
ENVIRONMENT = {"PYTHONPATH": "", "OMP_NUM_THREADS": "1"}


def disable_lab_extension(home: Path) -> None:
    """Leave out nbgrader's part of the front end."""
    folder = home / ".jupyter" / "labconfig"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page_config.json").write_text(json.dumps({"disabledExtensions": {"@jupyter/nbgrader": True}}))
