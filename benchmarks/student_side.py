"""What a student waits for: the check cell, local pytest, five epochs; each beside the least that it could cost.

python benchmarks/student_side.py [--repeats 3]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from measure import PROJECT, Cost, run, show
from synthetic_class import FUNCTIONS, LESSON, right_student

from wallgrade.authoring.make_submission import write_submission

SETUP = "import torch; from softmax_lesson import check, functions_from, live_curves, load_data_fashion_mnist\n"
STUDENTS = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # hypothesis and others that only a developer has
NAMES = f"{', '.join(FUNCTIONS)}, = functions_from('03_softmax_from_scratch.ipynb', *{FUNCTIONS!r})\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / LESSON
        write_submission(PROJECT / "release" / LESSON, folder, right_student(0))
        for part in ("checks", "softmax_lesson", "lessoncheck", "pytest.ini", "conftest.py"):
            (folder / part).symlink_to(PROJECT / "release" / LESSON / part)
        python = [sys.executable, "-c"]
        kinds = {
            "import torch": [*python, "import torch"],
            "the notebook's imports": [*python, SETUP],
            "its imports, its functions": [*python, SETUP + NAMES],
            "the same and check('softmax')": [*python, SETUP + NAMES + "check('softmax')"],
            "the same and check('train_ch3')": [*python, SETUP + NAMES + "check('train_ch3')"],
            "pytest -m softmax": [sys.executable, "-m", "pytest", "-q", "-m", "softmax"],
            "pytest, all but training": [sys.executable, "-m", "pytest", "-q", "-m", "not min_accuracy"],
            "pytest -m min_accuracy (five epochs)": [sys.executable, "-m", "pytest", "-q", "-m", "min_accuracy"],
        }
        costs: dict[str, list[Cost]] = {kind: [] for kind in kinds}
        for _ in range(options.repeats):
            for kind, command in kinds.items():
                costs[kind].append(run(command, folder, STUDENTS))
    floor = median(cost.cpu for cost in costs["import torch"])
    rows = [
        (kind, f"{median(c.cpu for c in found):.2f}", f"{median(c.wall for c in found):.2f}",
         f"{median(c.cpu for c in found) / floor:.1f}")
        for kind, found in costs.items()
    ]  # fmt: skip
    headings = ("a new Python each", "CPU s", "wall s", "CPU / import torch")
    show(f"The student's side, median of {options.repeats}", headings, rows)
    print("Five epochs against the bare arithmetic: python benchmarks/five_epochs.py")


if __name__ == "__main__":
    main()
