"""Softmax regression on the training images, trained here: where right functions take the parameters, step by step.

Start, order of the images and the steps that are looked at are drawn from a seed; they are the same for every student
of a course, so this is computed once per process.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from softmax_lesson.arrays import training_arrays

from .oracles import Array

EPOCHS, BATCH_SIZE, LR = 5, 256, 0.1
STEPS_ASKED = 3  # of the whole run, before it
MOST_PASSES = 16  # that are recorded; some only look at the images
GRID = 47  # the parameters are recorded at every 47th mini-batch of a pass
PAIRS = 4  # and before and after so many others, which nobody can foresee
# A product of so few rows is too small for the matrix library to share it out. Its threads would wait for each other
# at every one of thousands of products: on a busy machine for a minute in all.
ROWS = 32


@dataclass(frozen=True)
class Step:
    """One mini-batch of a pass (from 0), with the parameters (785, 10) before and after a right step on it."""

    batch: int
    before: Array
    after: Array


@dataclass(frozen=True)
class RightRun:
    """What training must come to: a few steps on the way, and the parameters (785, 10) at the end."""

    steps: tuple[Step, ...]
    end: Array


@dataclass(frozen=True, eq=False)
class ImageTraining:
    """Images (n, 784), their labels, the order in which every pass takes them, and where the parameters start.

    Parameters are one array here: W, and b as its last row.
    """

    images: Array
    labels: Array
    order: Array
    start: Array
    asked: tuple[int, ...]  # the steps to ask for, counted from the start of training
    pairs: tuple[int, ...]  # the mini-batches of a pass that are recorded before and after

    @property
    def batches(self) -> int:
        """Mini-batches in a pass."""
        return -(-len(self.order) // BATCH_SIZE)

    @property
    def places(self) -> list[int]:
        """The mini-batches of a pass before which the parameters are recorded."""
        both = {batch + after for batch in self.pairs for after in (0, 1)}
        return sorted({*range(0, self.batches, GRID), *both})

    def rows(self, first: int, last: int) -> Array:
        """Which images the mini-batches from `first` to before `last` are made of."""
        return self.order[first * BATCH_SIZE : last * BATCH_SIZE]

    def trained(self, parameters: Array, first: int, last: int) -> Array:
        """Where right steps on these mini-batches of a pass take the parameters; float32, as a student's do."""
        W, b = parameters[:-1].astype(np.float32), parameters[-1].astype(np.float32)
        with np.errstate(all="ignore"):
            for batch in range(first, last):
                rows = self.rows(batch, batch + 1)
                X = self.images[rows].astype(np.float32) / np.float32(255)
                parts = [slice(row, row + ROWS) for row in range(0, len(rows), ROWS)]
                P = np.vstack([X[part] @ W for part in parts]) + b
                P = np.exp(P - P.max(axis=1, keepdims=True))
                P /= P.sum(axis=1, keepdims=True)
                P[np.arange(len(rows)), self.labels[rows]] -= 1
                P *= np.float32(LR / BATCH_SIZE)
                W = W - np.sum([X[part].T @ P[part] for part in parts], axis=0)
                b = b - P.sum(axis=0)
        return np.vstack([W, b])

    @cached_property
    def right(self) -> RightRun:
        """The whole training, done rightly."""
        at, done, steps = self.start, 0, []
        for number in (*self.asked, EPOCHS * self.batches):
            while done < number:
                first = done % self.batches
                last = min(self.batches, first + number - done)
                at, done = self.trained(at, first, last), done + last - first
            if number in self.asked:
                batch = number % self.batches
                steps.append(Step(batch, at, self.trained(at, batch, batch + 1)))
        return RightRun(tuple(steps), at)


@lru_cache(maxsize=1)
def image_training(seed: int, source: str) -> ImageTraining:
    """The training that this seed draws, on the data set that `source` names (so that another one is not mixed up)."""
    half, rng = training_arrays(), np.random.default_rng(seed)
    assert half.source == source
    n = len(half.labels)
    batches = -(-n // BATCH_SIZE)
    start = np.zeros((785, 10), np.float32)
    start[:-1] = rng.normal(scale=0.01, size=(784, 10))
    return ImageTraining(
        half.images.reshape(n, 784),
        half.labels.astype(np.int64),
        rng.permutation(n),
        start,
        tuple(sorted(rng.choice(EPOCHS * batches, STEPS_ASKED, replace=False).tolist())),
        _far_apart(rng, batches),
    )


def _far_apart(rng: np.random.Generator, batches: int) -> tuple[int, ...]:
    """PAIRS mini-batches of a pass, none beside another or on the grid."""
    spaces = rng.choice(batches // GRID, PAIRS, replace=False) * GRID
    return tuple(sorted((spaces + rng.integers(1, GRID - 1, size=PAIRS)).tolist()))
