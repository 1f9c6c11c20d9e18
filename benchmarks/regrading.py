"""Grading again: from cold to the first grade, an unchanged class, and a class in which one thing changed.

python benchmarks/regrading.py [--students 30] [--jobs 2]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from measure import show, wallgrade
from synthetic_class import LESSON, clean, make_class, name_of, our_course, right_student

from wallgrade.authoring.make_submission import write_submission


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--students", type=int, default=30)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    jobs = ("--jobs", str(options.jobs))
    with tempfile.TemporaryDirectory() as name:
        students = [right_student(0), *make_class(options.students - 1)]
        course = our_course(Path(name) / "course", students)
        costs = {"one submission, from cold": wallgrade(course, LESSON, "--student", name_of(0), *jobs)}
        clean(course)
        costs["the class, for the first time"] = wallgrade(course, LESSON, *jobs)
        costs["again, nothing new"] = wallgrade(course, LESSON, *jobs)
        costs["again, all of it (--force)"] = wallgrade(course, LESSON, "--force", *jobs)
        late = options.students
        write_submission(
            course / "release" / LESSON, course / "submitted" / name_of(late) / LESSON, right_student(late)
        )
        costs["after one late submission"] = wallgrade(course, LESSON, *jobs)
        check = course / "source" / LESSON / "checks" / "test_sgd.py"
        check.write_text(check.read_text() + "\n# edited\n")
        costs["after an edited check of sgd (--force)"] = wallgrade(course, LESSON, "--force", *jobs)
    first = costs["the class, for the first time"]
    rows = [
        (name, f"{cost.cpu:.1f}", f"{cost.wall:.1f}", f"{cost.cpu / first.cpu:.1%}", f"{cost.wall / first.wall:.1%}")
        for name, cost in costs.items()
    ]
    headings = ("", "CPU s", "wall s", "CPU of first", "wall of first")
    show(f"Grading {options.students} submissions again, {options.jobs} jobs", headings, rows)


if __name__ == "__main__":
    main()
