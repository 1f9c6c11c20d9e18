"""The order of pixels and labels in which grading hands over the training images, drawn from the grader's seed.

Softmax regression does not care in which order the pixels come or what the classes are called: with the same seeds it
learns the same weights in another order, and is right equally often. Stored weights, or images known by heart, do not
survive it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from .oracles import Array

PIXELS, CLASSES = 784, 10


@dataclass(frozen=True)
class DataPermutation:
    """`pixels` (784,): which true pixel stands in each place. `classes` (10,): what each true label is called."""

    pixels: Array
    classes: Array

    @classmethod
    def of(cls, seed: bytes) -> DataPermutation:
        """The same for the same seed."""
        digest = hashlib.sha256(seed + b"\0disguise").digest()
        rng = np.random.default_rng(int.from_bytes(digest[:16], "big"))
        return cls(rng.permutation(PIXELS), rng.permutation(CLASSES))

    def images(self, images: Array) -> Array:
        """Images (n, 28, 28), their pixels permuted."""
        permuted: Array = np.take(images.reshape(len(images), PIXELS), self.pixels, axis=1).reshape(images.shape)
        return permuted

    def labels(self, labels: Array) -> Array:
        """Labels (n,), permuted, in their own dtype."""
        permuted: Array = self.classes.astype(labels.dtype)[labels]
        return permuted
