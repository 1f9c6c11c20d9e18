"""All comparisons that the README shows, side by side in one run, as its table.

    python benchmarks/bench.py [--quick] [--rounds 5] [--right 8]

In each round everything is run once, ours and what it is compared with in turns. A figure is processor time in seconds
of all processes together: the median, and in brackets the smallest and the largest. `--quick` runs one small round and
only prints; without it the table is also put into the README. Run it on an idle machine.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

import torch
from class_speed import files_for_torchvision
from five_epochs import BATCH_SIZE, lesson_loader, timed
from measure import PROJECT, nbgrader, run
from otter_peer import otter_course
from synthetic_class import FAST_LOADER, LESSON, STOCK, clean, name_of, our_course, right_student, scores, stock_course

from softmax_lesson import ImageSet, TensorBatches, fashion_arrays

BEGIN, END = "<!-- benchmarks/bench.py begins -->", "<!-- benchmarks/bench.py ends -->"
HEADINGS = ("", "ours", "compared with", "theirs", "theirs / ours", "cannot be less than")
COMMAND = "from wallgrade.cli.main import main; main()"
NO_GRAMMAR = "import sys; sys.modules['rfc3987_syntax'] = None"  # as the command does (docs/slow-import.md)
Samples = dict[str, list[float]]


class Row(NamedTuple):
    """A line of the table; `ours`, `theirs` and `limit` name what was measured."""

    what: str
    ours: str
    peer: str
    theirs: str
    limit: str = ""
    of_limit: str = ""


EPOCHS, LIBRARIES = "its own five epochs, the bare arithmetic", "importing nbgrader"
STOCK_NBGRADER = "stock nbgrader, same loader, one assert a function"
FIRST = "the class for the first time"
ROWS = (
    Row("five epochs", "epochs ours", "torchvision's data set and `DataLoader`", "epochs lesson",
        "the bare arithmetic", "epochs bare"),
    Row("one more right submission, graded and recorded", "more ours", STOCK_NBGRADER,
        "more stock", EPOCHS, "epochs bare"),
    Row("the same", "more ours", "otter run, same tests and loader, a process each", "more otter",
        EPOCHS, "epochs bare"),
    Row("one submission, from cold", "cold ours", "stock nbgrader", "cold stock",
        "importing torch and nbgrader", "imports torch"),
    Row("the class again, all kept (`--force`)", "force", FIRST, "first", LIBRARIES, "imports"),
    Row("the class again, nothing new", "unchanged", FIRST, "first", LIBRARIES, "imports"),
    Row("feedback pages of one more student", "page ours", "stock nbgrader's one page", "page stock"),
    Row("feedback pages again, all current", "current", "made for the first time", "pages", LIBRARIES, "imports"),
    Row("wallgrade report", "report", "nbgrader export", "export stock", LIBRARIES, "imports"),
    Row("wallgrade --help", "help", "nbgrader --help", "help stock"),
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--right", type=int, default=8, help="submissions in the class, all right and all different")
    parser.add_argument("--quick", action="store_true", help="one round of two submissions; only print")
    options = parser.parse_args()
    rounds, right = (1, 2) if options.quick else (options.rounds, options.right)
    torch.set_num_threads(1)
    found: Samples = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        students = [right_student(number) for number in range(right)]
        ours, stock = our_course(folder / "ours", students), stock_course(folder / "stock", students, FAST_LOADER)
        otter = otter_course(folder / "otter", students)
        epochs = five_epochs(folder)
        for number in range(rounds):
            print(f"round {number + 1} of {rounds}", file=sys.stderr)
            for kind, train in epochs.items():
                found[f"epochs {kind}"].append(train())
            of_a_round(found, ours, stock, right)
            if otter is not None:
                found["more otter"].append(otter(number % right))
        if any(score != 1.0 for number in range(right) for score in scores(stock, number).values()):
            raise SystemExit("Stock nbgrader does not give right code full marks.")  # the comparison would flatter us
    text = table(found, rounds, right)
    print(text)
    if not options.quick:
        put_into(PROJECT / "README.md", text)


def five_epochs(folder: Path) -> dict[str, Callable[[], float]]:
    """Seconds of five epochs, by loader."""
    arrays = fashion_arrays()
    lesson, dataset = lesson_loader(files_for_torchvision(folder)), ImageSet(arrays.train_images, arrays.train_labels)
    ready = [dataset.batch(indices) for indices in torch.split(torch.arange(len(dataset)), BATCH_SIZE)]
    timed(lambda: ready, 1)  # warm up
    return {
        "lesson": lambda: timed(lesson, 5).cpu,
        "ours": lambda: timed(lambda: TensorBatches(dataset, BATCH_SIZE, shuffle=True), 5).cpu,
        "bare": lambda: timed(lambda: ready, 5).cpu,
    }


def of_a_round(found: Samples, ours: Path, stock: Path, right: int) -> None:
    """Each command once, ours and stock nbgrader's."""

    def take(what: str, seconds: float) -> float:
        found[what].append(seconds)
        return seconds

    def kit(*arguments: str) -> float:
        return run([sys.executable, "-c", COMMAND, *arguments], ours).cpu

    def theirs(*arguments: str) -> float:
        return nbgrader(stock, *arguments).cpu

    for course in (ours, stock):
        clean(course)
    cold = take("cold ours", kit("grade", LESSON, "--jobs", "1", "--student", name_of(0)))
    cold_stock = take("cold stock", theirs("autograde", STOCK, "--student", name_of(0)))
    for course in (ours, stock):
        clean(course)
    first = take("first", kit("grade", LESSON, "--jobs", "1"))
    take("more ours", (first - cold) / (right - 1))
    take("more stock", (theirs("autograde", STOCK) - cold_stock) / (right - 1))
    take("force", kit("grade", LESSON, "--jobs", "1", "--force"))
    take("unchanged", kit("grade", LESSON, "--jobs", "1"))
    one = kit("feedback", LESSON, "--jobs", "1", "--force", "--student", name_of(0))
    pages = take("pages", kit("feedback", LESSON, "--jobs", "1", "--force"))
    take("page ours", (pages - one) / (right - 1))
    take("current", kit("feedback", LESSON, "--jobs", "1"))
    one = theirs("generate_feedback", STOCK, "--force", "--student", name_of(0))
    take("page stock", (theirs("generate_feedback", STOCK, "--force") - one) / (right - 1))
    take("report", kit("report", LESSON))
    take("export stock", theirs("export"))
    take("help", kit("--help"))
    take("help stock", theirs("--help"))
    take("imports", run([sys.executable, "-c", f"{NO_GRAMMAR}; import nbgrader"], ours).cpu)
    take("imports torch", run([sys.executable, "-c", f"{NO_GRAMMAR}; import nbgrader, torch"], ours).cpu)


def table(found: Samples, rounds: int, right: int) -> str:
    """The README's table; what could not be measured has a dash."""
    lines = [f"| {' | '.join(HEADINGS)} |", "|---|---|---|---|---|---|"]
    for row in ROWS:
        ours, theirs, limit = (found.get(name, []) for name in (row.ours, row.theirs, row.of_limit))
        ratio = f"{median(theirs) / median(ours):.1f}" if ours and theirs else "–"
        least = f"{row.limit}: {shown(limit)}" if limit else "–"
        lines.append(f"| {row.what} | {shown(ours)} | {row.peer} | {shown(theirs)} | {ratio} | {least} |")
    runs = "one round" if rounds == 1 else f"the median of {rounds} rounds (in brackets the smallest and the largest)"
    return "\n".join(
        [*lines, "", f"CPU seconds, {runs}, a class of {right} right submissions, all different, one job."]
    )


def shown(samples: list[float]) -> str:
    """A figure of the table."""
    if not samples:
        return "–"
    return f"{median(samples):.2f} ({min(samples):.2f}–{max(samples):.2f})"


def put_into(page: Path, text: str) -> None:
    """Put the table into its place on a page."""
    there = page.read_text(encoding="utf-8")
    pattern = rf"(?s){re.escape(BEGIN)}.*?{re.escape(END)}"
    page.write_text(re.sub(pattern, lambda _: f"{BEGIN}\n{text}\n{END}", there), encoding="utf-8")


if __name__ == "__main__":
    main()
