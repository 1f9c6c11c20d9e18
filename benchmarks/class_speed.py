"""A class graded by us with one and two jobs, and by stock nbgrader: the same code, the same loaders, one run.

    python benchmarks/class_speed.py [--students 30] [--stock 6] [--lesson-loader 2] [--rounds 1]

`wallgrade grade` grades the whole class, from cold, recording included. Stock nbgrader needs the same time for every
submission, so it grades some of the class; what it needs once (for one submission more than for each) is left out in
its favour. With the lesson's loader it is measured on right code only.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import median

from measure import Cost, nbgrader, show, wallgrade
from synthetic_class import (
    FAST_LOADER,
    LESSON,
    LESSON_LOADER,
    STOCK,
    Cells,
    clean,
    make_class,
    name_of,
    our_course,
    right_student,
    scores,
    stock_course,
)

from softmax_lesson.arrays import fashion_arrays


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--students", type=int, default=30)
    parser.add_argument("--stock", type=int, default=6, help="submissions graded by stock nbgrader")
    parser.add_argument("--lesson-loader", type=int, default=2, help="the same, with the lesson's loader")
    parser.add_argument("--rounds", type=int, default=1, help="rounds of everything; medians are shown")
    options = parser.parse_args()
    students = make_class(options.students)
    # of each ten students, in the class's own proportions
    sample = [students[number * len(students) // options.stock] for number in range(options.stock)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        course = our_course(folder / "ours", students)
        rows: dict[str, list[Cost]] = {}
        for _ in range(options.rounds):
            for jobs in (1, 2):
                clean(course)
                cost = wallgrade(course, LESSON, "--force", "--jobs", str(jobs))
                rows.setdefault(f"wallgrade grade --jobs {jobs}", []).append(each(cost, len(students)))
            rows.setdefault("stock nbgrader, fast loader", []).append(stock(folder, sample, FAST_LOADER))
            if options.lesson_loader:
                right = [right_student(number) for number in range(options.lesson_loader)]
                loader = LESSON_LOADER.format(root=str(files_for_torchvision(folder)))
                rows.setdefault("stock nbgrader, lesson's loader", []).append(stock(folder, right, loader))
    report(rows, len(students))


def each(cost: Cost, count: int) -> Cost:
    return Cost(cost.cpu / count, cost.wall / count, cost.megabytes)


def stock(folder: Path, students: list[Cells], loader: str) -> Cost:
    """Stock nbgrader's cost for one of these submissions, without what it needs once."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        course = stock_course(Path(name) / "course", [right_student(0), *students], loader)
        nbgrader(course, "autograde", STOCK, "--student", name_of(0))
        if set(scores(course, 0).values()) != {1.0}:  # to compare with what does not work would flatter us
            raise SystemExit(f"Stock nbgrader does not give right code full marks: {scores(course, 0)}")
        rest = nbgrader(course, "autograde", STOCK)
        empty = nbgrader(course, "autograde", STOCK)  # everything is graded: what a start costs
        return Cost((rest.cpu - empty.cpu) / len(students), (rest.wall - empty.wall) / len(students), rest.megabytes)


def files_for_torchvision(folder: Path) -> Path:
    from five_epochs import write_for_torchvision

    root = folder / "torchvision"
    if not root.exists():
        write_for_torchvision(fashion_arrays(), root)
    return root


def report(rows: dict[str, list[Cost]], students: int) -> None:
    costs = {name: (median(c.cpu for c in kind), median(c.wall for c in kind)) for name, kind in rows.items()}
    ours = costs["wallgrade grade --jobs 2"]
    table = [
        (name, f"{cpu:.2f}", f"{wall:.2f}", f"{60 / wall:.0f}", f"{cpu / ours[0]:.1f}", f"{wall / ours[1]:.1f}")
        for name, (cpu, wall) in costs.items()
    ]
    headings = ("for each submission", "CPU s", "wall s", "a minute", "CPU / ours", "wall / ours")
    show(f"A class of {students}, recording included", headings, table)


if __name__ == "__main__":
    main()
