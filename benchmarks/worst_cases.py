"""What the worst submissions that we can think of cost, each judged alone with the default limits.

    python benchmarks/worst_cases.py [--only endless] [--list]

The whole way is measured, from the file to the reports, where other submissions wait for the same judge. Wall time,
processor time of both sides, the most that the submission's processes held together: memory (Pss), processes, threads,
scratch space. "ours +" is what our own process held beyond what it had before, "report kB" the longest item's page.
"lost" are the items with less than full points, "next lost" those of the right submission that is judged next.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from measure import PROJECT, show
from nbformat.v4 import new_code_cell
from synthetic_class import LESSON, right_student
from worst_submissions import SUBMISSIONS, Worst

from lessoncheck.cells import read_notebook
from lessoncheck.report import as_html
from lessoncheck.results import ItemReport
from wallgrade.authoring.make_submission import fill_in
from wallgrade.course import Course
from wallgrade.judging.judge import Judge
from wallgrade.judging.judge_submission import judge_submission
from wallgrade.sandbox.limits import Limits
from wallgrade.submission.reader import read_folder

NOTEBOOK = "03_softmax_from_scratch.ipynb"
HEADINGS = ("submission", "wall s", "CPU s", "ours", "MB", "ours +", "procs", "threads", "disk MB", "report kB", "lost",
            "next lost")  # fmt: skip


class Watch(threading.Thread):
    """Looks at all processes below this one every tenth of a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.cpu: dict[tuple[int, int], float] = {}
        self.most = {"MB": 0.0, "ours": 0.0, "procs": 0, "threads": 0, "disk": 0.0}
        self._ours = held()
        self._ended = threading.Event()
        self.below = set(descendants(os.getpid()))

    def run(self) -> None:
        """Until `end`."""
        while not self._ended.wait(0.1):
            seen = {"MB": 0.0, "ours": held() - self._ours, "procs": 0, "threads": 0, "disk": 0.0}
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


def held() -> float:
    """Megabytes that this process has in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


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


def cost_of(judge: Judge, masters: Mapping[str, Any], worst: Worst, *, honest: bool) -> list[str]:
    """A row of the table, without its name; `honest`: the right submission is judged after it."""
    with tempfile.TemporaryDirectory() as folder:
        write(worst, Path(folder))
        watch, started, own = Watch(), time.monotonic(), time.thread_time()
        watch.start()
        try:
            reports = reports_of(judge, masters, Path(folder))
            largest = max(len(as_html(report, graded=True).encode()) for report in reports.values())
        finally:
            wall, ours = time.monotonic() - started, time.thread_time() - own
            watch.end()
    after = "not tried"
    if honest:
        with tempfile.TemporaryDirectory() as folder:
            write(Worst("right"), Path(folder))
            after = lost_in(reports_of(judge, masters, Path(folder)))
    most = watch.most
    cpu = sum(seconds for (pid, _), seconds in watch.cpu.items() if pid not in watch.below)
    return [f"{wall:.1f}", f"{cpu:.1f}", f"{ours:.1f}", f"{most['MB']:.0f}", f"{most['ours']:.0f}", f"{most['procs']}",
            f"{most['threads']}", f"{most['disk']:.0f}", f"{largest / 1000:.0f}", lost_in(reports), after]  # fmt: skip


def reports_of(judge: Judge, masters: Mapping[str, Any], folder: Path) -> dict[str, ItemReport]:
    """What the whole way from the files to the reports gives, by item."""
    judged = judge_submission(judge, read_folder(masters, LESSON, folder, "worst"), only=[Path(NOTEBOOK).stem])
    return {item: verdict.report for notebook in judged.notebooks for item, verdict in notebook.verdicts.items()}


def lost_in(reports: Mapping[str, ItemReport]) -> str:
    """The items with less than full points, and what they have."""
    shares = {item: report.fraction for item, report in reports.items() if report.fraction != 1.0}
    lost = [f"{item} {'a look' if share is None else format(share, '.2f')}" for item, share in shares.items()]
    return f"all {len(lost)}" if len(lost) == len(reports) else ", ".join(lost) or "nothing"


def write(worst: Worst, folder: Path) -> None:
    """The right submission, with this one's changes."""
    notebook = fill_in(read_notebook(PROJECT / "release" / LESSON / NOTEBOOK), right_student(0) | dict(worst.cells))
    notebook.cells = [new_code_cell(cell) for cell in worst.first] + notebook.cells
    notebook.cells += [new_code_cell(cell) for cell in worst.extra]
    notebook.metadata.update(worst.metadata)
    (folder / NOTEBOOK).write_text(json.dumps(notebook), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--only", default="", help="those whose name has one of these in it, between commas")
    parser.add_argument("--list", action="store_true", help="print the names")
    parser.add_argument("--quick", action="store_true", help="judge no right submission after each one")
    options = parser.parse_args(arguments)
    chosen = [worst for worst in SUBMISSIONS if any(part in worst.name for part in options.only.split(","))]
    if options.list:
        print(*(worst.name for worst in chosen), sep="\n")
        return
    course = Course(PROJECT)
    masters = course.masters(LESSON)
    judge = Judge(course, LESSON, Limits(), secret=b"benchmark")
    rows = []
    for worst in (Worst("right, from cold"), *chosen):
        rows.append([worst.name, *cost_of(judge, masters, worst, honest=not options.quick)])
        print(*rows[-1], sep="  ", flush=True)
    judge.close()
    show("Worst submissions", HEADINGS, rows)


if __name__ == "__main__":
    main()
