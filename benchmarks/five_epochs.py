"""Five epochs of softmax regression from scratch: the lesson's loader, ours, and the bare arithmetic.

    python benchmarks/five_epochs.py [--repeats 3] [--epochs 5]

One run, one thread, the three in turns. The two loaders must give the same W and b, bit for bit, or it stops.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from torch import Tensor
from torch.utils.data import DataLoader

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "source" / "softmax_regression"))

from softmax_lesson import (
    DataUnavailable,
    FashionArrays,
    ImageSet,
    TensorBatches,
    fashion_arrays,
    import_torchvision,
)

BATCH_SIZE, LEARNING_RATE, SEED = 256, 0.1, 0
Batches = Iterable[tuple[Tensor, Tensor]]


class Run(NamedTuple):
    cpu: float  # seconds of this process
    wall: float  # seconds
    W: Tensor
    b: Tensor


def train(train_iter: Batches, epochs: int) -> tuple[Tensor, Tensor]:
    """Softmax regression as the lesson trains it: W float32 (784, 10) and b float32 (10,)."""
    torch.manual_seed(SEED)
    W = torch.normal(0, 0.01, (784, 10)).requires_grad_()
    b = torch.zeros(10, requires_grad=True)
    for _ in range(epochs):
        for X, y in train_iter:
            O = X.reshape(-1, 784) @ W + b  # noqa: E741  the lesson's name
            exp = (O - O.max(dim=1, keepdim=True).values).exp()
            y_hat = exp / exp.sum(dim=1, keepdim=True)
            torch.autograd.backward(-y_hat.gather(1, y.unsqueeze(1)).log().sum())
            with torch.no_grad():
                for p in (W, b):
                    assert p.grad is not None
                    p -= LEARNING_RATE * p.grad / BATCH_SIZE
                    p.grad.zero_()
    return W.detach(), b.detach()


def timed(make: Callable[[], Batches], epochs: int) -> Run:
    train_iter = make()
    cpu, wall = time.process_time(), time.perf_counter()
    W, b = train(train_iter, epochs)
    return Run(time.process_time() - cpu, time.perf_counter() - wall, W, b)


def lesson_loader(root: Path) -> Callable[[], Batches]:
    """torchvision's data set, one image at a time through ToTensor, and DataLoader with no extra workers."""
    vision = import_torchvision()
    dataset = vision.datasets.FashionMNIST(str(root), train=True, transform=vision.transforms.ToTensor())
    return lambda: DataLoader(dataset, BATCH_SIZE, shuffle=True, num_workers=0)


def write_for_torchvision(arrays: FashionArrays, root: Path) -> None:
    """The arrays as the files torchvision reads, so that both loaders see the same images, drawn or real."""
    raw = root / "FashionMNIST" / "raw"
    raw.mkdir(parents=True)
    halves = (("train", arrays.train_images, arrays.train_labels), ("t10k", arrays.test_images, arrays.test_labels))
    for prefix, images, labels in halves:
        (raw / f"{prefix}-images-idx3-ubyte").write_bytes(idx_bytes(images))
        (raw / f"{prefix}-labels-idx1-ubyte").write_bytes(idx_bytes(labels))


def idx_bytes(values: NDArray[np.uint8]) -> bytes:
    header = np.array([0x0800 | values.ndim, *values.shape], ">u4")
    return header.tobytes() + values.tobytes()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--repeats", type=int, default=3, help="runs of each kind (default 3)")
    parser.add_argument("--epochs", type=int, default=5, help="epochs in a run (default 5)")
    options = parser.parse_args()
    if options.repeats < 1 or options.epochs < 1:
        parser.error("--repeats and --epochs must be 1 or more")
    torch.set_num_threads(1)
    try:
        arrays = fashion_arrays()
    except DataUnavailable as error:
        print(error)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        write_for_torchvision(arrays, Path(folder))
        lesson = lesson_loader(Path(folder))  # reads everything into memory
    dataset = ImageSet(arrays.train_images, arrays.train_labels)
    ready = [dataset.batch(indices) for indices in torch.split(torch.arange(len(dataset)), BATCH_SIZE)]
    kinds: dict[str, Callable[[], Batches]] = {
        "a  lesson's loader": lesson,
        "b  ours": lambda: TensorBatches(dataset, BATCH_SIZE, shuffle=True),
        "c  bare arithmetic": lambda: ready,
    }
    timed(kinds["c  bare arithmetic"], 1)  # warm up
    runs: dict[str, list[Run]] = {name: [] for name in kinds}
    for _ in range(options.repeats):
        for name, make in kinds.items():
            runs[name].append(timed(make, options.epochs))
    a, b, c = runs.values()
    for theirs, ours in zip(a, b, strict=True):
        if not (torch.equal(theirs.W, ours.W) and torch.equal(theirs.b, ours.b)):
            print(f"Stopped: with seed {SEED} the two loaders gave different W or b.")
            return 1
    report(arrays, options.epochs, options.repeats, runs)
    cpu = [median(run.cpu for run in kind) for kind in (a, b, c)]
    print(f"W and b of a and b are identical, bit for bit (seed {SEED}).")
    print(f"CPU time: a/b = {cpu[0] / cpu[1]:.1f}, b/c = {cpu[1] / cpu[2]:.2f}")
    return 0


def report(arrays: FashionArrays, epochs: int, repeats: int, runs: dict[str, list[Run]]) -> None:
    print(arrays.note or "Data: Fashion-MNIST, the official files, MD5 checked.")
    table = Table(title=f"{epochs} epochs, {len(arrays.train_images):,} images, 1 thread, median of {repeats}")
    for heading in ("", "CPU s", "wall s"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, kind in runs.items():
        table.add_row(name, f"{median(r.cpu for r in kind):.2f}", f"{median(r.wall for r in kind):.2f}")
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
