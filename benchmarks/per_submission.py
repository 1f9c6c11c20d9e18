"""What judging costs in the steady state beyond the student's own five epochs, and what a worker holds in memory.

    python benchmarks/per_submission.py [--repeats 5]

One process, one warm worker, no kept results. Processor time is that of the grader side, the worker and its sessions.
Everything is compared with the student's own five epochs: their functions and the notebook's net, `X @ W + b`, on
images in memory, in a plain process with one thread. "In the worker" is the check's own training alone, on the
student side.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import numpy as np
import torch
from measure import PROJECT, show
from synthetic_class import LESSON, right_student

from lessoncheck.cell_execution import run_cells
from lessoncheck.cells import read_notebook
from softmax_lesson.arrays import training_arrays
from softmax_lesson.stand_ins import ImageBatches
from wallgrade.authoring.make_submission import fill_in
from wallgrade.course import Course
from wallgrade.judging.check_runner import CheckRunner, Observations
from wallgrade.judging.task import GradingTask, task_of
from wallgrade.judging.workers.lesson_bundle import pack
from wallgrade.judging.workers.worker_pool import LocalPool
from wallgrade.sandbox.fork_server import NO_CELLS
from wallgrade.sandbox.limits import Limits

TRAINING = "min_accuracy"
ITEMS = ("softmax", "cross_entropy", "accuracy", "evaluate_accuracy", "sgd", "train_ch3")
NOTEBOOK = "03_softmax_from_scratch.ipynb"
SECRET = b"benchmark"
OWN = "the student's own five epochs"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    runner = CheckRunner(Course(PROJECT).lesson(LESSON), Limits(), SECRET)
    released = read_notebook(PROJECT / "release" / LESSON / NOTEBOOK)
    right = fill_in(released, right_student(0))
    runner.run(task_of(right, (*ITEMS, TRAINING)))  # warm up: collects, draws, starts the worker

    def examine(notebook: object, items: Sequence[str]) -> Callable[[], object]:
        unit = task_of(notebook, items)
        return lambda: runner.run(unit)

    half = training_arrays()
    functions = run_cells(task_of(right, (TRAINING,)).cells).values
    images, labels = (torch.tensor(array) for array in (half.images, half.labels))
    start, order = np.zeros((784, 10), np.float32), np.random.default_rng(0).permutation(len(labels))

    def own_epochs() -> None:
        W, b = torch.tensor(start, requires_grad=True), torch.zeros(10).requires_grad_()

        def net(X: torch.Tensor) -> object:
            return functions["softmax"](X.reshape(-1, 784) @ W + b)

        def batches(rows: torch.Tensor) -> ImageBatches:
            return ImageBatches(images, labels, rows, 256, lambda turn, batch: None)

        train_iter, test_iter = batches(torch.from_numpy(order)), batches(torch.arange(2000))
        with contextlib.redirect_stdout(io.StringIO()):
            functions["train_ch3"](net, train_iter, test_iter, functions["cross_entropy"], 5, 256, [W, b], 0.1)

    def epochs() -> None:
        unit = task_of(right, (TRAINING,))
        with runner.students(unit, Observations()) as student_for:
            student_for(TRAINING).call(
                "min_accuracy", seconds=300, helpers={}, W=start, b=np.zeros(10, np.float32), order=order, places=[],
                most_passes=0, num_epochs=5, batch_size=256, lr=0.1,
            )  # fmt: skip

    kinds: dict[str, Callable[[], object]] = {
        OWN: own_epochs,
        "the same in the worker": epochs,
        "right notebook, all items": examine(right, (*ITEMS, TRAINING)),
        "right notebook, without training": examine(right, ITEMS),
        "untouched notebook, all items": examine(released, (*ITEMS, TRAINING)),
    }
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in kinds}
    for _ in range(options.repeats):
        for name, act in kinds.items():
            cpu, wall = processor_time(runner), time.perf_counter()
            act()
            found[name].append((processor_time(runner) - cpu, time.perf_counter() - wall))
    base = median(cpu for cpu, _ in found[OWN])
    rows = [
        (name, f"{median(c for c, _ in kind):.2f}", f"{median(w for _, w in kind):.2f}",
         f"{median(c for c, _ in kind) / base:.2f}")
        for name, kind in found.items()
    ]  # fmt: skip
    show(f"One notebook, median of {options.repeats}", ("", "CPU s", "wall s", "CPU / five epochs"), rows)
    memory(runner, task_of(right, (*ITEMS, TRAINING)))
    runner.close()


def worker_tree(runner: CheckRunner) -> list[int]:
    """The worker's process ids: outside and inside its room."""
    pid = runner._server()._process.pid
    return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]


def processor_time(runner: CheckRunner) -> float:
    """Seconds used by this process, the worker, and the sessions that it has waited for."""
    total = time.process_time()
    for pid in worker_tree(runner):
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        total += sum(int(ticks) for ticks in fields[11:15]) / 100
    return total


def memory(runner: CheckRunner, task: GradingTask) -> None:
    """What both sides hold, and how much of it a session does not share with the student side.

    The grader side is measured in a worker of its own: this process has torch and the images as floats besides.
    """
    pool = LocalPool(1, pack(Course(PROJECT).lesson(LESSON), Limits(), SECRET).packed())
    pool.submit(task).result()
    grader = pool.pids[0]
    session = runner._server().open_session()
    session.connection.send(NO_CELLS, 30)
    session.connection.receive(30)
    inside = worker_tree(runner)[-1]
    children = [int(pid) for pid in Path(f"/proc/{inside}/task/{inside}/children").read_text().split()]
    rows = [(name, f"{mapped(pid, 'Rss'):.0f}", f"{mapped(pid, 'Private_Clean') + mapped(pid, 'Private_Dirty'):.0f}")
            for name, pid in (("grader side", grader), ("warm worker", inside),
                              ("a session, empty", children[-1]))]  # fmt: skip
    session.close()
    pool.close()
    show("Memory", ("", "MB mapped", "MB of its own"), rows)


def mapped(pid: int | str, field: str) -> float:
    """Megabytes, of smaps_rollup."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
