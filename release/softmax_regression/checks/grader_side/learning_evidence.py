"""Whether a training run went where the student's own softmax, cross_entropy and sgd go, step by step.

What the run recorded was recorded in a process that runs a student's code, so nothing is believed of it: it has to be
a chain, from the start that was handed over to the end that is judged, whose links are what the functions do when they
are asked for it on their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from lessoncheck.failures import CheckFailed
from lessoncheck.plain_text import counted
from lessoncheck.student import Reply

from .image_training import EPOCHS, MOST_PASSES, ImageTraining
from .judging import plain_array
from .messages import min_accuracy as messages
from .oracles import Array

Go = Callable[[Array, int, int], Array]  # parameters, and the mini-batches of a pass: from, to before

SAME = 2e-3  # of a move's length: rounding in float32 gives 1e-6 on the whole way, a float16 step 1e-4
# A run that differs in its details (an epoch less, another length of the last step, a step twice) still goes along.
ALONG = 0.8  # least cosine of the run's move and the functions' move ...
DOWNHILL = 0.2  # ... and of their move on one mini-batch and the right one; 0.1 for who does not look at the images
MOST = 2 / 3  # of the moves have to fit
TIMES = 5.0  # and no move is so many times longer than the functions'


@dataclass(frozen=True)
class Move:
    """What a run did on the mini-batches `first` to before `last` of one pass over the images (all counted from 0)."""

    turn: int
    first: int
    last: int
    before: Array
    after: Array

    @property
    def single(self) -> bool:
        """Whether it was made on one mini-batch."""
        return self.last == self.first + 1


def same_move(start: Array, found: Array, right: Array) -> bool:
    """Whether two moves from the same start end in the same place."""
    return _length(found - right) <= SAME * _length(right - start)


def must_follow(moves: list[Move], own: Go) -> list[Array]:
    """CheckFailed unless the moves go where `own` goes; returns what `own` does in each."""
    wanted, fits = [], []
    for move in moves:
        found = move.after - move.before
        wanted.append(own(move.before, move.first, move.last) - move.before)
        fits.append(_cosine(found, wanted[-1]) >= ALONG)
        if _length(found) > TIMES * _length(wanted[-1]):
            raise _not_learned(move, wanted[-1])
    if sum(fits) < MOST * len(fits):
        first = fits.index(False)
        raise _not_learned(moves[first], wanted[first])
    return wanted


def must_go_downhill(moves: list[Move], own: list[Array], right: Go) -> None:
    """CheckFailed unless what functions do on single mini-batches has something of the right step on the same.

    Whoever goes to weights, or along a path, that was found beforehand knows nothing of the images of one mini-batch.
    """
    single = [(move, wanted) for move, wanted in zip(moves, own, strict=True) if move.single]
    fits = [
        _cosine(wanted, right(move.before, move.first, move.last) - move.before) >= DOWNHILL for move, wanted in single
    ]
    if sum(fits) < MOST * len(fits):
        where = _where(single[fits.index(False)][0])
        raise CheckFailed(messages.NOT_DOWNHILL.format(where=where), hint=messages.NOT_LEARNED_HINT)


def moves_of(reply: Reply, training: ImageTraining, end: Array, *, single: bool) -> list[Move]:
    """The run as a chain of moves. single: those on one mini-batch stand alone; else each is one with the next.

    Passes in which nothing moves are left out: they only looked. CheckFailed for what is no chain.
    """
    turns = _turns(reply, training)
    if not turns or not np.array_equal(turns[0][0].before, training.start):
        raise CheckFailed(messages.NOT_FROM_THE_START, hint=messages.NOT_LEARNED_HINT)
    if len(turns) < EPOCHS - 1:
        message = messages.TOO_FEW_PASSES.format(found=counted(len(turns), "pass"), epochs=EPOCHS)
        raise CheckFailed(message, hint=messages.NOT_LEARNED_HINT)
    places = training.places if single else [place for place in training.places if place - 1 not in training.pairs]
    points = [point for turn in turns for point in turn if point.first in places]
    follow = [*points[1:], Move(-1, 0, 0, end, end)]
    return [
        replace(point, last=after.first if after.turn == point.turn else training.batches, after=after.before)
        for point, after in zip(points, follow, strict=True)
    ]


def _turns(reply: Reply, training: ImageTraining) -> list[list[Move]]:
    """For each pass in which the parameters moved, the places where they were recorded, in order; none if any lacks.

    A pass may have been broken off. Each is a move that goes nowhere as yet.
    """
    places, path = plain_array(reply, "places"), plain_array(reply, "path")
    if places is None or path is None or (places.dtype.kind, path.dtype.kind) != ("i", "f"):
        return []
    n, most = places.size // 2, MOST_PASSES * len(training.places)
    if n > most or places.shape != (n, 2) or path.shape != (n, training.start.size):
        return []
    points = [
        Move(turn, batch, batch, parameters.reshape(training.start.shape), parameters)
        for (turn, batch), parameters in zip(places.tolist(), path, strict=True)
    ]
    by_turn = groupby(sorted(points, key=lambda point: point.turn), key=lambda point: point.turn)
    turns = [list(found) for _, found in by_turn]
    turns = [turn for turn in turns if any(not np.array_equal(point.before, turn[0].before) for point in turn)]
    in_order = all([point.first for point in turn] == training.places[: len(turn)] for turn in turns)
    return turns if in_order else []


def _not_learned(move: Move, wanted: Array) -> CheckFailed:
    found = move.after - move.before
    lengths = {"found": _length(found), "wanted": _length(wanted)}
    return CheckFailed(
        messages.NOT_LEARNED.format(where=_where(move)),
        hint=messages.NOT_LEARNED_HINT,
        details=messages.MOVES.format(**lengths, along=_cosine(found, wanted)),
    )


def _where(move: Move) -> str:
    form = messages.ONE_BATCH if move.single else messages.SEVERAL_BATCHES
    return form.format(epoch=move.turn + 1, first=move.first + 1, last=move.last)


def _length(move: Array) -> float:
    return float(np.linalg.norm(move.astype(np.float64)))


def _cosine(one: Array, other: Array) -> float:
    """0 when either of them goes nowhere or is no number."""
    lengths = _length(one) * _length(other)
    return float((one.astype(np.float64) * other).sum()) / lengths if 0 < lengths < np.inf else 0.0
