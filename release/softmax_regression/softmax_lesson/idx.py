"""Read the official Fashion-MNIST files: MD5 first, then a strict look at the idx header. Numpy only."""

from __future__ import annotations

import gzip
import hashlib
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from . import texts
from .errors import DataUnavailable

# torchvision's own sums (a test compares them), repeated here so that reading needs no torch.
OFFICIAL_MD5: dict[str, str] = {
    "train-images-idx3-ubyte.gz": "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    "train-labels-idx1-ubyte.gz": "25c81989df183df01b3e8a0aad5dffbe",
    "t10k-images-idx3-ubyte.gz": "bef4ecab320f06d8554ea6380940ec79",
    "t10k-labels-idx1-ubyte.gz": "bb300cfdad3c16e7a12a480ee83cd310",
}

# The same files unpacked, as some browsers and file managers leave them.
UNPACKED_MD5: dict[str, str] = {
    "train-images-idx3-ubyte.gz": "f4a8712d7a061bf5bd6d2ca38dc4d50a",
    "train-labels-idx1-ubyte.gz": "9018921c3c673c538a1fc5bad174d6f9",
    "t10k-images-idx3-ubyte.gz": "8181f5470baa50b63fa0f6fddb340f0a",
    "t10k-labels-idx1-ubyte.gz": "15d484375f8d13e6eb1aabb0c3f46965",
}

SIDE = 28  # pixels
CLASSES = 10
GZIP_MAGIC = b"\x1f\x8b"
UBYTE = 0x08  # idx's code for the data type uint8


def md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def read_images(path: Path, name: str) -> NDArray[np.uint8]:
    """The images of the official file `name`, packed or not, uint8 (n, 28, 28). Raises DataUnavailable, naming it."""
    images = _parse(path, _unpack(path, name), dimensions=3)
    if images.shape[1:] != (SIDE, SIDE):
        raise _bad(path, texts.WRONG_SHAPE.format(rows=images.shape[1], columns=images.shape[2]))
    return images


def read_labels(path: Path, name: str, expected: int) -> NDArray[np.uint8]:
    """The `expected` labels of the official file `name`, packed or not, uint8 (n,). DataUnavailable names it."""
    labels = _parse(path, _unpack(path, name), dimensions=1)
    if len(labels) != expected:
        raise _bad(path, texts.UNEQUAL.format(labels=len(labels), images=expected))
    if len(labels) and labels.max() >= CLASSES:
        raise _bad(path, texts.WRONG_LABEL.format(label=labels.max()))
    return labels


def _unpack(path: Path, name: str) -> bytes:
    """The unpacked bytes of one official file; what is wrong is said before anything is used."""
    try:
        packed = path.read_bytes()
    except OSError as error:
        raise _bad(path, texts.UNREADABLE.format(reason=error.strerror)) from None
    if not GZIP_MAGIC.startswith(packed[:2]):
        if (found := md5(packed)) == UNPACKED_MD5[name]:
            return packed
        wrong = texts.WRONG_MD5.format(found=found, expected=UNPACKED_MD5[name])
        raise _bad(path, texts.NOT_GZIP if path.suffix == ".gz" else wrong)
    try:
        data = gzip.decompress(packed)
        if not packed:
            raise EOFError  # gzip takes no bytes at all for a whole file
    except EOFError:
        raise _bad(path, texts.TRUNCATED.format(size=len(packed))) from None
    except (zlib.error, gzip.BadGzipFile):
        raise _bad(path, texts.DAMAGED) from None
    found, expected = md5(packed), OFFICIAL_MD5[name]
    if found != expected:
        raise _bad(path, texts.WRONG_MD5.format(found=found, expected=expected))
    return data


def _parse(path: Path, data: bytes, dimensions: int) -> NDArray[np.uint8]:
    """An idx file: magic number (type, number of dimensions), one big-endian size per dimension, the bytes."""
    header = 4 + 4 * dimensions
    if len(data) < header:
        raise _bad(path, texts.SHORT_HEADER.format(found=len(data), expected=header))
    magic, *shape = struct.unpack_from(f">{1 + dimensions}I", data)
    expected_magic = UBYTE << 8 | dimensions
    if magic != expected_magic:
        raise _bad(path, texts.WRONG_MAGIC.format(found=magic, expected=expected_magic))
    size = int(np.prod(shape, dtype=object))  # as Python integers: a forged header must not overflow
    if len(data) - header != size:
        raise _bad(path, texts.WRONG_SIZE.format(found=len(data) - header, expected=size))
    # bytes are immutable, so the array is read-only: nobody can change the cached set by accident
    return np.frombuffer(data, np.uint8, offset=header).reshape(shape)


def _bad(path: Path, what: str) -> DataUnavailable:
    return DataUnavailable(texts.bad_file(path, what))
