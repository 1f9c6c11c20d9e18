"""A marker for tests that need the real images."""

from __future__ import annotations

import pytest

from softmax_lesson.arrays import training_arrays
from softmax_lesson.errors import DataUnavailable


def _why_no_real_data() -> str:
    try:
        return "" if training_arrays().source == "fashion-mnist" else "this run uses the drawn stand-in"
    except DataUnavailable as error:
        return str(error)


_reason = _why_no_real_data()
real_data_only = pytest.mark.skipif(bool(_reason), reason=f"needs the real Fashion-MNIST: {_reason}")
