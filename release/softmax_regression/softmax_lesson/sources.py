"""Decide where the images come from: named folder, folder `data` beside the notebook, download. No torch."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from . import texts
from .download import can_be_written, download
from .errors import DataUnavailable

ROOT_VARIABLE = "FASHION_MNIST_ROOT"
STAND_IN = "fashion-shapes"

TRAIN_FILES = ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz")
TEST_FILES = ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")

# A root may be the folder torchvision is given, the FashionMNIST folder in it, or the raw folder itself.
LAYOUTS = ("FashionMNIST/raw", "raw", ".")
# What browsers and file managers make of the files: unpacked, each in a folder of its own, with a dot for a hyphen, as
# a second copy. They are looked for as deep as that goes, and in no more than so many folders.
VARIANT = re.compile(
    r"(train|t10k)\W(images|labels)\W(idx[13])\Wubyte(?: ?\(\d+\)| copy)?(?:\.gz)?(?: ?\(\d+\)| copy)?"
)
DEEPEST, MOST_FOLDERS = 4, 200
KEPT = Path(".cache", "fashion-mnist")  # in the home folder, where the one beside the notebook cannot be written


def locate(root: str | os.PathLike[str] | None, names: tuple[str, ...]) -> tuple[Path, ...] | None:
    """The files that stand for those in `names`, in this order; None when the drawn stand-in was asked for.

    A folder that was named (by `root` or by FASHION_MNIST_ROOT) must hold the files: nothing else is tried.
    Whether a file is whole is seen when it is read. Raises DataUnavailable.
    """
    chosen = os.fspath(root) if root is not None else os.environ.get(ROOT_VARIABLE, "")
    if re.sub(r"[\s_-]+", "-", chosen.strip()).lower() == STAND_IN:
        return None
    if root is not None or chosen:
        return _in_named_folder(Path(chosen), names, "root" if root is not None else ROOT_VARIABLE)
    beside = Path.cwd() / "data"
    kept = Path(os.path.expanduser("~")) / KEPT
    for folder in (beside, kept):
        if len(found := _find(folder, names)) == len(names):
            return tuple(found[name] for name in names)
    target = (_best_layout(beside, names) or beside / LAYOUTS[0]) if can_be_written(beside) else kept
    there = _find(target, names)
    if target == kept:
        print(texts.KEPT_ELSEWHERE.format(folder=beside, kept=kept), flush=True)
    download([name for name in names if name not in there], target)
    return tuple(there.get(name, target / name) for name in names)


def _in_named_folder(top: Path, names: tuple[str, ...], chosen_by: str) -> tuple[Path, ...]:
    top = top.expanduser().absolute()
    if not top.is_dir():
        raise DataUnavailable(texts.no_folder(top, chosen_by))
    found = _find(top, names)
    if missing := [name for name in names if name not in found]:
        raise DataUnavailable(texts.missing_files(_best_layout(top, names) or top, missing, chosen_by))
    return tuple(found[name] for name in names)


def _best_layout(top: Path, names: tuple[str, ...]) -> Path | None:
    """The layout with the most of the files, or None where there is not one of them."""
    folders = [top / layout for layout in LAYOUTS]
    best = max(folders, key=lambda folder: len(_exact(folder, names)))
    return best if _exact(best, names) else None


def _exact(folder: Path, names: tuple[str, ...]) -> dict[str, Path]:
    return {name: folder / name for name in names if (folder / name).is_file()}


def _find(top: Path, names: tuple[str, ...]) -> dict[str, Path]:
    """Which of the files there are, each under its official name: as torchvision lays them, or anywhere in `top`."""
    best = _best_layout(top, names)
    found = {name: path.resolve() for name, path in _exact(best, names).items()} if best else {}
    if len(found) < len(names):
        for name, path in _variants(top):
            if name in names:
                found.setdefault(name, path.resolve())
    return found


def _variants(top: Path) -> Iterator[tuple[str, Path]]:
    """Files below `top` that look like official ones, with the official name; those that are not deep come first."""
    level = [top]
    for _ in range(DEEPEST + 1):
        below: list[Path] = []
        for folder in level[:MOST_FOLDERS]:
            with contextlib.suppress(OSError):  # one that may not be looked into
                for path in sorted(folder.iterdir()):
                    if path.name.startswith((".", "__MACOSX")):
                        continue
                    if path.is_dir():
                        below.append(path)
                    elif like := VARIANT.fullmatch(path.name.lower()):
                        yield "{}-{}-{}-ubyte.gz".format(*like.groups()), path
        level = below
