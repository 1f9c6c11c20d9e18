"""What a student waits for: the check cell, local pytest, five epochs; each beside the least that it could cost.

python benchmarks/student_side.py [--repeats 3]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from measure import LOG, PROJECT, Cost, run, show
from synthetic_class import FUNCTIONS, LESSON, right_student

from wallgrade.authoring.make_submission import write_submission

SETUP = "import torch; from softmax_lesson import check, functions_from, live_curves, load_data_fashion_mnist\n"
STUDENTS = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # hypothesis and others that only a developer has
# a check cell runs among the names of the notebook, where a function finds the others
NAMES = f"""
names = functions_from("03_softmax_from_scratch.ipynb", *{FUNCTIONS!r})[0].__globals__
names["check"] = check
"""
CELLS = f"""
import contextlib, io, time
for item in {("softmax", *FUNCTIONS)!r}:
    with contextlib.redirect_stdout(io.StringIO()):
        cpu, wall = time.process_time(), time.perf_counter()
        exec(f"check({{item!r}})", names)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(item, cpu, wall)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / LESSON
        write_submission(PROJECT / "release" / LESSON, folder, right_student(0))
        for part in ("checks", "softmax_lesson", "lessoncheck", "pytest.ini", "conftest.py"):
            (folder / part).symlink_to(PROJECT / "release" / LESSON / part)
        python, pytest = [sys.executable, "-c"], [sys.executable, "-m", "pytest", "-q"]
        kinds = {
            "import torch": [*python, "import torch"],
            "the notebook's imports": [*python, SETUP],
            "its imports, its functions": [*python, SETUP + NAMES],
            "the same and check('softmax')": [*python, SETUP + NAMES + "exec('check(\"softmax\")', names)"],
            "the same and check('train_ch3')": [*python, SETUP + NAMES + "exec('check(\"train_ch3\")', names)"],
            "pytest -m softmax": [*pytest, "-m", "softmax"],
            "pytest, all but training": [*pytest, "-m", "not min_accuracy"],
            "pytest -m min_accuracy (five epochs)": [*pytest, "-m", "min_accuracy"],
        }
        costs: dict[str, list[Cost]] = {kind: [] for kind in kinds}
        cells: dict[str, list[Cost]] = {}
        for _ in range(options.repeats):
            for kind, command in kinds.items():
                costs[kind].append(run(command, folder, STUDENTS))
            for item, cost in cells_in_one_kernel([*python, SETUP + NAMES + CELLS], folder):
                cells.setdefault(item, []).append(cost)
    floor = median(cost.cpu for cost in costs["import torch"])
    rows = [(kind, *seconds(found), f"{median(c.cpu for c in found) / floor:.2f}") for kind, found in costs.items()]
    headings = ("a new Python each", "CPU s", "wall s", "CPU / import torch")
    show(f"The student's side, median of {options.repeats}", headings, rows)
    of_cells = ("check cells after the first", "CPU s", "wall s")
    show("In one kernel, one after the other", of_cells, [(item, *seconds(found)) for item, found in cells.items()])
    print("Five epochs against the bare arithmetic: python benchmarks/five_epochs.py")


def cells_in_one_kernel(command: list[str], folder: Path) -> list[tuple[str, Cost]]:
    """What each check cell cost, without the first one."""
    run(command, folder, STUDENTS)
    lines = [line.split() for line in (folder / LOG).read_text().splitlines()]
    return [(item, Cost(float(cpu), float(wall), 0.0)) for item, cpu, wall in lines[1:]]


def seconds(costs: list[Cost]) -> tuple[str, str]:
    return f"{median(cost.cpu for cost in costs):.2f}", f"{median(cost.wall for cost in costs):.2f}"


if __name__ == "__main__":
    main()
