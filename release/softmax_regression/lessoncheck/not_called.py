"""Functions of the student's that are known not to end: who calls one is told so at once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from functools import update_wrapper
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lessoncheck.cell_execution import Namespace


class NotCalled(Exception):
    """Stands for a call that would not end; the message is a sentence for the student."""


def replace_functions(namespace: Namespace, sentences: Mapping[str, str]) -> None:
    """In the place of each of these functions, where there is one, another that raises NotCalled with its sentence."""
    for name, sentence in sentences.items():
        if callable(function := namespace.values.get(name)):
            namespace.values[name] = _refusal(sentence, function)


def _refusal(sentence: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def refuse(*arguments: Any, **named: Any) -> None:
        raise NotCalled(sentence)

    with contextlib.suppress(Exception):  # whatever a strange callable sets off
        update_wrapper(refuse, function)  # its signature tells in which order it takes what
    return refuse
