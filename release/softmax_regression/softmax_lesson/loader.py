"""The lesson's two iterators, over images kept in memory as bytes.

The lesson's own loader (torchvision's data set, ToTensor, DataLoader) turns one image at a time into a tensor and
spends most of its time there. Here a whole batch is turned at once; the values and their order are the same.
"""

from __future__ import annotations

import operator
import os
import warnings
from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F
from torch.utils.data import Dataset

from . import texts
from .arrays import fashion_arrays


class ImageSet(Dataset[tuple[Tensor, int]]):
    """Images and labels, one by one or batch by batch, each time as fresh tensors.

    images: uint8 (n, h, w). labels: integers (n,). resize: None or (height, width) in pixels.
    """

    def __init__(
        self, images: NDArray[np.uint8], labels: NDArray[np.uint8], resize: tuple[int, int] | None = None
    ) -> None:
        if len(images) != len(labels):
            raise ValueError(texts.unequal_lengths(len(images), len(labels)))
        with warnings.catch_warnings():
            # torch warns that the arrays are read-only; nothing here writes to the tensor that shares them
            warnings.filterwarnings("ignore", message="The given NumPy array is not writable")
            self._images = torch.from_numpy(images).unsqueeze(1)
        self._labels = torch.from_numpy(labels.astype(np.int64))
        self._resize = resize

    def __len__(self) -> int:
        return len(self._labels)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        """One example: float32 (1, h, w) in [0, 1] and its label."""
        X, y = self.batch(torch.tensor([range(len(self))[index]]))
        return X[0], int(y)

    def batch(self, indices: Tensor) -> tuple[Tensor, Tensor]:
        """The examples at `indices`, int64 (B,): X float32 (B, 1, h, w) in [0, 1] and y int64 (B,)."""
        X = self._images.index_select(0, indices).float()  # several times faster than self._images[indices]
        if self._resize is not None and self._resize != tuple(X.shape[2:]):
            X = F.interpolate(X, self._resize, mode="bilinear", antialias=True)
            X = X.round_().clamp_(0, 255)  # torchvision's Resize gives whole grey levels as well
        return X.div_(255), self._labels[indices]


class TensorBatches:
    """Mini-batches of an ImageSet, anew at every `iter()`; the last one may be shorter.

    shuffle: in a fresh random order each time. For the same torch.manual_seed the batches are, bit for bit,
    those of DataLoader(dataset, batch_size, shuffle): the same numbers are drawn from torch's global generator.
    """

    def __init__(self, dataset: ImageSet, batch_size: int, shuffle: bool = False) -> None:
        self.dataset = dataset
        self.batch_size = _whole_number(batch_size, texts.bad_batch_size(batch_size))
        self.shuffle = shuffle

    def __len__(self) -> int:
        """Number of batches."""
        return -(-len(self.dataset) // self.batch_size)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        _draw()  # DataLoader draws a seed for its workers, even when it has none
        return self._batches()

    def _batches(self) -> Iterator[tuple[Tensor, Tensor]]:
        for indices in torch.split(self._order(), self.batch_size):
            yield self.dataset.batch(indices)

    def _order(self) -> Tensor:
        if not self.shuffle:
            return torch.arange(len(self.dataset))
        generator = torch.Generator().manual_seed(_draw())  # as RandomSampler does
        return torch.randperm(len(self.dataset), generator=generator)


def load_data_fashion_mnist(
    batch_size: int,
    resize: int | tuple[int, int] | None = None,
    root: str | os.PathLike[str] | None = None,
) -> tuple[TensorBatches, TensorBatches]:
    """Training and test iterators of mini-batches (X, y).

    X is float32 (B, 1, 28, 28) in [0, 1], or (B, 1, height, width) with `resize`; y is int64 (B,). The training
    set comes in a new order every epoch, the test set always in its own. root: see `fashion_arrays`.
    Raises ValueError for a bad argument, DataUnavailable where there is no usable data.
    """
    _whole_number(batch_size, texts.bad_batch_size(batch_size))  # before any time is spent on reading
    size = _height_and_width(resize)
    arrays = fashion_arrays(root)
    if arrays.note:
        print(arrays.note, flush=True)
    train = ImageSet(arrays.train_images, arrays.train_labels, size)
    test = ImageSet(arrays.test_images, arrays.test_labels, size)
    return TensorBatches(train, batch_size, shuffle=True), TensorBatches(test, batch_size)


def _draw() -> int:
    return int(torch.empty((), dtype=torch.int64).random_())


def _height_and_width(resize: object) -> tuple[int, int] | None:
    if resize is None:
        return None
    complaint = texts.bad_resize(resize)
    pair = resize if isinstance(resize, tuple | list) else (resize, resize)  # the images are square
    if len(pair) != 2:
        raise ValueError(complaint)
    return _whole_number(pair[0], complaint), _whole_number(pair[1], complaint)


def _whole_number(value: object, complaint: str) -> int:
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        number = 0
    if number < 1 or isinstance(value, bool):
        raise ValueError(complaint)
    return number
