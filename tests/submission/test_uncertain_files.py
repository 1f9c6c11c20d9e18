"""Of which items it is uncertain what was meant: they are a human's to decide, and the true reason is said."""

from __future__ import annotations

import zipfile
from pathlib import Path

import nbformat
import pytest

from submission.test_reader import MASTERS, answer, put, received, solved

ITEMS = {"a_linreg", "a_squared_loss", "a_sgd", "a_quiz"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "submitted" / "ann" / "hw"
    path.mkdir(parents=True)
    return path


def test_a_notebook_that_is_cut_off_is_a_humans_to_decide(folder: Path) -> None:
    text = nbformat.writes(solved("02_first"))
    (folder / "02_first.ipynb").write_text(text[: text.index("a_sgd_answer")])
    found = received(folder)["02_first"]
    assert "return 1" in answer(found, "a_linreg")
    assert set(found.reviews) == ITEMS
    assert all("damaged or cut off" in reason for reason in found.reviews.values())
    assert found.reviews["a_sgd"] in found.notes


def test_the_marks_of_a_merge_conflict_are_the_reason(folder: Path) -> None:
    text = "<<<<<<< HEAD\n    return 1\n=======\n    return 2\n>>>>>>> theirs\n"
    put(folder / "02_first.ipynb", solved("02_first", text))
    found = received(folder)["02_first"]
    assert set(found.reviews) == {"a_linreg"}
    assert found.reviews["a_linreg"].startswith("a_linreg: in 02_first.ipynb the cell still holds the marks of a merge")


def test_a_line_of_equals_signs_is_no_conflict(folder: Path) -> None:
    put(folder / "02_first.ipynb", solved("02_first", "    # title\n    # =======\n    return 1 << 7 >> 7\n"))
    assert not received(folder)["02_first"].reviews


def test_thousands_of_marks_without_the_last_one_are_no_conflict(folder: Path) -> None:
    # a pattern for all three marks at once tries every pair of the first two, which takes hours
    put(folder / "02_first.ipynb", solved("02_first", "<<<<<<< HEAD\n" * 5_000 + "=======\n" * 5_000))
    assert not received(folder)["02_first"].reviews


def test_a_second_file_with_other_answers_is_the_reason_for_these(folder: Path) -> None:
    put(folder / "02_first.ipynb", solved("02_first", "    return 1\n"))
    put(folder / "02_first-1.ipynb", solved("02_first", "    return 2\n"))
    found = received(folder)["02_first"]
    assert set(found.reviews) == {"a_linreg"}
    assert "02_first-1.ipynb holds answers too" in found.reviews["a_linreg"]


@pytest.mark.parametrize("name", ["02_first.py", "02_first.html", "02_first (1).pdf", "02-First.docx"])
def test_another_format_in_the_place_of_a_notebook_is_named(folder: Path, name: str) -> None:
    put(folder / "03_second.ipynb", solved("03_second"))
    (folder / name).write_text("def a_linreg(): ...")
    found = received(folder)
    assert f"02_first.ipynb was not handed in, but {name} was" in found["02_first"].problem
    assert set(found["02_first"].reviews) == ITEMS
    assert not found["03_second"].reviews


def zipped(folder: Path, *names: str, archive: str = "work.zip", below: str = "") -> Path:
    path = folder / archive
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name in names:
            opened.writestr(f"{below}{name}.ipynb", nbformat.writes(solved(name)))
        opened.writestr("__MACOSX/._02_first.ipynb", b"junk")
    return path


@pytest.mark.parametrize("below", ["", "hw/", "C:\\\\hw\\\\", "../../"])
def test_a_zip_of_the_folder_is_read(folder: Path, below: str) -> None:
    zipped(folder, "02_first", "03_second", below=below)
    found = received(folder)
    for name, item in (("02_first", "a_linreg"), ("03_second", "b_linreg")):
        assert "return 1" in answer(found[name], item)
        assert (found[name].problem, found[name].notes, dict(found[name].reviews)) == ("", (), {})
    assert sorted(path.name for path in folder.iterdir()) == ["work.zip"]


def test_notebooks_beside_their_own_zip_need_no_note(folder: Path) -> None:
    zipped(folder, "02_first", "03_second")
    for name in ("02_first", "03_second"):
        put(folder / f"{name}.ipynb", solved(name))
    assert not any(one.notes or one.problem or one.reviews for one in received(folder).values())


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut off", b"", b"Rar!"])
def test_a_zip_that_cannot_be_read_is_said_and_a_human_looks(folder: Path, content: bytes) -> None:
    (folder / "work.zip").write_bytes(content)
    found = received(folder)["02_first"]
    assert set(found.reviews) == ITEMS


def test_a_zip_bomb_is_too_large_and_nothing_else(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wallgrade.submission.archive.MOST_BYTES", 10_000)
    with zipfile.ZipFile(folder / "work.zip", "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("02_first.ipynb", b" " * 10**6)
    put(folder / "03_second.ipynb", solved("03_second"))
    found = received(folder)
    assert set(found["02_first"].reviews) == ITEMS
    assert "return 1" in answer(found["03_second"], "b_linreg")


def test_a_notebook_without_points_that_is_missing_is_no_matter(folder: Path) -> None:
    put(folder / "02_first.ipynb", MASTERS["02_first"])
    assert received(folder)["01_reading"].problem == ""
