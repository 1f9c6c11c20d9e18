"""The corpus against stock nbgrader: what the same submissions get where hidden tests run in the student's own kernel.

    python benchmarks/corpus_stock.py [--only PATTERN] [--jobs N] [--keep FILE]

For each entry of the second lesson that is safe to run (forging, files, broken but innocent) a course of its own is
made, with assert cells in the place of our check cells, and an honest student whose name sorts last. The whole
`nbgrader autograde` runs in a container of bubblewrap's: no network, everything read-only but the course's folder,
limits on files and memory, a time limit. It takes about ten seconds for each entry and core; with --keep, outcomes are
kept as they come, and a run that was broken off goes on where it was.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

PROJECT = Path(__file__).resolve().parents[1]
for folder in ("source/softmax_regression", "autograder", "quizzes", "tests"):
    sys.path.insert(0, str(PROJECT / folder))

from corpus.canaries import Canaries  # type: ignore[import-not-found]  # noqa: E402
from corpus.course import hand_in, hand_in_right  # type: ignore[import-not-found]  # noqa: E402
from corpus.entry import FULL, SECOND, Entry  # type: ignore[import-not-found]  # noqa: E402
from corpus.everything import ENTRIES  # type: ignore[import-not-found]  # noqa: E402
from wallgrade.gradebook.scores import course_directory, course_grades  # noqa: E402

HONEST = "zz-honest"
SECONDS = 180.0
FILE_BYTES, DATA_BYTES = 256 << 20, 4 << 30
TESTS = {
    "linreg": (
        "import numpy as np\n### BEGIN HIDDEN TESTS\ntorch.manual_seed(5)\n"
        "for n, d in ((3, 2), (1, 1), (5, 4)):\n"
        "    X, w = torch.randn(n, d, dtype=torch.float64), torch.randn(d, 1, dtype=torch.float64)\n"
        "    expected = X.numpy() @ w.numpy() + 0.5\n"
        "    np.testing.assert_allclose(linreg(X, w, torch.tensor(0.5)).reshape(-1, 1), expected)\n"
        "### END HIDDEN TESTS\n"
    ),
    "squared_loss": (
        "### BEGIN HIDDEN TESTS\ny_hat, y = torch.randn(4, 1), torch.randn(4)\n"
        "got = squared_loss(y_hat, y)\nassert got.shape in {(4,), (4, 1)}\n"
        "assert torch.allclose(got.reshape(-1), (y_hat[:, 0] - y) ** 2 / 2)\n### END HIDDEN TESTS\n"
    ),
    "sgd": (
        "### BEGIN HIDDEN TESTS\np = torch.ones(2, 1, requires_grad=True)\np.grad = torch.full((2, 1), 2.0)\n"
        "sgd([p], 0.1, 5)\nassert torch.allclose(p.detach(), torch.full((2, 1), 0.96))\n### END HIDDEN TESTS\n"
    ),
    "quiz": "### BEGIN HIDDEN TESTS\nassert str(quiz).strip().upper() == 'A'\n### END HIDDEN TESTS\n",
}


@dataclass
class Outcome:
    """What stock nbgrader made of one entry."""

    id: str
    group: str
    gained: dict[str, float] = field(default_factory=dict)  # undeserved, by item
    lost: dict[str, float] = field(default_factory=dict)  # though deserved
    ungraded: bool = False
    class_stopped: bool = False  # the honest student after it has no grade


def make_stock_course(target: Path) -> None:
    """The second lesson with assert cells and without our configuration."""
    shutil.copytree(PROJECT / "tests" / "second_course" / "source", target / "source")
    folder = target / "source" / SECOND
    for name in ("checks", "conftest.py", "pytest.ini"):
        shutil.rmtree(folder / name) if (folder / name).is_dir() else (folder / name).unlink()
    path = folder / f"{SECOND}.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("grade"):
            cell["source"] = TESTS[mark["grade_id"]]
        if mark.get("grade_id") == "imports":
            cell["source"] = "import torch\nfrom torch import Tensor"
    path.write_text(json.dumps(notebook))
    (target / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.root = '.'\n")
    if contained(target, "generate_assignment", SECOND, "--force"):
        sys.exit((target / "log").read_text())


def contained(course: Path, *arguments: str) -> int:
    """Run nbgrader in a container that can write to the course's folder only; its status."""
    command = [
        "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--ro-bind", "/", "/", "--dev", "/dev",
        "--proc", "/proc", "--tmpfs", "/tmp", "--bind", str(course), str(course), "--chdir", str(course),
        "--clearenv", "--setenv", "PATH", f"{Path(sys.executable).parent}:/usr/bin:/bin", "--setenv", "HOME",
        str(course / ".home"), "--setenv", "OMP_NUM_THREADS", "1",
        sys.executable, "-m", "nbgrader", *arguments,
    ]  # fmt: skip
    (course / ".home").mkdir(exist_ok=True)
    with (course / "log").open("ab") as log:
        try:
            return subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, timeout=SECONDS, preexec_fn=_limit,
                check=False,
            ).returncode  # fmt: skip
        except subprocess.TimeoutExpired:
            return 124


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_DATA, (DATA_BYTES, DATA_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def tried(entry: Entry, template: Path, scratch: Path) -> Outcome:
    """Grade one entry and the honest student after it."""
    course = scratch / entry.id
    shutil.copytree(template, course)
    home, temporary = course / ".home", course / ".tmp"
    home.mkdir(exist_ok=True)
    temporary.mkdir()
    honest = hand_in_right(course, SECOND, HONEST)
    canaries = Canaries(course, home, temporary, honest / f"{SECOND}.ipynb", str(course))
    try:
        if entry.resubmits:
            hand_in_right(course, SECOND, entry.id)
            contained(course, "autograde", SECOND, f"--student={entry.id}")
        hand_in(course, entry, canaries)
        contained(course, "autograde", SECOND, "--force")
    finally:
        canaries.close()
    outcome = compared(entry, course)
    shutil.rmtree(course, ignore_errors=True)
    return outcome


def compared(entry: Entry, course: Path) -> Outcome:
    """The gradebook against what the entry deserves."""
    outcome = Outcome(entry.id, entry.group)
    grades = course_grades(course_directory(course), SECOND).by_student
    found = {grade.item: grade.score for grade in grades.get(entry.id, [])}
    outcome.ungraded = not (course / "autograded" / entry.id / SECOND / f"{SECOND}.ipynb").is_file()
    outcome.class_stopped = not grades.get(HONEST)
    for item, (least, most) in entry.points.items():
        score = found.get(item, 0.0)
        if score > most:
            outcome.gained[item] = score - most
        if score < least:
            outcome.lost[item] = least - score
    return outcome


def chosen(pattern: str) -> list[Entry]:
    """Entries that stock nbgrader may run, in a container."""
    return [
        entry
        for entry in ENTRIES
        if entry.lesson == SECOND
        and entry.group != "hostile"
        and entry.stock
        and not entry.harmful
        and fnmatch.fnmatch(entry.id, pattern)
    ]


def table(outcomes: Iterable[Outcome]) -> Table:
    """One row for each group."""
    found = list(outcomes)
    shown = Table(title=f"Stock nbgrader, {len(found)} entries of the corpus")
    for title in ("group", "entries", "undeserved points in", "full marks undeserved", "points lost in",
                  "ungraded", "whole class stopped"):  # fmt: skip
        shown.add_column(title, justify="left" if title == "group" else "right")
    full = sum(FULL[SECOND].values())
    for group in sorted({outcome.group for outcome in found}):
        rows = [outcome for outcome in found if outcome.group == group]
        counts = (
            len(rows),
            sum(bool(row.gained) for row in rows),
            sum(sum(row.gained.values()) >= full for row in rows),
            sum(bool(row.lost) for row in rows),
            sum(row.ungraded for row in rows),
            sum(row.class_stopped for row in rows),
        )
        shown.add_row(group, *map(str, counts))
    return shown


def main() -> None:
    """Run what was chosen and print the table and the entries behind it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="*", help="a pattern of ids")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path, help="outcomes are read from and added to this file, a line of JSON each")
    options = parser.parse_args()
    if shutil.which("bwrap") is None:
        sys.exit("bubblewrap (bwrap) is needed: without a container these submissions must not be run.")
    outcomes = kept(options.keep)
    done = {outcome.id for outcome in outcomes}
    left = [entry for entry in chosen(options.only) if entry.id not in done]
    with tempfile.TemporaryDirectory(prefix="corpus-stock-") as scratch, ThreadPoolExecutor(options.jobs) as pool:
        template = Path(scratch) / "template"
        make_stock_course(template)
        for outcome in pool.map(lambda entry: tried(entry, template, Path(scratch)), left):
            outcomes.append(outcome)
            if options.keep:
                with options.keep.open("a") as file:
                    file.write(json.dumps(asdict(outcome)) + "\n")
    console = Console()
    console.print(table(outcomes))
    for title, attribute in (("undeserved", "gained"), ("lost", "lost"), ("ungraded", "ungraded"),
                             ("class stopped", "class_stopped")):  # fmt: skip
        rows = [outcome for outcome in outcomes if getattr(outcome, attribute)]
        console.print(f"{title}: {', '.join(shown(row, attribute) for row in rows) or 'none'}")


def kept(file: Path | None) -> list[Outcome]:
    """The outcomes of an earlier run."""
    lines = file.read_text().splitlines() if file and file.is_file() else []
    return [Outcome(**json.loads(line)) for line in lines]


def shown(outcome: Outcome, attribute: str) -> str:
    """An entry's id, with the points where it is about points."""
    value: Any = getattr(outcome, attribute)
    return f"{outcome.id} ({sum(value.values()):g})" if isinstance(value, dict) else outcome.id


if __name__ == "__main__":
    main()
