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

    `rng` is for the public examples: the same everywhere, in grading too. `secret_rng` depends on the seed, which
    is the grader's secret in grading and a public one elsewhere. Both depend on the check's name, so that each
    check sees fresh data and no check's data depends on which others ran. `secret` tells whether the inputs in
    use are of the grader's own, so that feedback does not show them. `seed` is the same for all checks of a run.
    """

    def __init__(self, seed: bytes, check: str, *, grading: bool) -> None:
        self.seed = seed
        self.rng = _generator(PUBLIC_SEED, check)
        self.secret_rng = _generator(seed + b"\0drawn", check)
        self.grading = grading
        self.secret = False

    def shared(self, name: str) -> Inputs:
        """These inputs, drawn anew for `name` instead of for the check: the same for all checks that share the name."""
        self.rng = _generator(PUBLIC_SEED, name)
        self.secret_rng = _generator(self.seed + b"\0drawn", name)
        return self

    def several(self, *public: T, draw: Callable[[np.random.Generator], T], extra: int = 4) -> Iterator[T]:
        """The public examples, and in grading `extra` more made by `draw(secret_rng)`."""
        yield from public
        if self.grading:
            self.secret = True
            for _ in range(extra):
                yield draw(self.secret_rng)
            self.secret = False


def _generator(seed: bytes, check: str) -> np.random.Generator:
    digest = hashlib.sha256(seed + b"\0" + check.encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))
