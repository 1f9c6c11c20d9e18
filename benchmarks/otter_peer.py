"""otter-grader as a peer: the same notebook, tests and loader as stock nbgrader's, graded by `otter run`.

otter's requirements are not ours, so it lives in an environment of its own beside the benchmark, which sees the
packages of this one. Where it cannot be installed, its row of the table has dashes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import nbformat
from measure import PROJECT, run
from nbformat.v4 import new_code_cell, new_notebook
from synthetic_class import FAST_LOADER, FUNCTIONS, NETWORK, TESTS, Cells

OTTER = "otter-grader==7.0.0"
CASE = """OK_FORMAT = False
from otter.test_files import test_case
name = "{item}"
points = 1
@test_case(points=1)
def test_it(env):
    exec({test!r}, env)
"""


def otter_course(target: Path, students: list[Cells]) -> Callable[[int], float] | None:
    """Has otter grade the submission of this number; CPU seconds. None where otter cannot be had."""
    target.mkdir(parents=True)
    program = installed(target / "environment")
    if program is None:
        return None
    tests = target / "tests"
    tests.mkdir()
    for item in FUNCTIONS:
        (tests / f"{item}.py").write_text(CASE.format(item=item, test=TESTS[item]))
    archive = target / "autograder.zip"
    with ZipFile(archive, "w") as zipped:
        for path in sorted(tests.iterdir()):
            zipped.write(path, f"tests/{path.name}")
        zipped.writestr("otter_config.json", '{"lang": "python", "pdf": false}')
    for number, cells in enumerate(students):
        code = [FAST_LOADER, *(text for item in FUNCTIONS for text in _cells(item, cells[item]))]
        nbformat.write(new_notebook(cells=[new_code_cell(text) for text in code]), str(target / f"{number}.ipynb"))
    source = str(PROJECT / "source" / "softmax_regression")
    importable = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))

    def grade(number: int) -> float:
        cost = run([str(program), "run", f"{number}.ipynb", "-a", archive.name], target, {"PYTHONPATH": importable})
        results = json.loads((target / "results.json").read_text())["tests"]
        scores = {one["name"]: one["score"] for one in results if one["name"] in FUNCTIONS}
        if scores != dict.fromkeys(FUNCTIONS, 1):  # to compare with what does not work would flatter us
            raise SystemExit(f"otter does not give right code full marks: {scores}")
        return cost.cpu

    return grade


def _cells(item: str, source: str) -> list[str]:
    return [source, NETWORK] if item == "accuracy" else [source]


def installed(folder: Path) -> Path | None:
    """The `otter` program of a new environment."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", OTTER]
    if subprocess.run(pip, capture_output=True).returncode:
        print("otter-grader cannot be installed here; its row is left empty.", file=sys.stderr)
        return None
    packages = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    Path(packages, "ours.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin" / "otter"
