"""Results are kept: judged once, judged again when anything that they depend on changed, and never made up."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from lessoncheck.cells import read_notebook
from lessoncheck.results import CheckResult, ItemReport
from support.lesson import LINEAR, SECOND_COURSE
from wallgrade.authoring.make_submission import fill_in, reference_cells
from wallgrade.course import Course
from wallgrade.judging.cache import ResultCache
from wallgrade.judging.check_runner import CheckRunner
from wallgrade.judging.import_closure import import_closure
from wallgrade.judging.judge import Judge, Verdict
from wallgrade.judging.task import GradingTask, TaskResult
from wallgrade.sandbox.limits import Limits

KEY, SECRET = "ab" + "0" * 62, b"a secret"
REPORT = ItemReport("sgd", (CheckResult("sgd", "t", "rule", "failed", 2.0, message="no", hint="h"),), ("a note",))
SPLIT = {"linreg": "test_linreg.py", "squared_loss": "test_squared_loss.py", "sgd": "test_sgd.py"}
STUDENT_ITEMS = set(SPLIT)


# The store


@pytest.fixture
def store(tmp_path: Path) -> ResultCache:
    return ResultCache(tmp_path / "results", SECRET)


def entry(store: ResultCache, tmp_path: Path) -> Path:
    store.put(KEY, REPORT)
    (path,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    return path


def test_what_was_put_comes_back_equal(store: ResultCache) -> None:
    assert store.get(KEY) is None
    store.put(KEY, REPORT)
    assert store.get(KEY) == REPORT


def test_an_entry_cut_off_anywhere_is_not_there_and_is_written_anew(store: ResultCache, tmp_path: Path) -> None:
    path = entry(store, tmp_path)
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        assert store.get(KEY) is None
    store.put(KEY, REPORT)
    assert store.get(KEY) == REPORT


def test_an_entry_changed_in_any_byte_is_not_there(store: ResultCache, tmp_path: Path) -> None:
    path = entry(store, tmp_path)
    whole = path.read_bytes()
    for place in range(0, len(whole), 11):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert store.get(KEY) is None


def test_an_entry_made_without_the_secret_or_moved_to_another_key_is_not_there(
    store: ResultCache, tmp_path: Path
) -> None:
    ResultCache(tmp_path / "results", b"a guess").put(KEY, REPORT)
    assert store.get(KEY) is None
    path, other = entry(store, tmp_path), "ab" + "1" * 62
    path.rename(path.with_name(other[2:]))
    assert store.get(other) is None


def test_a_disk_that_takes_nothing_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("a file where the folder should be")
    store = ResultCache(tmp_path / "results", SECRET)
    store.put(KEY, REPORT)
    assert store.get(KEY) is None


def test_pruning_removes_what_was_not_used_for_longest(store: ResultCache, tmp_path: Path) -> None:
    keys = [f"{number:064x}" for number in range(6)]
    for key in keys:
        store.put(key, REPORT)
    assert store.get(keys[0]) == REPORT  # used just now
    size = max(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    store.prune(most=2 * size)
    assert [key for key in keys if store.get(key)] == [keys[0], keys[5]]


def test_the_import_closure_follows_what_is_imported_and_nothing_else(tmp_path: Path) -> None:
    files = {
        "pack/__init__.py": "",
        "pack/one.py": "from . import two\n",
        "pack/two.py": "def f():\n    import pack.three as t\n",
        "pack/three.py": "import numpy\n",
        "pack/other.py": "",
        "start.py": "from pack.one import something\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    found = {path.relative_to(tmp_path).as_posix() for path in import_closure([tmp_path / "start.py"], tmp_path)}
    assert found == files.keys() - {"pack/other.py"}


# A judge that keeps results


class Counting(Judge):
    """Counts the items that are examined; `answer` may stand in for the checks."""

    def __init__(self, course: Course, **options: Any) -> None:
        super().__init__(course, LINEAR, secret=SECRET, keep=True, **options)
        self.examined: list[str] = []

    @property
    def check_runner(self) -> CheckRunner:  # type: ignore[override]
        counting = self

        class Here(CheckRunner):
            def run(self, unit: GradingTask) -> TaskResult:
                counting.examined += unit.items
                return counting.found(unit)

        return Here(self.lesson, self.limits, self.secret)

    def found(self, unit: GradingTask) -> TaskResult:
        """Every item passes."""
        results = {item: CheckResult(item, "t", "rule", "passed") for item in unit.items}
        return TaskResult({item: ItemReport(item, (result,)) for item, result in results.items()})


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The second course, with a file of checks for each item that imports a module of its own."""
    shutil.copytree(SECOND_COURSE, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    checks = tmp_path / "course" / "source" / LINEAR / "checks"
    (checks / "test_linear_regression.py").unlink()
    for item, name in SPLIT.items():
        (checks / name).write_text(
            f"from checks import near_{item}\nfrom lessoncheck.marks import check_for\n\n\n"
            f"@check_for({item!r}, 'a rule')\ndef test_{item}(student):\n    pass\n"
        )
        (checks / f"near_{item}.py").write_text("")
    return Course(tmp_path / "course")


def notebook(course: Course, cells: Mapping[str, str] | None = None) -> Any:
    source = course.root / "source" / LINEAR
    return fill_in(read_notebook(source / f"{LINEAR}.ipynb"), reference_cells(source) | dict(cells or {}))


def examined(course: Course, cells: Mapping[str, str] | None = None, **options: Any) -> set[str]:
    """What a new judge (of a new process, as it were) still has to examine."""
    judge = Counting(course, **options)
    judge.judge(notebook(course, cells))
    return set(judge.examined)


def test_the_same_code_is_examined_once_whoever_hands_it_in(course: Course) -> None:
    assert examined(course) == STUDENT_ITEMS
    assert examined(course) == set()


def test_kept_verdicts_are_the_ones_that_were_found(course: Course) -> None:
    judges = Counting(course), Counting(course)
    first, second = (judge.judge(notebook(course)) for judge in judges)
    assert first == second
    assert all(isinstance(verdict, Verdict) and verdict.points == verdict.max_score for verdict in second.values())


def test_any_change_of_the_program_is_examined(course: Course) -> None:
    examined(course)
    assert examined(course, {"sgd": "# a comment\n"}) == STUDENT_ITEMS


@pytest.mark.parametrize("file", ["test_sgd.py", "near_sgd.py"])
def test_an_edited_check_is_run_again_and_no_other(course: Course, file: str) -> None:
    examined(course)
    path = course.lesson(LINEAR).checks / file
    path.write_text(path.read_text() + "\n# edited\n")
    assert examined(course) == {"sgd"}
    assert examined(course) == set()


def test_edited_drivers_concern_every_item(course: Course) -> None:
    examined(course)
    path = course.lesson(LINEAR).drivers_file
    path.write_text(path.read_text() + "\n# edited\n")
    assert examined(course) == STUDENT_ITEMS


def test_other_limits_are_another_result(course: Course) -> None:
    examined(course)
    assert examined(course, limits=Limits(call_seconds=1.0)) == STUDENT_ITEMS


def test_new_points_for_an_item_need_no_examination(course: Course) -> None:
    examined(course)
    changed = notebook(course)
    for cell in changed.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "sgd":
            cell.metadata.nbgrader.points = 50
    judge = Counting(course)
    assert judge.judge(changed)["sgd"].points == 50
    assert judge.examined == []


def test_what_is_not_settled_is_examined_again(course: Course) -> None:
    class Slow(Counting):
        def found(self, unit: GradingTask) -> TaskResult:
            return TaskResult(super().found(unit).reports, frozenset({"sgd"}))

    Slow(course).judge(notebook(course))
    assert examined(course) == {"sgd"}


# The real check runner


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Judge]:
    shutil.copytree(SECOND_COURSE, tmp_path / "real", ignore=shutil.ignore_patterns("__pycache__"))
    judge = Judge(Course(tmp_path / "real"), LINEAR, Limits(call_seconds=1.0, cell_seconds=1.0), SECRET, keep=True)
    yield judge
    judge.close()


def left_open(judge: Judge, cells: Mapping[str, str]) -> set[str]:
    """What is still to be examined after the notebook was judged once."""
    submitted = fill_in(
        read_notebook(judge.lesson.root / f"{LINEAR}.ipynb"), reference_cells(judge.lesson.root) | dict(cells)
    )
    judge.judge(submitted)
    unit = judge.plan(submitted).task
    return set(unit.items) if unit else set()


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("return X @ w + b", set()),
        ("raise ValueError('wrong')", set()),
        ("while True: pass", STUDENT_ITEMS),  # the items after it may not call it, so they are unsettled too
        ("import os; os._exit(1)", {"linreg"}),
    ],
)
def test_a_call_that_ran_out_of_time_or_ended_its_process_is_not_kept(real: Judge, body: str, left: set[str]) -> None:
    assert left_open(real, {"linreg": f"def linreg(X, w, b):\n    {body}\n"}) == left


def test_a_cell_that_had_to_be_interrupted_leaves_everything_unsettled(real: Judge) -> None:
    slow = "def linreg(X, w, b):\n    return X @ w + b\nwhile True: pass\n"
    assert left_open(real, {"linreg": slow}) == STUDENT_ITEMS


def test_a_fault_of_ours_is_not_kept(real: Judge) -> None:
    path = real.lesson.checks / "test_linear_regression.py"
    broken = "\n\n@check_for('sgd', 'a rule')\ndef test_broken(student):\n    raise ZeroDivisionError\n"
    path.write_text(path.read_text() + broken)
    assert left_open(real, {}) == {"sgd"}
