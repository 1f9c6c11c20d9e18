"""What the worst submissions that we can think of cost, each judged alone with the default limits.

    python benchmarks/worst_cases.py [--only endless] [--list]

Wall time, processor time of both sides, and the most that the submission's processes held together: memory (Pss),
processes, threads, scratch space. "lost" are the items with less than full points.
"""

from __future__ import annotations

import argparse
import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from measure import PROJECT, show
from nbformat.v4 import new_code_cell
from synthetic_class import LESSON, right_student
from worst_submissions import SUBMISSIONS, Worst

from lessoncheck.cells import read_notebook
from wallgrade.authoring.make_submission import fill_in
from wallgrade.course import Course
from wallgrade.judging.check_runner import CheckRunner
from wallgrade.judging.task import GradingTask, task_of
from wallgrade.sandbox.limits import Limits

ITEMS = ("softmax", "cross_entropy", "accuracy", "evaluate_accuracy", "sgd", "train_ch3", "min_accuracy")
NOTEBOOK = "03_softmax_from_scratch.ipynb"
HEADINGS = ("submission", "wall s", "CPU s", "ours", "MB", "procs", "threads", "disk MB", "lost")


class Watch(threading.Thread):
    """Looks at all processes below this one every tenth of a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.cpu: dict[tuple[int, int], float] = {}
        self.most = {"MB": 0.0, "procs": 0, "threads": 0, "disk": 0.0}
        self._ended = threading.Event()
        self.below = set(descendants(os.getpid()))

    def run(self) -> None:
        """Until `end`."""
        while not self._ended.wait(0.1):
            seen = {"MB": 0.0, "procs": 0, "threads": 0, "disk": 0.0}
            for pid in descendants(os.getpid()):
                try:
                    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                    ticks = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
                    self.cpu[pid, int(fields[19])] = ticks
                    if pid in self.below:  # the fork server
                        continue
                    pss = Path(f"/proc/{pid}/smaps_rollup").read_text().partition("\nPss:")[2].split()
                    seen["MB"] += int(pss[0]) / 1024
                    seen["procs"] += 1
                    seen["threads"] += int(fields[17])
                    space = os.statvfs(f"/proc/{pid}/root/scratch")
                    seen["disk"] += (space.f_blocks - space.f_bfree) * space.f_frsize / (1 << 20)
                except (OSError, ValueError, IndexError):
                    continue
            self.most = {name: max(most, seen[name]) for name, most in self.most.items()}

    def end(self) -> None:
        """Stop looking."""
        self._ended.set()
        self.join()


def descendants(pid: int) -> list[int]:
    """The processes below this one."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *descendants(child)]
    return found


def cost_of(runner: CheckRunner, task: GradingTask) -> list[str]:
    """A row of the table, without its name."""
    watch, started, own = Watch(), time.monotonic(), time.process_time()
    watch.start()
    try:
        reports = runner.run(task).reports
    finally:
        wall, ours = time.monotonic() - started, time.process_time() - own
        watch.end()
    shares = {item: report.fraction for item, report in reports.items() if report.fraction != 1.0}
    lost = [f"{item} {'a look' if share is None else format(share, '.2f')}" for item, share in shares.items()]
    most = watch.most
    cpu = sum(seconds for (pid, _), seconds in watch.cpu.items() if pid not in watch.below)
    return [f"{wall:.1f}", f"{cpu:.1f}", f"{ours:.1f}", f"{most['MB']:.0f}", f"{most['procs']}", f"{most['threads']}",
            f"{most['disk']:.0f}", ", ".join(lost) or "nothing"]  # fmt: skip


def task_for(worst: Worst) -> GradingTask:
    """The right submission, with this one's changes."""
    notebook = fill_in(read_notebook(PROJECT / "release" / LESSON / NOTEBOOK), right_student(0) | dict(worst.cells))
    notebook.cells = [new_code_cell(cell) for cell in worst.first] + notebook.cells
    notebook.cells += [new_code_cell(cell) for cell in worst.extra]
    return task_of(notebook, ITEMS)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--only", default="", help="those whose name has one of these in it, between commas")
    parser.add_argument("--list", action="store_true", help="print the names")
    options = parser.parse_args(arguments)
    chosen = [worst for worst in SUBMISSIONS if any(part in worst.name for part in options.only.split(","))]
    if options.list:
        print(*(worst.name for worst in chosen), sep="\n")
        return
    runner = CheckRunner(Course(PROJECT).lesson(LESSON), Limits(), b"benchmark")
    runner.run(task_for(Worst("right")))  # starts the worker, collects the checks
    rows = []
    for worst in chosen:
        rows.append([worst.name, *cost_of(runner, task_for(worst))])
        print(*rows[-1], sep="  ", flush=True)
    runner.close()
    show("Worst submissions", HEADINGS, rows)


if __name__ == "__main__":
    main()
