"""The console command, as somebody types it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def wallgrade(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The console command, from an unactivated shell that has not heard of our environment, but of this checkout."""
    program = Path(sys.executable).with_name("wallgrade")
    known = {name: os.environ[name] for name in ("HOME", "FASHION_MNIST_ROOT", "PYTHONPATH") if name in os.environ}
    env = {"PATH": "/usr/bin:/bin", **known, **environment}
    return subprocess.run([program, *arguments], cwd=cwd, env=env, capture_output=True, text=True)
