"""Every sentence the data layer says to a user, in one place: what is wrong, where, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

STAND_IN_NOTE = (
    "Data: fashion shapes, the kit's own drawn stand-in, not Fashion-MNIST "
    "(chosen by FASHION_MNIST_ROOT or root). Its figures are not those of the real set."
)

TORCHVISION_SHIM_NOTE = (
    "Note: you can go on. This torchvision does not fit this torch,\n"
    "so its compiled operators are off. Data sets and transforms work,\n"
    "and the lesson needs nothing else."
)

TORCHVISION_MISSING = "torchvision is not installed here; install it with: pip install --no-deps torchvision"

WAYS_OUT = """Any one of these helps:
  1. Put the four official files ({names})
     into a folder and set FASHION_MNIST_ROOT to that folder.
  2. Run this once where there is a network; the files are then kept in the folder data beside the notebook.
  3. Use the kit's own drawn stand-in: FASHION_MNIST_ROOT=fashion-shapes
     (in a notebook: %env FASHION_MNIST_ROOT=fashion-shapes)."""


def no_data(reason: str, names: Iterable[str]) -> str:
    ways_out = WAYS_OUT.format(names=", ".join(names))
    return f"Fashion-MNIST is not on this machine and could not be downloaded: {reason}.\n{ways_out}"


# --- a folder that was named, or found, but does not hold what it should


def no_folder(folder: Path, chosen_by: str) -> str:
    return f"There is no folder {folder} (chosen by {chosen_by}); correct {chosen_by}, or create the folder."


def missing_files(folder: Path, names: Iterable[str], chosen_by: str) -> str:
    return (
        f"Missing in {folder} (chosen by {chosen_by}): {', '.join(names)}. "
        "Put the four official files there; packed or unpacked, in this folder or in one below it."
    )


def bad_file(path: Path, what: str) -> str:
    return f"{path} {what}. Nothing was read from it; delete it and get the official file again."


UNREADABLE = "cannot be read ({reason})"
NOT_GZIP = "is not a gzip file"
TRUNCATED = "is truncated: it breaks off at {size:,} bytes"
DAMAGED = "is damaged: it cannot be unpacked"
WRONG_MD5 = "is not the official file: its MD5 is {found}, the official one is {expected}"
SHORT_HEADER = "is too short for an idx header: {found} bytes, {expected} needed"
WRONG_MAGIC = "has the wrong idx header: it starts with {found:#010x}, {expected:#010x} was expected"
WRONG_SIZE = "does not hold what its header promises: {found:,} bytes of data instead of {expected:,}"
WRONG_SHAPE = "holds images of {rows}x{columns} pixels instead of 28x28"
WRONG_LABEL = "holds the label {label}; labels go from 0 to 9"
UNEQUAL = "holds {labels:,} labels for {images:,} images"

# --- downloading

KEPT_ELSEWHERE = "The folder {folder} cannot be written, so the images are kept in {kept}."
DOWNLOADING = "Downloading {name}"
DOWNLOAD_SIZE = " ({megabytes:.1f} MB)"
DOWNLOAD_DONE = " done, MD5 is right"
DOWNLOAD_FAILED = " failed"
DOWNLOAD_WRONG_MD5 = "the downloaded {name} has the MD5 {found} instead of {expected}, so it was thrown away"
DOWNLOAD_NO_ANSWER = "{name}: {reason}"
DOWNLOAD_CUT_OFF = "the connection broke off after {found:,} of {expected:,} bytes"
DOWNLOAD_NOT_WRITABLE = "the folder {folder} cannot be written ({reason})"

# --- arguments


def no_such_label(label: int, classes: int) -> str:
    return f"There is no label {label}: labels are whole numbers from 0 to {classes - 1}."


def bad_batch_size(value: object) -> str:
    return f"batch_size must be a whole number, 1 or more; it is {value!r}."


def bad_resize(value: object) -> str:
    return f"resize must be None, one whole number of pixels, or a pair (height, width); it is {value!r}."


def unequal_lengths(images: int, labels: int) -> str:
    return f"There must be one label for each image, but there are {images} images and {labels} labels."


# --- a helper called in the wrong place, where the checks' drivers call it

SGD_WITHOUT_GRADIENT = "sgd was called while a parameter has no gradient; backward() comes first"
SGD_TAKES = "sgd takes (params, lr, batch_size): the tensors in a list, then two numbers"
EVALUATE_TAKES = "evaluate_accuracy takes (data_iter, net), in this order: the mini-batches first, then the model"
NET_TAKES = "net takes the images X of a mini-batch; it was given {given}"
PREDICTIONS_AND_LABELS = "{name} takes y_hat of shape (n, q), then y of shape (n,). Here it was given {y_hat} and {y}"
