"""nbgrader's own tests, without the kit and in a course that the kit is a guest of: the same must pass.

Usage: python tools/peer_suites.py [-k EXPRESSION]; exit status 1 when a test passes without the kit and fails with it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from junitparser import JUnitXml

SUITES = [
    f"nbgrader.tests.apps.test_{name}"
    for name in ("nbgrader_autograde", "nbgrader_generate_assignment", "nbgrader_generate_feedback", "api")
]
GUEST = """from pathlib import Path
from wallgrade.config import configure
configure(get_config(), root=Path.cwd())
"""


def passed(folder: Path, options: list[str], config: Path | None) -> set[str]:
    """The names of nbgrader's tests that pass, with the kit's configuration or without it."""
    report = folder / "report.xml"
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])  # nbgrader calls alembic
    environment = os.environ | {"PATH": programs} | ({"JUPYTER_CONFIG_PATH": str(config)} if config else {})
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", f"--junitxml={report}"]
    subprocess.run([*command, *options, "--pyargs", *SUITES], cwd=folder, env=environment, check=False)
    return {
        f"{case.classname}::{case.name}" for suite in JUnitXml.fromfile(str(report)) for case in suite if case.is_passed
    }


def main() -> None:
    """Run both, print the numbers and every test that only stock nbgrader passes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-k", dest="expression", default="", help="only tests that match, as for pytest")
    expression = parser.parse_args().expression
    options = ["-k", expression] if expression else []
    with tempfile.TemporaryDirectory(prefix="peer-suites-") as name:
        folder = Path(name)
        (folder / "config").mkdir()
        (folder / "config" / "nbgrader_config.py").write_text(GUEST)
        without = passed(folder, options, None)
        with_kit = passed(folder, options, folder / "config")
    lost = sorted(without - with_kit)
    print(f"nbgrader's own tests: {len(without)} pass without the kit, {len(with_kit)} with it")
    for test in lost:
        print(f"passes only without the kit: {test}")
    raise SystemExit(1 if lost or not without else 0)


if __name__ == "__main__":
    main()
