"""A class graded by us with one and two jobs, and by stock nbgrader: the same students, the same code, in one run.

    python benchmarks/class_speed.py [--students 30] [--right 12] [--lesson-loader 2] [--large 0]

Two classes: one of mixed quality, and one of right code that is all different. What a run needs once (the cost of
grading one submission) is taken off on both sides: what is shown is each further submission, recording included.
Stock nbgrader runs one assert for each function in the student's kernel. With `--large N` a mixed class of N is graded
by us, from cold, start and all.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

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
    parser.add_argument("--students", type=int, default=30, help="the mixed class")
    parser.add_argument("--right", type=int, default=12, help="the class of right code")
    parser.add_argument("--lesson-loader", type=int, default=2, help="of these, for stock with the lesson's loader")
    parser.add_argument("--large", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mixed = [right_student(0), right_student(1), *make_class(options.students - 2)]
        compare(f"A mixed class of {len(mixed)}", {**ours(folder, mixed), **stock(folder, mixed)})
        right = [right_student(number) for number in range(options.right)]
        costs = {**ours(folder, right), **stock(folder, right)}
        if options.lesson_loader:
            loader = LESSON_LOADER.format(root=str(files_for_torchvision(folder)))
            costs |= stock(folder, right[: options.lesson_loader + 1], loader, "stock nbgrader, lesson's loader")
        compare(f"A class of {len(right)}, all right and all different", costs)
        if options.large:
            with tempfile.TemporaryDirectory(dir=folder) as large:
                course = our_course(Path(large) / "course", make_class(options.large))
                cost = wallgrade(course, LESSON, "--jobs", "2")
            print(
                f"{options.large} submissions from cold with two jobs: {cost.wall:.0f} s, {cost.cpu:.0f} s of "
                f"processor time, {60 * options.large / cost.wall:.0f} a minute."
            )


def ours(folder: Path, students: list[Cells]) -> dict[str, Cost]:
    """What each further submission costs us, by number of jobs."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        course = our_course(Path(name) / "course", students)
        found = {}
        for jobs, first in ((1, "s00000"), (2, "s0000[01]")):  # as many as it takes to start each worker
            clean(course)
            once = wallgrade(course, LESSON, "--jobs", str(jobs), "--student", first)
            clean(course)
            everything = wallgrade(course, LESSON, "--jobs", str(jobs))
            found[f"wallgrade grade --jobs {jobs}"] = further(everything, once, len(students) - jobs)
        return found


def stock(
    folder: Path, students: list[Cells], loader: str = FAST_LOADER, row: str = "stock nbgrader"
) -> dict[str, Cost]:
    """What each further submission costs stock nbgrader."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        course = stock_course(Path(name) / "course", students, loader)
        once = nbgrader(course, "autograde", STOCK, "--student", name_of(0))
        if set(scores(course, 0).values()) != {1.0}:  # to compare with what does not work would flatter us
            raise SystemExit(f"Stock nbgrader does not give right code full marks: {scores(course, 0)}")
        clean(course)
        return {row: further(nbgrader(course, "autograde", STOCK), once, len(students) - 1)}


def further(everything: Cost, once: Cost, rest: int) -> Cost:
    return Cost((everything.cpu - once.cpu) / rest, (everything.wall - once.wall) / rest, everything.megabytes)


def files_for_torchvision(folder: Path) -> Path:
    from five_epochs import write_for_torchvision

    root = folder / "torchvision"
    if not root.exists():
        write_for_torchvision(fashion_arrays(), root)
    return root


def compare(title: str, costs: dict[str, Cost]) -> None:
    ours = costs["wallgrade grade --jobs 2"]
    rows = [
        (name, *(f"{number:.2f}" for number in (cost.cpu, cost.wall)), f"{60 / cost.wall:.0f}",
         *(f"{ratio:.1f}" for ratio in (cost.cpu / ours.cpu, cost.wall / ours.wall)))
        for name, cost in costs.items()
    ]  # fmt: skip
    show(title, ("each further submission", "CPU s", "wall s", "a minute", "CPU / ours", "wall / ours"), rows)


if __name__ == "__main__":
    main()
