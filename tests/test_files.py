"""Files and folders appear whole, once, and leave nothing aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from wallgrade.files import beside, is_shared, replace_folder, write_atomically


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "a"
    for content in (b"one", b"two"):
        write_atomically(file, content)
        assert file.read_bytes() == content
    assert list(tmp_path.iterdir()) == [file]


def test_without_replace_the_first_writer_wins(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    write_atomically(file, b"first", mode=0o600, replace=False)
    write_atomically(file, b"second", mode=0o600, replace=False)
    assert file.read_bytes() == b"first"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_nothing_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a"
    write_atomically(file, b"old")

    def full(path: Path, target: Path) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="full"):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_takes_the_place_of_another(tmp_path: Path) -> None:
    made, target = tmp_path / "made", tmp_path / "course" / "release"
    made.mkdir()
    for name in ("one", "two"):
        for old in made.iterdir():
            old.unlink()
        (made / name).write_text(name)
        replace_folder(made, target)
        assert [path.name for path in target.iterdir()] == [name]
        assert list(target.parent.iterdir()) == [target]


def test_a_folder_that_cannot_be_replaced_is_there_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, target = tmp_path / "made", tmp_path / "release" / "lesson"
    for folder in (made, target):
        folder.mkdir(parents=True)
        (folder / folder.name).write_text(folder.name)
    rename = Path.rename

    def refused(path: Path, to: Path) -> Path:
        if ".new" in path.name:
            raise OSError("the disk is full")
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(OSError, match="full"):
        replace_folder(made, target)
    assert [path.name for path in target.iterdir()] == ["lesson"]
    assert list(target.parent.iterdir()) == [target]


def test_what_a_killed_run_left_beside_a_folder_is_cleared_and_names_never_meet(tmp_path: Path) -> None:
    made, target = tmp_path / "made", tmp_path / "release" / "lesson"
    made.mkdir()
    beside(target, "old").mkdir(parents=True)
    replace_folder(made, target, shared=True)
    assert list(target.parent.iterdir()) == [target]
    assert is_shared(target)
    assert is_shared(target.parent)
    assert beside(target, "new") != beside(target, "new")
