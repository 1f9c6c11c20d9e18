"""How cost grows with the class, and what a very large one would need on a cluster.

    python benchmarks/growth.py [--sizes 10 100 1000] [--distinct 10] [--jobs 2]

The classes are copies of so many distinct students, so that training is judged once for each of these and all else is
done for everybody: what is seen is how reading, looking up and recording grow.
"""

from __future__ import annotations

import argparse
import heapq
import random
import tempfile
from pathlib import Path

from measure import Cost, show, wallgrade
from synthetic_class import LESSON, make_class, our_course, right_student

LARGE = 100_000
CORES = (2, 8, 16, 32, 64, 128)


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
        f"{writer * 1000:.0f} ms for each submission, so more than {judging / writer:.0f} cores would wait for it."
    )
    hours = [(f"{cores}", *(f"{part:.1f}" for part in simulated(LARGE, cores, judging, writer))) for cores in CORES]
    title = f"{LARGE:,} distinct right submissions, simulated with these two figures"
    show(title, ("cores", "hours", "cores busy, %", "writer busy, %"), hours)


def simulated(count: int, cores: int, judging: float, writer: float) -> tuple[float, float, float]:
    """Hours, and how busy cores and writer are, when one process takes up, hands out and records (`ClassAutograde`).

    It takes up the next submission while fewer than two for each core are under way, and otherwise records the one that
    is done first; taking up and recording cost half of `writer` each. Judging takes half to one and a half of its mean.
    """
    draw, free = random.Random(0), [0.0] * cores
    under_way: list[float] = []
    now = worked = 0.0
    left = count
    while left or under_way:
        if left and len(under_way) < 2 * cores:
            now += writer / 2
            seconds = draw.uniform(0.5, 1.5) * judging
            end = max(now, heapq.heappop(free)) + seconds
            heapq.heappush(free, end)
            heapq.heappush(under_way, end)
            left, worked = left - 1, worked + seconds
        else:
            now = max(now, heapq.heappop(under_way)) + writer / 2
    return now / 3600, 100 * worked / (cores * now), 100 * count * writer / now


if __name__ == "__main__":
    main()
