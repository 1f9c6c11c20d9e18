"""Where the images come from, and that nothing damaged, half-downloaded or unannounced is ever used."""

from __future__ import annotations

import gzip
import subprocess
import sys
import urllib.request
from pathlib import Path

import numpy as np
import pytest

from softmax_lesson import DataUnavailable, arrays, download, fashion_arrays, idx, training_arrays
from support.data_forge import NAMES, Mirror, forged_files, idx_bytes, serving, trust, write

REAL_URLOPEN = urllib.request.urlopen
TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = NAMES


@pytest.fixture(autouse=True)
def _no_data_and_no_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test starts in an empty folder, with an empty cache and no way to any outside address."""
    monkeypatch.delenv("FASHION_MNIST_ROOT", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(urllib.request, "urlopen", Mirror({}))
    monkeypatch.setattr(download, "_mirrors", lambda: ["http://mirror.invalid/"])
    arrays._half.cache_clear()


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    forged = forged_files()
    trust(forged, monkeypatch)
    return forged


# --- finding


@pytest.mark.parametrize("layout", ["FashionMNIST/raw", "raw", "."])
def test_a_root_may_be_any_of_three_folders(files: dict[str, bytes], tmp_path: Path, layout: str) -> None:
    write(files, tmp_path / "somewhere" / layout)
    data = fashion_arrays(tmp_path / "somewhere")
    assert data.train_images.shape == (20, 28, 28)
    assert data.test_images.shape == (10, 28, 28)
    assert data.train_labels.tolist() == [*range(10), *range(10)]
    assert data.train_images.dtype == data.test_labels.dtype == np.uint8
    assert (data.source, data.note) == ("fashion-mnist", "")


def test_the_argument_wins_over_the_variable(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHION_MNIST_ROOT", str(tmp_path / "nowhere"))
    assert len(fashion_arrays(str(write(files, tmp_path / "here"))).train_images) == 20


def test_the_variable_wins_over_the_folder_data(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(files, tmp_path / "data")
    monkeypatch.setenv("FASHION_MNIST_ROOT", str(tmp_path / "nowhere"))
    with pytest.raises(DataUnavailable, match=r"no folder .*nowhere .*FASHION_MNIST_ROOT"):
        fashion_arrays()


def test_the_folder_data_beside_the_notebook_is_found(files: dict[str, bytes], tmp_path: Path) -> None:
    write(files, tmp_path / "data" / "FashionMNIST" / "raw")
    assert len(fashion_arrays().test_labels) == 10


def test_a_set_is_decoded_once_and_cannot_be_changed(files: dict[str, bytes], tmp_path: Path) -> None:
    folder = write(files, tmp_path / "here" / "raw")
    first, second = fashion_arrays(folder), fashion_arrays(folder.parent)
    assert first.train_images is second.train_images
    with pytest.raises(ValueError, match="read-only"):
        first.train_images[0] = 0


def test_the_training_half_comes_without_any_test_file(files: dict[str, bytes], tmp_path: Path) -> None:
    write({name: files[name] for name in (TRAIN_IMAGES, TRAIN_LABELS)}, tmp_path / "half")
    half = training_arrays(tmp_path / "half")
    assert (half.images.shape, half.labels.shape, half.source) == ((20, 28, 28), (20,), "fashion-mnist")


def test_reading_arrays_does_not_import_torch_or_matplotlib() -> None:
    code = (
        "import sys, softmax_lesson as s; s.fashion_arrays, s.LABELS, s.DataUnavailable;"
        "assert not {'torch', 'torchvision', 'matplotlib'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(arrays.__file__).parents[1])


# --- damaged files


def test_missing_files_are_named(files: dict[str, bytes], tmp_path: Path) -> None:
    del files[TEST_LABELS]
    with pytest.raises(DataUnavailable, match=f"Missing in .*: {TEST_LABELS}"):
        fashion_arrays(write(files, tmp_path / "here"))


DAMAGES = {
    "truncated": lambda data: data[:-20],
    "not a gzip file": lambda data: b"<html>" + data,
    "damaged": lambda data: data[:20] + bytes([data[20] ^ 0xFF]) + data[21:],
    "not the official file: its MD5": lambda data: gzip.compress(gzip.decompress(data)[:-1] + b"!"),
}


@pytest.mark.parametrize("what", DAMAGES)
@pytest.mark.parametrize("name", NAMES[:2])
def test_a_torn_file_is_named_and_never_half_used(
    files: dict[str, bytes], tmp_path: Path, what: str, name: str
) -> None:
    files[name] = DAMAGES[what](files[name])
    with pytest.raises(DataUnavailable, match=f"{name} is {what}"):
        fashion_arrays(write(files, tmp_path / "here"))


def test_an_empty_file_is_truncated(files: dict[str, bytes], tmp_path: Path) -> None:
    files[TRAIN_LABELS] = b""
    with pytest.raises(DataUnavailable, match=f"{TRAIN_LABELS} is truncated: it breaks off at 0 bytes"):
        fashion_arrays(write(files, tmp_path / "here"))


def test_a_torn_file_in_the_folder_data_is_not_passed_over(files: dict[str, bytes], tmp_path: Path) -> None:
    files[TRAIN_IMAGES] = files[TRAIN_IMAGES][:100]
    write(files, tmp_path / "data")
    with pytest.raises(DataUnavailable, match=f"{TRAIN_IMAGES} is truncated: it breaks off at 100 bytes"):
        fashion_arrays()


IMAGES = np.zeros((20, 28, 28), np.uint8)
BAD_IDX = {
    "too short for an idx header": (TRAIN_IMAGES, b"\0\0\x08"),
    "wrong idx header": (TRAIN_IMAGES, idx_bytes(IMAGES[:, 0])),
    "not hold what its header promises": (TRAIN_IMAGES, idx_bytes(IMAGES)[:-1]),
    "images of 14x56 pixels": (TRAIN_IMAGES, idx_bytes(IMAGES.reshape(20, 14, 56))),
    "19 labels for 20 images": (TRAIN_LABELS, idx_bytes(np.zeros(19, np.uint8))),
    "the label 10": (TRAIN_LABELS, idx_bytes(np.full(20, 10, np.uint8))),
}


@pytest.mark.parametrize("what", BAD_IDX)
def test_an_idx_file_must_hold_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    files = forged_files()
    name, data = BAD_IDX[what]
    files[name] = gzip.compress(data)
    trust(files, monkeypatch)
    with pytest.raises(DataUnavailable, match=f"{name} .*{what}"):
        fashion_arrays(write(files, tmp_path / "here"))


# --- downloading


def test_a_download_is_checked_kept_and_shows_its_progress(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror = Mirror(files)
    monkeypatch.setattr(urllib.request, "urlopen", mirror)
    assert len(fashion_arrays().train_images) == 20
    shown = capsys.readouterr()
    assert "100%" in shown.out
    assert shown.err == ""
    raw = tmp_path / "data" / "FashionMNIST" / "raw"
    assert sorted(path.name for path in raw.iterdir()) == sorted(NAMES)
    arrays._half.cache_clear()
    fashion_arrays()
    assert sorted(mirror.asked) == sorted(NAMES), "the second reading must not download again"


def test_only_the_missing_files_are_downloaded(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({name: files[name] for name in NAMES[:3]}, tmp_path / "data" / "raw")
    mirror = Mirror(files)
    monkeypatch.setattr(urllib.request, "urlopen", mirror)
    assert len(fashion_arrays().test_images) == 10
    assert mirror.asked == [TEST_LABELS]


def test_the_next_mirror_is_tried(files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    good, asked = Mirror(files), []

    def urlopen(request: urllib.request.Request, timeout: float) -> object:
        asked.append(request.full_url)
        return (Mirror({}) if "first" in request.full_url else good)(request, timeout)

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    monkeypatch.setattr(download, "_mirrors", lambda: ["http://first.invalid", "http://second.invalid/"])
    assert len(fashion_arrays().train_images) == 20
    assert asked[:2] == [f"http://{host}.invalid/{TRAIN_IMAGES}" for host in ("first", "second")]


def test_a_download_over_a_real_connection(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(files, tmp_path / "mirror")
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(urllib.request, "urlopen", REAL_URLOPEN)
    with serving(tmp_path / "mirror") as address:
        monkeypatch.setattr(download, "_mirrors", lambda: [address])
        assert len(fashion_arrays().train_images) == 20


def test_where_the_folder_cannot_be_written_the_images_are_kept_in_the_home_folder(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    monkeypatch.setattr(urllib.request, "urlopen", Mirror(files))
    assert len(fashion_arrays().train_images) == 20
    assert "data cannot be written, so the images are kept in" in capsys.readouterr().out
    monkeypatch.setattr(urllib.request, "urlopen", Mirror({}))
    arrays._half.cache_clear()
    assert len(fashion_arrays().test_images) == 10


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    (tmp_path / "home").write_text("nor this")
    with pytest.raises(DataUnavailable, match=r"the folder .*fashion-mnist.* cannot be written"):
        fashion_arrays()


UNPACKING = {
    "unpacked by the browser": "{stem}",
    "with a dot, as the idx files' own names have it": "{dotted}",
    "each in a folder of its own (Windows)": "{stem}/{dotted}",
    "a folder in a folder": "FashionMNIST/FashionMNIST/raw/{stem}.gz",
    "in other capitals": "fashionmnist/RAW/{stem}.gz",
    "fetched twice": "{stem} (1).gz",
    "fetched twice, then unpacked": "{stem}(1)",
    "copied by the Finder": "{stem} copy.gz",
}


@pytest.mark.parametrize("way", UNPACKING.values(), ids=list(UNPACKING))
@pytest.mark.parametrize("named", [True, False])
def test_files_are_found_as_browsers_and_file_managers_leave_them(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str, named: bool
) -> None:
    folder = tmp_path / "data"
    for name, packed in files.items():
        stem = name.removesuffix(".gz")
        data = packed if way.endswith(".gz") else gzip.decompress(packed)
        monkeypatch.setitem(idx.UNPACKED_MD5, name, idx.md5(gzip.decompress(packed)))
        path = folder / way.format(stem=stem, dotted=stem.replace("s-idx", "s.idx"))
        (folder / "__MACOSX").mkdir(parents=True, exist_ok=True)
        (folder / "__MACOSX" / path.name).write_bytes(b"the Finder's own")
        (folder / f"._{path.name}").write_bytes(b"the Finder's own")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    data_set = fashion_arrays(folder if named else None)
    assert (len(data_set.train_images), len(data_set.test_labels)) == (20, 10)


def test_an_unpacked_file_that_is_not_the_official_one_is_refused(files: dict[str, bytes], tmp_path: Path) -> None:
    folder = write(files, tmp_path / "here")
    (folder / TRAIN_IMAGES).unlink()
    (folder / TRAIN_IMAGES.removesuffix(".gz")).write_bytes(idx_bytes(np.zeros((20, 28, 28), np.uint8)))
    with pytest.raises(DataUnavailable, match="is not the official file"):
        fashion_arrays(folder)


@pytest.mark.parametrize("name", ["Fashion-Shapes", " fashion_shapes ", "FASHION SHAPES"])
def test_the_drawn_images_may_be_asked_for_in_any_capitals(name: str) -> None:
    assert fashion_arrays(name).source == "fashion-shapes"


@pytest.mark.parametrize(
    ("change", "reason"),
    [(lambda data: data[:-5], "broke off"), (lambda data: data[:-1] + b"?", "has the MD5")],
    ids=["cut off", "changed on the way"],
)
def test_a_bad_download_leaves_no_file(
    files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: object, reason: str
) -> None:
    monkeypatch.setattr(urllib.request, "urlopen", Mirror(files, change))  # type: ignore[arg-type]
    with pytest.raises(DataUnavailable, match=reason):
        fashion_arrays()
    assert [path for path in (tmp_path / "data").rglob("*") if path.is_file()] == []


def test_without_data_and_network_the_user_is_told_three_ways_out(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DataUnavailable) as caught:
        fashion_arrays()
    message = str(caught.value)
    assert message.startswith("Fashion-MNIST is not on this machine and could not be downloaded: ")
    assert "no route to host" in message
    assert all(f"  {way}. " in message for way in (1, 2, 3))
    assert "FASHION_MNIST_ROOT=fashion-shapes" in message
    assert all(name in message for name in NAMES)
    assert capsys.readouterr().err == ""
