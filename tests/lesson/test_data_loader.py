"""The loader gives the lesson's own batches, bit for bit, and torchvision can be imported anywhere."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader

from softmax_lesson import (
    LABELS,
    DataUnavailable,
    ImageSet,
    TensorBatches,
    fashion_arrays,
    idx,
    import_torchvision,
    label_names,
    load_data_fashion_mnist,
)
from support.data_forge import NAMES, forged_files, idx_bytes, trust, write

LESSON_FOLDER = Path(idx.__file__).parents[1]


@pytest.fixture
def forged_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = forged_files()
    trust(files, monkeypatch)
    return write(files, tmp_path / "FashionMNIST" / "raw").parents[1]


@pytest.fixture
def real_root(tmp_path: Path) -> Path:
    """A folder with the real set unpacked, as torchvision wants it; skips where there is no real set."""
    try:
        data = fashion_arrays() if os.environ.get("FASHION_MNIST_ROOT") else None
    except DataUnavailable as error:
        pytest.skip(str(error))
    if data is None or data.source != "fashion-mnist":
        pytest.skip("needs the real files: set FASHION_MNIST_ROOT to the folder that holds them")
    raw = tmp_path / "FashionMNIST" / "raw"
    raw.mkdir(parents=True)
    halves = (data.train_images, data.train_labels, data.test_images, data.test_labels)
    for name, values in zip(NAMES, halves, strict=True):
        (raw / name.removesuffix(".gz")).write_bytes(idx_bytes(values))
    return tmp_path


def random_set(n: int, resize: tuple[int, int] | None = None) -> ImageSet:
    rng = np.random.default_rng(n)
    images = rng.integers(0, 256, (n, 28, 28), dtype=np.uint8)
    return ImageSet(images, rng.integers(0, 10, n, dtype=np.uint8), resize)


# --- the lesson's meaning


def test_batches_have_the_lessons_shapes_and_types(forged_root: Path) -> None:
    train_iter, test_iter = load_data_fashion_mnist(8, root=forged_root)
    assert (len(train_iter), len(test_iter)) == (3, 2)
    assert [len(y) for _, y in train_iter] == [8, 8, 4], "the short last batch is kept"
    X, y = next(iter(test_iter))
    assert (X.shape, X.dtype, y.shape, y.dtype) == ((8, 1, 28, 28), torch.float32, (8,), torch.int64)
    assert 0 <= X.min() < 0.01
    assert 0.99 < X.max() <= 1
    assert (train_iter.batch_size, len(train_iter.dataset)) == (8, 20)


def test_training_batches_are_reshuffled_and_test_batches_are_not(forged_root: Path) -> None:
    train_iter, test_iter = load_data_fashion_mnist(20, root=forged_root)
    first, second = next(iter(train_iter))[0], next(iter(train_iter))[0]
    assert not torch.equal(first, second)
    assert torch.equal(first.sum(0).round(decimals=3), second.sum(0).round(decimals=3)), "the same images"
    assert [y.tolist() for _, y in test_iter] == [list(range(10))] * 1
    assert [y.tolist() for _, y in test_iter] == [list(range(10))] * 1


def test_a_changed_batch_does_not_change_the_data() -> None:
    batches = TensorBatches(random_set(5), 5)
    X, y = next(iter(batches))
    kept = X.clone(), y.clone()
    X.zero_()
    y.zero_()
    again = next(iter(batches))
    assert torch.equal(again[0], kept[0])
    assert torch.equal(again[1], kept[1])


def test_single_examples_are_those_of_the_batches() -> None:
    dataset = random_set(4)
    X, y = next(iter(TensorBatches(dataset, 4)))
    image, label = dataset[-1]
    assert torch.equal(image, X[3])
    assert label == y[3]
    with pytest.raises(IndexError):
        dataset[4]


# --- the same numbers as the lesson's loader


@pytest.mark.parametrize("batch_size", [1, 7, 50, 64])
def test_batches_and_random_state_are_those_of_dataloader(batch_size: int) -> None:
    """The iterators are begun together and read in turns: each draws its seeds at the same moment."""

    def record(train_iter: TensorBatches, test_iter: TensorBatches) -> list[torch.Tensor]:
        torch.manual_seed(3)
        seen = []
        for _ in range(2):
            for (X, y), (X_test, y_test) in zip(train_iter, test_iter, strict=True):
                seen += [X, y, X_test, y_test, torch.rand(2)]
        return seen

    train, test = random_set(50), random_set(50)
    ours = record(TensorBatches(train, batch_size, shuffle=True), TensorBatches(test, batch_size))
    theirs = record(
        DataLoader(train, batch_size, shuffle=True),  # type: ignore[arg-type]
        DataLoader(test, batch_size),  # type: ignore[arg-type]
    )
    assert all(torch.equal(a, b) for a, b in zip(ours, theirs, strict=True))


def test_two_real_epochs_are_those_of_torchvision_bit_for_bit(real_root: Path) -> None:
    def digests(train_iter: TensorBatches, test_iter: TensorBatches) -> list[str]:
        torch.manual_seed(11)
        return [
            hashlib.sha256(X.numpy().tobytes() + y.numpy().tobytes()).hexdigest()
            for _ in range(2)
            for loader in (train_iter, test_iter)
            for X, y in loader
        ]

    vision = import_torchvision()
    to_tensor = vision.transforms.ToTensor()
    theirs = digests(
        *(
            DataLoader(vision.datasets.FashionMNIST(str(real_root), train, to_tensor), 256, shuffle=train)
            for train in (True, False)
        )
    )
    assert len(theirs) == 2 * (235 + 40)
    assert digests(*load_data_fashion_mnist(256)) == theirs


@pytest.mark.parametrize("resize", [64, (20, 32), 28, (14, 14)])
def test_resize_is_torchvisions(resize: int | tuple[int, int]) -> None:
    vision = import_torchvision()
    size = (resize, resize) if isinstance(resize, int) else resize
    plain, resized = random_set(6), random_set(6, size)
    X = next(iter(TensorBatches(resized, 6)))[0]
    assert X.shape == (6, 1, *size)
    for i in range(6):
        grey = (plain[i][0] * 255).round().to(torch.uint8)
        picture = vision.transforms.ToPILImage()(grey)
        expected = vision.transforms.ToTensor()(vision.transforms.Resize(resize)(picture))
        assert (X[i] - expected).abs().max() <= 1.01 / 255, "at most one grey level of rounding"


def test_resize_takes_a_number_or_a_pair(forged_root: Path) -> None:
    shapes = [
        next(iter(load_data_fashion_mnist(4, resize=resize, root=forged_root)[0]))[0].shape
        for resize in (None, 40, (30, 20))
    ]
    assert shapes == [(4, 1, 28, 28), (4, 1, 40, 40), (4, 1, 30, 20)]


# --- bad arguments


@pytest.mark.parametrize("batch_size", [0, -1, 2.5, "256", None, True])
def test_a_bad_batch_size_is_told_in_one_sentence(batch_size: int) -> None:
    with pytest.raises(ValueError, match=r"^batch_size must be a whole number, 1 or more; it is .*\.$"):
        load_data_fashion_mnist(batch_size)


@pytest.mark.parametrize("resize", [0, -3, 1.5, (28,), (1, 2, 3), (0, 5), "64"])
def test_a_bad_resize_is_told_in_one_sentence(resize: int) -> None:
    with pytest.raises(ValueError, match=r"^resize must be None, one whole number .*\.$"):
        load_data_fashion_mnist(256, resize=resize)


# --- names and sums


def test_label_names_takes_lists_arrays_and_tensors() -> None:
    assert len(LABELS) == 10
    assert label_names([9, 0]) == ["ankle boot", "t-shirt"]
    assert label_names(np.array([1, 8], np.uint8)) == ["trouser", "bag"]
    assert label_names(torch.tensor([2])) == ["pullover"]
    with pytest.raises(ValueError, match="no label 10"):
        label_names([10])


def test_every_public_name_can_be_listed() -> None:
    import softmax_lesson

    assert dir(softmax_lesson) == sorted(softmax_lesson.__all__)
    assert set(softmax_lesson.__all__) == set(softmax_lesson._HOME_OF)
    with pytest.raises(AttributeError, match="no_such_name"):
        softmax_lesson.no_such_name  # noqa: B018


def test_our_md5s_are_torchvisions() -> None:
    assert list(idx.OFFICIAL_MD5.items()) == import_torchvision().datasets.FashionMNIST.resources


# --- importing torchvision

IMPORT = "from softmax_lesson import import_torchvision"
USE = "v = import_torchvision(); v.transforms.ToTensor(); v.datasets.FashionMNIST"


def run_python(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", code]
    environment = {**os.environ, **variables}
    return subprocess.run(command, cwd=LESSON_FOLDER, env=environment, text=True, capture_output=True, check=False)


def operators_fit() -> bool:
    return run_python("import torchvision").returncode == 0


def test_torchvision_is_imported_quietly_and_says_so_once() -> None:
    done = run_python(
        f"{IMPORT}; {USE}; {USE}; import torchvision; assert torchvision is v",
        TORCHVISION_WARN_WHEN_EXTENSION_LOADING_FAILS="1",
    )
    assert (done.returncode, done.stderr) == (0, "")
    notes = done.stdout.count("Note:")
    assert notes == (0 if operators_fit() else 1), "one note, and only where it is needed"


def test_torchvision_can_still_be_imported_after_the_user_failed() -> None:
    code = f"try:\n import torchvision\nexcept RuntimeError:\n pass\n{IMPORT}; {USE}"
    done = run_python(code)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_missing_torchvision_is_told_plainly() -> None:
    done = run_python(f"import sys; sys.modules['torchvision'] = None\n{IMPORT}\n{USE}")
    assert "ModuleNotFoundError: torchvision is not installed here; install it with" in done.stderr
