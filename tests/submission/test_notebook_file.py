"""The reader of submitted notebooks: whatever the file is, a clean notebook or one sentence comes out."""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.lesson import SECOND_COURSE
from wallgrade.submission import notebook_file
from wallgrade.submission.json_recovery import MOST_CELLS
from wallgrade.submission.notebook_file import (
    MOST_CELL_CHARACTERS,
    MOST_CHARACTERS,
    CannotRead,
    ReadNotebook,
    read_submitted,
)

MASTER = SECOND_COURSE / "source" / "linear_regression" / "linear_regression.ipynb"
RAW = MASTER.read_bytes()
SOURCES = ["".join(cell["source"]) for cell in json.loads(RAW)["cells"]]


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], ReadNotebook]:
    def read_bytes(content: bytes) -> ReadNotebook:
        (tmp_path / "hw.ipynb").write_bytes(content)
        return checked(tmp_path / "hw.ipynb")

    return read_bytes


def checked(path: Path) -> ReadNotebook:
    """What is read, after making sure that it is valid and holds nothing of the student's but text and marks."""
    before = path.read_bytes()
    read = read_submitted(path)
    assert path.read_bytes() == before
    nbformat.validate(read.notebook)
    assert nbformat.writes(read.notebook).encode("utf-8")
    for cell in read.notebook.cells:
        assert set(cell.metadata) <= {"nbgrader"}
        assert not cell.get("outputs")
    return read


def sources(read: ReadNotebook) -> list[str]:
    return [cell.source for cell in read.notebook.cells]


def notebook(**changes: Any) -> bytes:
    return json.dumps(json.loads(RAW) | changes).encode()


@pytest.mark.parametrize(
    ("how", "content"),
    [
        ("as saved", RAW),
        ("byte order mark", b"\xef\xbb\xbf" + RAW),
        ("UTF-16 with mark", RAW.decode().encode("utf-16")),
        ("UTF-16 LE without mark", RAW.decode().encode("utf-16-le")),
        ("UTF-16 BE without mark", RAW.decode().encode("utf-16-be")),
        ("UTF-32", RAW.decode().encode("utf-32")),
        ("CRLF", RAW.replace(b"\n", b"\r\n")),
        ("CRLF in the cells", RAW.replace(b"\\n", b"\\r\\n")),
        ("blank lines around", b"\n\n" + RAW + b"\n\0\0\0"),
        ("no metadata", notebook(metadata=None)),
        ("a strange kernel", notebook(metadata={"kernelspec": {"name": "../../bin/sh"}})),
        ("metadata that is a list", notebook(metadata=[1, 2])),
        ("a format of the future", notebook(nbformat=99, nbformat_minor="x")),
        ("widgets", notebook(metadata={"widgets": {"state": {"a" * 99: ["x"] * 9999}}})),
        ("numbers nobody can count to", RAW.replace(b'"cells"', b'"n": ' + b"9" * 9999 + b', "x": 1e999, "cells"', 1)),
    ],
)
def test_every_cell_is_read(read: Callable[[bytes], ReadNotebook], how: str, content: bytes) -> None:
    found = read(content)
    assert sources(found) == SOURCES
    assert found.notes == ()


def test_latin_1_is_read_and_said(read: Callable[[bytes], ReadNotebook]) -> None:
    cells = [{"cell_type": "code", "source": "# größe\nx = 1", "metadata": {}}]
    found = read(json.dumps({"cells": cells}, ensure_ascii=False).encode("latin-1"))
    assert sources(found) == ["# größe\nx = 1"]
    assert "UTF-8" in found.notes[0]


def test_nbformat_3_is_read(read: Callable[[bytes], ReadNotebook]) -> None:
    old = nbformat.convert(nbformat.reads(RAW.decode(), as_version=4), 3)
    found = read(nbformat.writes(old, version=3).encode())
    assert sources(found) == SOURCES
    assert found.notebook.cells[2].metadata.nbgrader.grade_id == "linreg_answer"


def test_a_file_cut_off_anywhere_keeps_its_complete_cells(read: Callable[[bytes], ReadNotebook]) -> None:
    counts = []
    for length in range(0, len(RAW), 97):
        try:
            found = read(RAW[:length])
        except CannotRead:
            counts.append(0)
        else:
            assert sources(found) == SOURCES[: len(sources(found))]
            assert "damaged or cut off" in found.notes[0]
            counts.append(len(sources(found)))
    assert counts == sorted(counts)
    assert counts[-1] == len(SOURCES)


def test_a_merge_conflict_in_the_middle_costs_no_other_cell(read: Callable[[bytes], ReadNotebook]) -> None:
    lines = RAW.decode().split("\n")
    middle = next(number for number, line in enumerate(lines) if '"squared_loss_answer"' in line)
    lines.insert(middle, "<<<<<<< HEAD")
    found = read("\n".join(lines).encode())
    assert len(SOURCES) - len(sources(found)) <= 1
    assert sources(found)[-1] == SOURCES[-1]
    assert found.notes


@pytest.mark.parametrize("source", [None, 7, True, {"a": 1}, [1, None, ["x"]], "\ud800 lone", "nul\0", ["a\n", 3, "b"]])
def test_a_source_of_any_type_becomes_text(read: Callable[[bytes], ReadNotebook], source: Any) -> None:
    found = read(json.dumps({"cells": [{"cell_type": "code", "source": source}]}).encode())
    assert len(sources(found)) == 1
    assert "\0" not in sources(found)[0]


def test_ids_are_there_once_each_and_nothing_else_of_the_metadata_is_believed(
    read: Callable[[bytes], ReadNotebook],
) -> None:
    mark = {"grade_id": "x", "solution": "yes", "grade": True, "points": 1000, "schema_version": 99}
    cell = {"cell_type": "code", "id": "a", "source": "x", "metadata": {"tags": ["skip-execution"], "nbgrader": mark}}
    cells = [cell, cell, cell | {"id": 5}, cell | {"id": "cell-1"}, cell | {"id": "not valid!"}, cell | {"id": None}]
    found = read(json.dumps({"cells": cells}).encode()).notebook
    assert len({cell.id for cell in found.cells}) == len(cells)
    assert found.cells[0].metadata == {"nbgrader": {"grade_id": "x", "solution": False, "grade": True, "locked": False}}


@pytest.mark.parametrize(
    "cells", [[None, 1, "x", [], {}], [{"metadata": []}], [{"metadata": {"nbgrader": {"grade_id": 3}}}]]
)
def test_what_is_no_cell_is_passed_over(read: Callable[[bytes], ReadNotebook], cells: list[Any]) -> None:
    found = read(json.dumps({"cells": cells}).encode())
    assert all(cell.source == "" and not cell.metadata for cell in found.notebook.cells)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\0", "is empty"),
        (b"PK\x03\x04 and so on", "zip archive"),
        (b"\n<!DOCTYPE html><html>", "web page"),
        (b"%PDF-1.5 \xff\xfe\x00", "not a notebook file"),
        (b"import torch\n", "not a notebook file"),
        (b"[1, 2]", "not a notebook file"),
        (b"{}", "no readable cells"),
        (b'{"cells": {"a": 1}}', "no readable cells"),
        (b'{"cells": [{"cell_type": "code", "sou', "no readable cells"),
        (b"{" + b'"a": [' * 5_000_000, "too much data"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_with_what_to_do(
    read: Callable[[bytes], ReadNotebook], content: bytes, said: str
) -> None:
    with pytest.raises(CannotRead) as raised:
        read(content)
    assert said in str(raised.value)
    assert "hw.ipynb" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_links_pipes_devices_and_folders_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "target.ipynb").write_bytes(RAW)
    (tmp_path / "link.ipynb").symlink_to(tmp_path / "target.ipynb")
    (tmp_path / "device.ipynb").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.ipynb")
    (tmp_path / "folder.ipynb").mkdir()
    for name in ("link", "device", "pipe", "folder"):
        with pytest.raises(CannotRead, match="no ordinary file"):
            read_submitted(tmp_path / f"{name}.ipynb")
    with pytest.raises(CannotRead, match="cannot be read"):
        read_submitted(tmp_path / "missing.ipynb")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook_file, "MOST_BYTES", 1_000)
    (tmp_path / "hw.ipynb").write_bytes(RAW)
    with pytest.raises(CannotRead, match="Clear its outputs"):
        read_submitted(tmp_path / "hw.ipynb")


def test_twenty_megabytes_of_outputs_are_left_behind(read: Callable[[bytes], ReadNotebook]) -> None:
    big = json.loads(RAW)
    for cell in big["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["line\n"] * 200_000}]
    content = json.dumps(big, indent=1).encode()
    assert len(content) > 20 * 2**20
    assert sources(read(content)) == SOURCES


def test_of_a_million_cells_the_first_are_read(read: Callable[[bytes], ReadNotebook]) -> None:
    found = read(b'{"cells": [' + b'{"cell_type":"code","source":"x"},' * 1_000_000 + b"{}]}")
    assert len(sources(found)) == MOST_CELLS
    assert "not all of it was read" in found.notes[0]


def test_deep_nesting_costs_its_own_cell_only(read: Callable[[bytes], ReadNotebook]) -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    for where in (b"outputs", b"source", b"metadata"):
        bad = b'{"cell_type": "code", "' + where + b'": ' + deep + b"}"
        found = read(
            b'{"cells": [{"cell_type": "code", "source": "a"},' + bad + b',{"cell_type": "code", "source": "b"}]}'
        )
        assert sources(found) == ["a", "b"]
    found = read(b'{"metadata": ' + deep + b', "cells": [{"cell_type": "code", "source": "a"}]}')
    assert sources(found) == ["a"]


def code(*texts: str, cell_type: str = "code") -> bytes:
    return json.dumps({"cells": [{"cell_type": cell_type, "source": text} for text in texts]}).encode()


def test_code_that_is_too_long_for_a_cell_is_left_out_and_said(read: Callable[[bytes], ReadNotebook]) -> None:
    found = read(code("x" * MOST_CELL_CHARACTERS, "x" * (MOST_CELL_CHARACTERS + 1), "y"))
    assert [len(source) for source in sources(found)] == [MOST_CELL_CHARACTERS, 0, 1]
    assert "the code in cell 2 is too long, so it was neither read nor run. At most 200,000" in found.incomplete


def test_code_that_is_too_long_for_a_notebook_is_left_out_from_there(read: Callable[[bytes], ReadNotebook]) -> None:
    texts = ["x" * (MOST_CELL_CHARACTERS - 1)] * 40
    found = read(code(*texts, "x = 1"))
    assert sum(map(len, sources(found))) <= MOST_CHARACTERS
    assert sources(found)[:5] == texts[:5]
    assert sources(found)[-1] == "x = 1"
    assert "the code in cell 6, 7, 8, " in found.incomplete


def test_long_text_is_said_too_and_takes_no_room_from_the_code(read: Callable[[bytes], ReadNotebook]) -> None:
    picture = "![](data:image/png;base64," + "A" * 150_000 + ")"
    text = json.loads(code(*[picture] * 20, cell_type="markdown"))["cells"]
    found = read(json.dumps({"cells": [*text, *json.loads(code("x" * 150_000))["cells"]]}).encode())
    assert sources(found)[0] == picture
    assert sources(found)[-1] == "x" * 150_000
    assert "the text in cell 7, " in found.notes[0]
    assert not found.incomplete  # nothing that is graded


json_trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(
            st.sampled_from(
                ["cells", "worksheets", "cell_type", "source", "metadata", "nbgrader", "grade_id", "id", "input"]
            )
            | st.text(max_size=5),
            inner,
            max_size=6,
        )
    ),
    max_leaves=40,
)


def reads_or_says_why(folder: Path, content: bytes) -> None:
    (folder / "hw.ipynb").write_bytes(content)
    try:
        checked(folder / "hw.ipynb")
        sentence = "It was read."
    except CannotRead as error:
        sentence = str(error)
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@settings(deadline=None, max_examples=150)
@given(content=st.binary(max_size=300))
def test_any_bytes(folder: Path, content: bytes) -> None:
    reads_or_says_why(folder, content)


@settings(deadline=None, max_examples=300)
@given(tree=json_trees, cells=st.booleans())
def test_any_json(folder: Path, tree: Any, cells: bool) -> None:
    content = json.dumps({"cells": tree} if cells else tree)
    reads_or_says_why(folder, content.encode())


@settings(deadline=None, max_examples=200)
@given(seed=st.integers(), cuts=st.integers(1, 8))
def test_a_valid_notebook_with_bytes_changed_cut_or_doubled(folder: Path, seed: int, cuts: int) -> None:
    chance, content = random.Random(seed), bytearray(RAW)
    for _ in range(cuts):
        start = chance.randrange(len(content))
        end = min(len(content), start + chance.choice([1, 1, 2, 40, 2000]))
        change = chance.choice(["drop", "double", "random", "mark"])
        if change == "drop":
            del content[start:end]
        elif change == "double":
            content[start:start] = content[start:end]
        elif change == "random":
            content[start:end] = chance.randbytes(end - start)
        else:
            content[start:end] = chance.choice([b'"', b"{", b"}", b"[", b"]", b",", b"\\", b"\0", b"\xff"])
        content = content or bytearray(b" ")
    reads_or_says_why(folder, bytes(content))


@settings(deadline=None, max_examples=200)
@given(tree=json_trees, seed=st.integers())
def test_a_valid_notebook_with_wrong_types_anywhere(folder: Path, tree: Any, seed: int) -> None:
    chance, whole = random.Random(seed), copy.deepcopy(json.loads(RAW))
    place: Any = whole
    for _ in range(chance.randrange(1, 5)):
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = chance.choice(keys)
        if not isinstance(place[key], dict | list) or chance.random() < 0.3:
            place[key] = tree
            break
        place = place[key]
    reads_or_says_why(folder, json.dumps(whole).encode())
