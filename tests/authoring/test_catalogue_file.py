"""Reading a catalogue: entries as they stand in the file, and malformed files named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from wallgrade.authoring.catalogue import CatalogueError, Entry, load_catalogue

GOOD = """# What students write.

# %% correct: plain
def f(x):
    return x  # %% is not a heading here

# %% wrong: minus
# belief: f changes the sign
# named: sign
# fails: test_a, test_b
def f(x):
    return -x
"""


def test_entries_come_in_the_files_order_with_their_beliefs(tmp_path: Path) -> None:
    (tmp_path / "f.py").write_text(GOOD)
    (tmp_path / "class.toml").write_text("")
    catalogue = load_catalogue(tmp_path)
    plain, minus = catalogue.entries
    assert plain == Entry("f", "correct", "plain", "def f(x):\n    return x  # %% is not a heading here\n")
    assert (minus.kind, minus.id, minus.belief) == ("wrong", "minus", "f changes the sign")
    assert (minus.named, minus.fails) == ("sign", ("test_a", "test_b"))
    assert (plain.band, minus.band) == ("", "slip")
    assert minus.source == "def f(x):\n    return -x\n"
    assert catalogue.of("f", "wrong") == (minus,)
    assert catalogue.entry("f", "correct", "plain") is plain
    with pytest.raises(KeyError, match="correct:minus"):
        catalogue.entry("f", "correct", "minus")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("def f(): ...\n", 1, "before the first heading"),
        ("# %% maybe: a\nx = 1\n", 1, "a heading reads"),
        ("# %% wrong a\nx = 1\n", 1, "a heading reads"),
        ("# %% wrong: a\nx = 1\n", 2, "needs the line `# belief"),
        ("# %% correct: a\n# belief: b\nx = 1\n", 2, "has no line `# belief"),
        ("# %% wrong: a\n# belief: b\n# band: bad\nx = 1\n", 2, "`bad` is no band; the bands are slip, nonsense"),
        ("# %% correct: a\n# band: slip\nx = 1\n", 2, "has no line `# band"),
        ("# %% correct: a\n\n", 1, "no code"),
        ("# %% correct: a\nx = 1\ny = (\n", 3, "not Python"),
        ("# %% correct: a\nx = 1\n# %% correct: a\nx = 2\n", 3, "its own id"),
    ],
)
def test_a_malformed_file_is_named_with_the_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    (tmp_path / "f.py").write_text(text)
    with pytest.raises(CatalogueError, match=rf"^f\.py, line {line}: .*{what}"):
        load_catalogue(tmp_path)


@pytest.mark.parametrize(
    ("fields", "band"),
    [
        ("", "broken"),
        ("# named: sign\n", "slip"),
        ("# band: nonsense\n# named: sign\n", "nonsense"),
        ("# named: sign\n# band: broken, it stops on every second input, and so on\n", "broken"),
    ],
)
def test_a_mistakes_band_is_the_one_it_says_or_follows_from_its_having_a_name(
    tmp_path: Path, fields: str, band: str
) -> None:
    (tmp_path / "f.py").write_text(f"# %% wrong: a\n# belief: b\n{fields}x = 1\n")
    (entry,) = load_catalogue(tmp_path).entries
    assert (entry.band, entry.source) == (band, "x = 1\n")


def test_a_missing_folder_is_an_error_and_not_an_empty_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no catalogue folder nowhere"):
        load_catalogue(tmp_path / "nowhere")


def test_an_items_entries_may_stand_in_a_folder_of_files(tmp_path: Path) -> None:
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "right.py").write_text("# %% correct: a\nx = 1\n")
    (tmp_path / "f" / "wrong.py").write_text("# %% wrong: a\n# belief: b\nx = 2\n")
    assert [(entry.kind, entry.source) for entry in load_catalogue(tmp_path).of("f")] == [
        ("correct", "x = 1\n"),
        ("wrong", "x = 2\n"),
    ]
    (tmp_path / "f" / "wrong.py").write_text("# %% correct: a\nx = 2\n")
    with pytest.raises(CatalogueError, match=r"^f/wrong\.py, line 1: there is another entry correct: a"):
        load_catalogue(tmp_path)
