"""The arrays that drivers in calls.py reach as `caller.preloaded`: the training half, never the test labels."""

from __future__ import annotations

from typing import Any

import numpy as np

from softmax_lesson.arrays import training_arrays


def preload() -> dict[str, np.ndarray[Any, Any]]:
    """uint8 `train_images` (60000, 28, 28) and `train_labels` (60000,); DataUnavailable when there is no data."""
    half = training_arrays()
    return {"train_images": half.images, "train_labels": half.labels}
