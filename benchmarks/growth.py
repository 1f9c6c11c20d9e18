"""How cost grows with the class, and what a very large one would need on a cluster.

    python benchmarks/growth.py [--sizes 10 100 1000] [--distinct 10] [--jobs 2]

The classes are copies of so many distinct students, so that training is judged once for each of these and all else is
done for everybody: what is seen is how reading, looking up and recording grow.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from measure import Cost, show, wallgrade
from synthetic_class import LESSON, make_class, our_course, right_student

LARGE = 100_000


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--distinct", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    costs: dict[int, Cost] = {}
    with tempfile.TemporaryDirectory() as name:
        for size in options.sizes:
            course = our_course(Path(name) / str(size), make_class(size, distinct=options.distinct))
            costs[size] = wallgrade(course, LESSON, "--jobs", str(options.jobs))
        right = our_course(Path(name) / "right", [right_student(number) for number in range(6)])
        one = wallgrade(right, LESSON, "--jobs", "1", "--student", "s00000")
        five = wallgrade(right, LESSON, "--jobs", "1")
    rows = [(f"{size}", f"{c.cpu:.1f}", f"{c.wall:.1f}", f"{c.wall / size * 1000:.0f}", f"{c.megabytes:.0f}")
            for size, c in costs.items()]  # fmt: skip
    headings = ("submissions", "CPU s", "wall s", "wall ms each", "MB, largest process")
    show(f"Classes made of {options.distinct} distinct students, {options.jobs} jobs", headings, rows)
    small, large = min(costs), max(costs)
    if small == large:
        return
    writer = (costs[large].wall - costs[small].wall) / (large - small)
    judging = (five.cpu - one.cpu) / 5
    print(
        f"Judging one right submission: {judging:.2f} s of processor time (its five epochs in it). The one writer: "
        f"{writer * 1000:.0f} ms for each submission.\nReckoned for {LARGE:,} distinct right submissions: "
        f"{LARGE * judging / 3600:.0f} core hours of judging, {LARGE * writer / 3600:.1f} hours of writing; more than "
        f"{judging / writer:.0f} cores would wait for the writer."
    )


if __name__ == "__main__":
    main()
