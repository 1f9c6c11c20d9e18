"""The drawn stand-in: same format as the real set, about as hard, and never silent."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from softmax_lesson import arrays, fashion_arrays, fashion_shapes, load_data_fashion_mnist, training_arrays

Drawn = tuple[NDArray[np.uint8], NDArray[np.uint8]]


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return fashion_shapes.draw("test")


def test_the_stand_in_has_the_format_of_the_real_set(drawn: Drawn) -> None:
    images, labels = drawn
    assert (images.shape, images.dtype) == ((10_000, 28, 28), np.uint8)
    assert (labels.shape, labels.dtype) == ((10_000,), np.uint8)
    assert np.bincount(labels).tolist() == [1000] * 10
    assert fashion_shapes.SIZES == {"train": 60_000, "test": 10_000}
    assert (images.reshape(10_000, -1).max(axis=1) > 0).all(), "an empty picture"


def test_the_stand_in_is_the_same_every_time(drawn: Drawn) -> None:
    again = fashion_shapes.draw("test")
    assert np.array_equal(again[0], drawn[0])
    assert np.array_equal(again[1], drawn[1])


def test_the_stand_in_announces_itself(
    drawn: Drawn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arrays._half.cache_clear()
    monkeypatch.setattr(fashion_shapes, "draw", lambda half: drawn)
    monkeypatch.setenv("FASHION_MNIST_ROOT", "fashion-shapes")
    data = fashion_arrays()
    assert data.source == "fashion-shapes"
    assert "stand-in" in data.note
    assert set(arrays.ACCURACY_THRESHOLD) == {"fashion-mnist", "fashion-shapes"}
    for _ in range(2):
        load_data_fashion_mnist(256)
        shown = capsys.readouterr()
        assert shown.out == data.note + "\n"
        assert shown.err == ""
    monkeypatch.delenv("FASHION_MNIST_ROOT")
    assert training_arrays("fashion-shapes").source == "fashion-shapes"
    arrays._half.cache_clear()


def test_softmax_regression_finds_the_stand_in_about_as_hard_as_the_real_set() -> None:
    arrays._half.cache_clear()  # another test may have put a smaller set there
    torch.manual_seed(0)
    train_iter, test_iter = load_data_fashion_mnist(256, root="fashion-shapes")
    W, b = torch.normal(0, 0.01, (784, 10)), torch.zeros(10)
    accuracies = []
    for _ in range(5):
        for X, y in train_iter:
            slope = torch.softmax(X.reshape(-1, 784) @ W + b, dim=1)
            slope[range(len(y)), y] -= 1
            W -= 0.1 / 256 * X.reshape(-1, 784).T @ slope
            b -= 0.1 / 256 * slope.sum(dim=0)
        right = sum(int(((X.reshape(-1, 784) @ W + b).argmax(1) == y).sum()) for X, y in test_iter)
        accuracies.append(right / 10_000)
    assert accuracies[0] <= arrays.ACCURACY_THRESHOLD["fashion-shapes"] + 0.005
    assert arrays.ACCURACY_THRESHOLD["fashion-shapes"] + 0.015 < accuracies[-1] < 0.845
