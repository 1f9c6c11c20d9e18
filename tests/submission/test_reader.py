"""From a submission's folder to the notebooks of the release: what is found, what is said, what is never touched."""

from __future__ import annotations

import copy
import json
import os
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest

from lessoncheck.cells import answer_source, marker
from support.lesson import SECOND_COURSE
from wallgrade.submission.reader import ReceivedNotebook, Submission, read_folder, read_timestamp

LINREG = "def linreg(X, w, b):\n    return X @ w + b\n"


def master(prefix: str) -> Any:
    """A released notebook with three items of its own (ids begin with `prefix`), and "imports" in common."""
    notebook = nbformat.read(SECOND_COURSE / "source" / "linear_regression" / "linear_regression.ipynb", as_version=4)
    for cell in notebook.cells:
        mark = marker(cell)
        if mark.get("solution"):
            item = prefix + mark["grade_id"].removesuffix("_answer")
            cell.source = f'def {item}(*a):\n    raise NotImplementedError("{item} is not written yet")'
        if mark and mark["grade_id"] != "imports":
            cell.metadata.nbgrader.grade_id = prefix + mark["grade_id"]
    return notebook


MASTERS: Mapping[str, Any] = {
    "01_reading": nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("Read this.", id="text")]),
    "02_first": master("a_"),
    "03_second": master("b_"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "submitted" / "ann" / "hw"
    path.mkdir(parents=True)
    return path


def solved(name: str, text: str = "    return 1\n", item: str = "linreg") -> Any:
    notebook = copy.deepcopy(MASTERS[name])
    prefix = {"02_first": "a_", "03_second": "b_"}[name]
    cell = next(cell for cell in notebook.cells if marker(cell).get("grade_id") == f"{prefix}{item}_answer")
    cell.source = f"def {prefix}{item}(*a):\n{text}"
    return notebook


def put(path: Path, notebook: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, str(path))
    return path


def received(folder: Path) -> dict[str, ReceivedNotebook]:
    submission = read_folder(MASTERS, "hw", folder, "ann")
    assert [one.name for one in submission.notebooks] == list(MASTERS)
    for one in submission.notebooks:
        nbformat.validate(one.notebook)
    return {one.name: one for one in submission.notebooks}


def answer(one: ReceivedNotebook, item: str) -> str:
    return answer_source(one.notebook, item)


def test_all_notebooks_under_their_own_names_need_no_note(folder: Path) -> None:
    put(folder / "01_reading.ipynb", MASTERS["01_reading"])
    put(folder / "02_first.ipynb", solved("02_first"))
    put(folder / "03_second.ipynb", MASTERS["03_second"])
    found = received(folder)
    assert "return 1" in answer(found["02_first"], "a_linreg")
    assert all((one.notes, one.problem, one.reviews) == ((), "", {}) for one in found.values())


@pytest.mark.parametrize(
    "name",
    [
        "02_first (1).ipynb",
        "02_first-final.ipynb",
        "Ann Lee - 02_first copy.ipynb",
        "02_FIRST.IPYNB",
        "homework.ipynb",
        "03_third.ipynb",
        "deep/er/02_first.ipynb",
        "02_first.ipynb.txt",
        "02_first.ipynb.json",
        "名前.ipynb",
    ],
)
def test_a_renamed_or_moved_notebook_is_found_and_said(folder: Path, name: str) -> None:
    put(folder / name, solved("02_first"))
    found = received(folder)["02_first"]
    assert "return 1" in answer(found, "a_linreg")
    assert found.problem == ""
    assert bool(found.notes) == (Path(name).name != "02_first.ipynb")


def test_two_notebooks_with_each_others_names_are_told_apart_by_what_is_in_them(folder: Path) -> None:
    put(folder / "02_first.ipynb", solved("03_second"))
    put(folder / "03_second.ipynb", solved("02_first"))
    found = received(folder)
    assert "return 1" in answer(found["02_first"], "a_linreg")
    assert "return 1" in answer(found["03_second"], "b_linreg")


def test_an_untouched_notebook_loses_against_a_written_copy(folder: Path) -> None:
    put(folder / "02_first.ipynb", MASTERS["02_first"])
    put(folder / "02_first-Copy1.ipynb", solved("02_first"))
    found = received(folder)["02_first"]
    assert "return 1" in answer(found, "a_linreg")
    assert "02_first-Copy1.ipynb was graded as 02_first.ipynb" in found.notes[0]


def test_the_exact_name_wins_if_it_has_been_written_in_and_the_other_is_named(folder: Path) -> None:
    put(folder / "02_first.ipynb", solved("02_first", "    return 1\n"))
    put(folder / "02_first (1).ipynb", solved("02_first", "    return 2\n"))
    found = received(folder)["02_first"]
    assert "return 1" in answer(found, "a_linreg")
    assert found.notes == (
        "02_first (1).ipynb holds answers too, and was not graded. If it is the right one, hand in that file only.",
    )


def test_equal_copies_need_no_note(folder: Path) -> None:
    for name in ("02_first", "02_first (1)", "backup/02_first"):
        put(folder / f"{name}.ipynb", solved("02_first"))
    assert received(folder)["02_first"].notes == ()


def test_checkpoints_and_leftovers_of_a_mac_are_not_looked_at(folder: Path) -> None:
    put(folder / ".ipynb_checkpoints" / "02_first-checkpoint.ipynb", solved("02_first"))
    put(folder / "__MACOSX" / "._02_first.ipynb", solved("02_first"))
    found = received(folder)["02_first"]
    assert "No notebook of this assignment was handed in" in found.problem
    assert found.reviews


def test_a_missing_notebook_is_named_and_the_others_count(folder: Path) -> None:
    put(folder / "02_first.ipynb", solved("02_first"))
    found = received(folder)
    assert found["03_second"].problem == "03_second.ipynb was not handed in."
    assert not found["03_second"].reviews
    assert found["02_first"].problem == ""


@pytest.mark.parametrize("extra", ["03_second.zip", "everything.7z", "untitled.ipynb"])
def test_what_is_missing_may_be_in_a_file_that_was_not_read_so_a_human_looks(folder: Path, extra: str) -> None:
    put(folder / "02_first.ipynb", solved("02_first"))
    (folder / extra).write_bytes(b"PK\x03\x04")
    submission = read_folder(MASTERS, "hw", folder, "ann")
    assert submission.notebooks[2].reviews
    if not extra.endswith(".ipynb"):
        assert submission.notes[0].startswith(f"{extra} is a")
        assert submission.notes[0].endswith("Hand in the notebooks themselves.")


def test_an_unreadable_notebook_is_said_with_the_reason(folder: Path) -> None:
    (folder / "02_first.ipynb").write_bytes(b"")
    found = received(folder)["02_first"]
    assert found.problem.startswith("02_first.ipynb could not be graded: 02_first.ipynb is empty.")
    assert found.reviews
    assert "not written yet" in answer(found, "a_linreg")


def test_a_readable_copy_stands_in_for_an_unreadable_notebook(folder: Path) -> None:
    (folder / "02_first.ipynb").write_bytes(b"")
    put(folder / "02_first (1).ipynb", solved("02_first"))
    found = received(folder)["02_first"]
    assert "return 1" in answer(found, "a_linreg")
    assert any("is empty" in note for note in found.notes)


def empty(folder: Path) -> None:
    pass


def no_folder(folder: Path) -> None:
    folder.rmdir()


def a_file(folder: Path) -> None:
    folder.rmdir()
    put(folder, solved("02_first"))


def linked_folder(folder: Path) -> None:
    folder.rmdir()
    put(folder.parent.parent.parent / "elsewhere" / "02_first.ipynb", solved("02_first"))
    folder.symlink_to(folder.parent.parent.parent / "elsewhere", target_is_directory=True)


def linked_student(folder: Path) -> None:
    folder.rmdir()
    folder.parent.rmdir()
    put(folder.parent.parent.parent / "elsewhere" / "hw" / "02_first.ipynb", solved("02_first"))
    folder.parent.symlink_to(folder.parent.parent.parent / "elsewhere", target_is_directory=True)


def linked_file(folder: Path) -> None:
    (folder / "02_first.ipynb").symlink_to(put(folder.parent.parent / "other.ipynb", solved("02_first")))


def linked_subfolder(folder: Path) -> None:
    put(folder.parent.parent / "other" / "02_first.ipynb", solved("02_first"))
    (folder / "work").symlink_to(folder.parent.parent / "other", target_is_directory=True)


def a_pipe(folder: Path) -> None:
    os.mkfifo(folder / "02_first.ipynb")


@pytest.mark.parametrize(
    "make", [empty, no_folder, a_file, linked_folder, linked_student, linked_file, linked_subfolder, a_pipe]
)
def test_where_nothing_can_be_read_there_is_a_sentence_and_a_human_looks(
    folder: Path, make: Callable[[Path], None]
) -> None:
    make(folder)
    found = received(folder)["02_first"]
    assert found.problem.endswith(".")
    assert found.reviews
    assert "return 1" not in nbformat.writes(found.notebook)


def test_helper_files_are_neither_read_nor_kept(folder: Path) -> None:
    put(folder / "02_first.ipynb", solved("02_first"))
    for name in ("conftest.py", "sitecustomize.py", "random.py", "torch.py"):
        (folder / name).write_text("raise SystemExit('CANARY')")
    (folder / "wallgrade").mkdir()
    (folder / "wallgrade" / "__init__.py").write_text("raise SystemExit('CANARY')")
    os.mkfifo(folder / "pipe")
    submission = read_folder(MASTERS, "hw", folder, "ann")
    assert b"CANARY" not in pickle.dumps(submission)


def test_a_great_many_files_do_not_hide_the_notebook(folder: Path) -> None:
    put(folder / "02_first.ipynb", solved("02_first"))
    for number in range(2_100):
        (folder / f"{number}.txt").touch()
    submission = read_folder(MASTERS, "hw", folder, "ann")
    assert "return 1" in answer(submission.notebooks[1], "a_linreg")
    assert any("so many files" in note for note in submission.notes)


def test_a_very_deep_folder_ends(folder: Path) -> None:
    put(folder.joinpath(*"abcdefghijklmnop") / "02_first.ipynb", solved("02_first"))
    assert received(folder)["02_first"].problem


def test_nothing_of_the_submission_is_changed(folder: Path) -> None:
    put(folder / "02_first (1).ipynb", solved("02_first"))
    (folder / "03_second.ipynb").write_bytes(b"{")
    (folder / "timestamp.txt").write_text("when?")

    def state() -> dict[str, tuple[bytes, int]]:
        return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*")}

    before = state()
    received(folder)
    assert state() == before


def test_a_submission_is_plain_data(folder: Path) -> None:
    put(folder / "02_first.ipynb", solved("02_first"))
    (folder / "timestamp.txt").write_text("2026-02-03 10:00:00 UTC")
    submission = read_folder(MASTERS, "hw", folder, "ann")
    again: Submission = pickle.loads(pickle.dumps(submission))
    assert again == submission
    assert json.dumps([one.notebook for one in again.notebooks])


@pytest.mark.parametrize(
    ("content", "date", "notes"),
    [
        (b"2026-02-03 10:00:00 UTC", "2026-02-03T10:00:00", 0),
        (b"2015-02-02 15:58:23.948203 America/Los_Angeles\n", "2015-02-02T23:58:23.948203", 0),
        (b"", None, 0),
        (b"yesterday, honestly", None, 1),
        (b"2026-99-99", None, 1),
        (b"\xff\xfe\x00", None, 1),
        (b"9" * 900, None, 1),
        (b"2026-02-03 " * 1000, None, 1),
        (b"2026-02-03 10:00:00 ../../../etc/localtime", None, 1),
        (b"2026-02-03 10:00:00 /etc/localtime", None, 1),
    ],
)
def test_the_date_is_read_if_it_is_one(folder: Path, content: bytes, date: str | None, notes: int) -> None:
    (folder / "timestamp.txt").write_bytes(content)
    found, said = read_timestamp(folder)
    assert (found.isoformat() if found else None) == date
    assert len(said) == notes


@pytest.mark.parametrize("target", ["/dev/zero", "/nowhere"])
def test_a_date_behind_a_link_is_not_read(folder: Path, target: str) -> None:
    (folder / "timestamp.txt").symlink_to(target)
    assert read_timestamp(folder) == (None, ("timestamp.txt cannot be read as a date, so it was ignored.",))


def test_a_function_moved_to_another_cell_above_its_stub_is_graded_from_there(folder: Path) -> None:
    notebook = copy.deepcopy(MASTERS["02_first"])
    text = "import math\n\n\n@staticmethod\ndef a_linreg(X):\n    return math.pi\n\nprint('tried')"
    notebook.cells.insert(1, nbformat.v4.new_code_cell(text))
    put(folder / "02_first.ipynb", notebook)
    found = received(folder)["02_first"]
    assert answer(found, "a_linreg") == "@staticmethod\ndef a_linreg(X):\n    return math.pi"
    assert "not written yet" in answer(found, "a_sgd")
    assert found.notes == ("a_linreg is written in another cell than its own; it was graded from there.",)


def test_a_notebook_without_any_ids_is_recognised_by_its_name_and_its_functions(folder: Path) -> None:
    notebook = solved("02_first")
    for cell in notebook.cells:
        cell.metadata = {}
        cell.id = nbformat.corpus.words.generate_corpus_id()
    put(folder / "02_first.ipynb", notebook)
    found = received(folder)["02_first"]
    assert "return 1" in answer(found, "a_linreg")
    assert "not written yet" in answer(found, "a_sgd")
