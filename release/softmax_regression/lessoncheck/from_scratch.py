"""What a lesson allows in a function that is to be written from scratch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Allowed:
    """Names; what is not among them is for a person to look at.

    `words`: attributes, such as `exp` in `X.exp()` and `torch.exp(X)`, and what may be imported from a module.
    `operators`: what torch may be asked to do, as it calls it; `words` are among them. `elsewhere`: the notebook's
    functions that are judged as items of their own.
    """

    modules: frozenset[str]
    builtins: frozenset[str]
    words: frozenset[str]
    operators: frozenset[str]
    elsewhere: frozenset[str] = frozenset()
