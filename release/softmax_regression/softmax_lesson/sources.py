"""Decide where the images come from: named folder, folder `data` beside the notebook, download. No torch."""

from __future__ import annotations

import os
from pathlib import Path

from . import texts
from .download import download
from .errors import DataUnavailable

ROOT_VARIABLE = "FASHION_MNIST_ROOT"
STAND_IN = "fashion-shapes"

TRAIN_FILES = ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz")
TEST_FILES = ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")

# A root may be the folder torchvision is given, the FashionMNIST folder in it, or the raw folder itself.
LAYOUTS = ("FashionMNIST/raw", "raw", ".")


def locate(root: str | os.PathLike[str] | None, names: tuple[str, ...]) -> Path | None:
    """The folder that holds all files in `names`; None when the drawn stand-in was asked for.

    A folder that was named (by `root` or by FASHION_MNIST_ROOT) must hold the files: nothing else is tried.
    Whether a file is whole is seen when it is read. Raises DataUnavailable.
    """
    chosen = os.fspath(root) if root is not None else os.environ.get(ROOT_VARIABLE, "")
    if chosen == STAND_IN:
        return None
    if root is not None or chosen:
        return _named_folder(Path(chosen), names, "root" if root is not None else ROOT_VARIABLE)
    beside = Path.cwd() / "data"
    folder = _best_layout(beside, names) or beside / LAYOUTS[0]
    missing = _missing(folder, names)
    if missing:
        download(missing, folder)
    return folder.resolve()


def _named_folder(top: Path, names: tuple[str, ...], chosen_by: str) -> Path:
    top = top.expanduser().absolute()
    if not top.is_dir():
        raise DataUnavailable(texts.no_folder(top, chosen_by))
    folder = _best_layout(top, names) or top
    missing = _missing(folder, names)
    if missing:
        raise DataUnavailable(texts.missing_files(folder, missing, chosen_by))
    return folder.resolve()


def _best_layout(top: Path, names: tuple[str, ...]) -> Path | None:
    """The layout with the most of the files, or None where there is not one of them."""
    folders = [top / layout for layout in LAYOUTS]
    best = min(folders, key=lambda folder: len(_missing(folder, names)))
    return best if len(_missing(best, names)) < len(names) else None


def _missing(folder: Path, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if not (folder / name).is_file()]
