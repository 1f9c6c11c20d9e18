"""Training and check("min_accuracy") on two busy cores: with the lesson's one thread, with torch's default.

    python benchmarks/busy_machine.py [--repeats 1]

Two processes that only count keep the cores busy; the two ways are run in turns. With the default a run takes minutes.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from measure import LOG, PROJECT, run, show
from synthetic_class import FUNCTIONS, LESSON, right_student

from wallgrade.authoring.make_submission import write_submission

CORES = 2
SPIN = "import os\nparent = os.getppid()\nwhile os.getppid() == parent: pass"
# the notebook's own setup cell asks for one thread, so the other number is set after it
PROGRAM = f"""
import contextlib, io, sys, time, torch
from softmax_lesson import check, functions_from, load_data_fashion_mnist
names = functions_from("03_softmax_from_scratch.ipynb", *{FUNCTIONS!r})[0].__globals__
names["check"] = check
if len(sys.argv) > 1:
    torch.set_num_threads(int(sys.argv[1]))
names["train_iter"], names["test_iter"] = load_data_fashion_mnist(256)
W = torch.normal(0, 0.01, size=(784, 10), requires_grad=True)
b = torch.zeros(10, requires_grad=True)
names.update(params=[W, b], net=lambda X: names["softmax"](X.reshape(-1, 784) @ W + b))
for cell in (
    "train_ch3(net, train_iter, test_iter, cross_entropy, 5, 256, params=params, lr=0.1)",
    "check('min_accuracy')",
):
    with contextlib.redirect_stdout(io.StringIO()):
        cpu, wall = time.process_time(), time.perf_counter()
        exec(cell, names)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(torch.get_num_threads(), cpu, wall)
"""
HEADINGS = ("", "with", "threads", "CPU s", "wall s")
CELLS = ("training, five epochs", 'check("min_accuracy")')


@contextlib.contextmanager
def busy() -> Iterator[None]:
    """While the block runs, as many processes as there are cores only count."""
    spinning = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(CORES)]
    try:
        yield
    finally:
        for process in spinning:
            process.kill()
            process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--repeats", type=int, default=1)
    options = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))[:CORES]
    os.sched_setaffinity(0, cores)  # and that of all that is started here
    ways = {"the lesson's one thread": [], "torch's default": [str(len(cores))]}
    found: dict[tuple[str, str], list[list[float]]] = {}
    with tempfile.TemporaryDirectory() as name, busy():
        folder = Path(name) / LESSON
        write_submission(PROJECT / "release" / LESSON, folder, right_student(0))
        for part in ("checks", "softmax_lesson", "lessoncheck"):
            (folder / part).symlink_to(PROJECT / "release" / LESSON / part)
        for _ in range(options.repeats):
            for way, threads in ways.items():
                # torch's default is one thread for each core
                run([sys.executable, "-c", PROGRAM, *threads], folder, {"OMP_NUM_THREADS": str(len(cores))})
                for cell, line in zip(CELLS, (folder / LOG).read_text().splitlines(), strict=True):
                    found.setdefault((cell, way), []).append([float(figure) for figure in line.split()])
    rows = [
        (
            cell,
            way,
            *(f"{median(run[place] for run in runs):{form}}" for place, form in enumerate((".0f", ".1f", ".1f"))),
        )
        for (cell, way), runs in sorted(found.items(), reverse=True)
    ]
    show(f"{len(cores)} cores, {CORES} busy processes, median of {options.repeats}", HEADINGS, rows)


if __name__ == "__main__":
    main()
