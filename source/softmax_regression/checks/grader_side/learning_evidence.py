"""Whether a training run went where the student's own softmax, cross_entropy and sgd go, step by step.

What the run recorded was recorded in a process that runs a student's code, so nothing is believed of it: it has to be
a chain, from the start that was handed over to the end that is judged, of which every link is what the functions do
when they are asked for it on their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from lessoncheck.failures import CheckFailed
from lessoncheck.student import Reply

from .image_training import EPOCHS, ImageTraining
from .judging import plain_array
from .messages import min_accuracy as messages
from .oracles import Array

Go = Callable[[Array, int, int], Array]  # parameters, and the mini-batches of a pass: from, to before

SAME = 2e-3  # of a move's length: rounding in float32 gives 1e-6 on the whole way, a float16 step 1e-4
# A run that differs in its details (an epoch less, a divisor that is right but for the last mini-batch) is still made
# of moves like these.
ALONG, TIMES = 0.9, 3.0  # least cosine of two moves, and how much longer one of them may be
DOWNHILL = 0.2  # least cosine with the right move, for functions that are not right


@dataclass(frozen=True)
class Move:
    """What a run did on the mini-batches `first` to before `last` of one pass over the images (all counted from 0)."""

    turn: int
    first: int
    last: int
    before: Array
    after: Array


def same_move(start: Array, found: Array, right: Array) -> bool:
    """Whether two moves from the same start end in the same place."""
    return _length(found - right) <= SAME * _length(right - start)


def must_follow(moves: list[Move], own: Go, right: Go | None = None) -> None:
    """CheckFailed unless each move goes where `own` goes, and this in turn not against where `right` goes."""
    turns = [list(turn) for _, turn in groupby(moves, key=lambda move: move.turn)]
    trained = [turn for turn in turns if any(_length(move.after - move.before) > 0 for move in turn)]
    for move in (move for turn in trained for move in turn):
        found = move.after - move.before
        wanted = own(move.before, move.first, move.last) - move.before
        if right is not None and _cosine(wanted, right(move.before, move.first, move.last) - move.before) < DOWNHILL:
            raise CheckFailed(messages.NOT_DOWNHILL.format(where=_where(move)), hint=messages.NOT_LEARNED_HINT)
        times, along = _length(found) / max(_length(wanted), 1e-30), _cosine(found, wanted)
        if along < ALONG or not 1 / TIMES <= times <= TIMES:
            figures = messages.MOVES.format(found=_length(found), wanted=_length(wanted), along=along)
            message = messages.NOT_LEARNED.format(where=_where(move))
            raise CheckFailed(message, hint=messages.NOT_LEARNED_HINT, details=figures)
    if len(trained) < EPOCHS - 1:
        message = messages.TOO_FEW_PASSES.format(found=len(trained), epochs=EPOCHS)
        raise CheckFailed(message, hint=messages.NOT_LEARNED_HINT)


def moves_of(reply: Reply, training: ImageTraining, end: Array, *, single: bool) -> list[Move]:
    """The run as a chain of moves. single: those on one mini-batch stand alone; else each is one with the next."""
    points = list(_points(reply, training))
    if not points or not np.array_equal(points[0][2], training.start):
        raise CheckFailed(messages.NOT_FROM_THE_START, hint=messages.NOT_LEARNED_HINT)
    if not single:
        second = [(turn, batch) == (t, k + 1) for (t, k, _), (turn, batch, _) in pairwise(points)]
        points = [points[0], *(point for point, drop in zip(points[1:], second, strict=True) if not drop)]
    ends = [*points[1:], (-1, 0, end)]
    return [
        Move(turn, first, last if turn == next_turn and last > first else training.batches, before, after)
        for (turn, first, before), (next_turn, last, after) in zip(points, ends, strict=True)
    ]


def _points(reply: Reply, training: ImageTraining) -> Iterator[tuple[int, int, Array]]:
    places, path = plain_array(reply, "places"), plain_array(reply, "path")
    if places is None or path is None or path.shape != (len(places), training.start.size):
        return
    for (turn, batch), parameters in zip(places.tolist(), path, strict=True):
        if not 0 <= batch < training.batches:
            return
        yield turn, batch, parameters.reshape(training.start.shape)


def _where(move: Move) -> str:
    form = messages.ONE_BATCH if move.last == move.first + 1 else messages.SEVERAL_BATCHES
    return form.format(epoch=move.turn + 1, first=move.first + 1, last=move.last)


def _length(move: Array) -> float:
    return float(np.linalg.norm(move.astype(np.float64)))


def _cosine(one: Array, other: Array) -> float:
    """0 when either of them goes nowhere or is no number."""
    lengths = _length(one) * _length(other)
    return float((one.astype(np.float64) * other).sum()) / lengths if 0 < lengths < np.inf else 0.0
