"""Where a check's inputs come from: the same public examples everywhere, and more from a secret seed in grading."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np

T = TypeVar("T")

PUBLIC_SEED = b"public"


class Inputs:
    """Random numbers for one check.

    `rng` depends on the seed and on the check's name only, so that each check sees fresh data and no
    check's data depends on which others ran. `grading` is true when the seed is the grader's secret one.
    """

    def __init__(self, seed: bytes, check: str, *, grading: bool) -> None:
        digest = hashlib.sha256(seed + b"\0" + check.encode()).digest()
        self.rng = np.random.default_rng(int.from_bytes(digest[:16], "big"))
        self.grading = grading

    def several(self, *public: T, draw: Callable[[np.random.Generator], T], extra: int = 4) -> Iterator[T]:
        """The public examples, and in grading `extra` more made by `draw(rng)`."""
        yield from public
        for _ in range(extra if self.grading else 0):
            yield draw(self.rng)
