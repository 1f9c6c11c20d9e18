"""The check of the six functions together: five epochs on all training images, judged on the test images here."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from checks.grader_side.data_permutation import DataPermutation
from checks.grader_side.judging import plain_array
from checks.grader_side.messages import min_accuracy as messages
from checks.grader_side.oracles import Array, accuracy, flat
from checks.grader_side.training_oracle import TrainingCase, train
from lessoncheck.failures import CheckFailed
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.student import Student
from softmax_lesson.arrays import ACCURACY_THRESHOLD, FashionArrays, fashion_arrays

EPOCHS, BATCH_SIZE, LR = 5, 256, 0.1
SECONDS, SILENCE = 300.0, 10.0  # in all, and between two mini-batches: training that goes on may take its time
HELPERS = {"accuracy": accuracy}
# Cosine. Right code gets 1.0; of the catalogue's mistakes most that learn get 0.6 and more, a few (sigmoid, sign) 0.4.
SAME_WAY = 0.5


@check_for("min_accuracy", "five epochs with your functions reach the accuracy that is needed on the test images")
def test_reaches_the_threshold(student: Student, inputs: Inputs, note: Callable[[str], None]) -> None:
    data = fashion_arrays()
    if data.note:
        note(data.note)
    seed = int(inputs.secret_rng.integers(2**31)) if inputs.grading else 0
    reply = student.call(
        "min_accuracy", helpers=HELPERS, seconds=SECONDS, silence=SILENCE, seed=seed, num_epochs=EPOCHS,
        batch_size=BATCH_SIZE, lr=LR,
    )  # fmt: skip
    features, labels = permuted_test_half(inputs.seed, data.source)
    found = accuracy_on(plain_array(reply, "W"), plain_array(reply, "b"), features, labels)
    threshold = ACCURACY_THRESHOLD[data.source]
    if found < threshold:
        message = messages.TOO_LOW.format(epochs=EPOCHS, found=found, threshold=threshold)
        raise CheckFailed(message, hint=messages.TOO_LOW_HINT)
    note(messages.REACHED.format(epochs=EPOCHS, found=found, threshold=threshold))


@check_for("min_accuracy", "the parameters get there by learning: the first steps go downhill", gate=True)
def test_learns_from_what_it_is_given(student: Student, inputs: Inputs) -> None:
    """Weights that come from elsewhere, or from another method, may be good; they are no answer to this lesson."""
    data, permutation = fashion_arrays(), DataPermutation.of(inputs.seed)
    public = few_images(inputs.rng, data, permutation)
    for case in inputs.several(public, draw=lambda rng: few_images(rng, data, permutation), extra=1):
        reply = student.call(
            "first_steps", helpers=HELPERS, train=case.arguments["train"], W=case.W, b=case.b,
            num_epochs=case.num_epochs, batch_size=case.batch_size, lr=case.lr,
        )  # fmt: skip
        W = plain_array(reply, "W")
        if W is None or W.shape != case.W.shape:
            raise CheckFailed(messages.TRAINED_SHAPE)
        if not np.isfinite(W).all():
            raise CheckFailed(messages.TRAINED_NOT_FINITE, hint=messages.TRAINED_NOT_FINITE_HINT)
        if direction(W - case.W, train(case).W - case.W) < SAME_WAY:
            raise CheckFailed(messages.NOT_LEARNED, hint=messages.NOT_LEARNED_HINT)


def few_images(rng: np.random.Generator, data: FashionArrays, permutation: DataPermutation) -> TrainingCase:
    """Two epochs of eight mini-batches of training images, permuted."""
    chosen = rng.choice(len(data.train_labels), size=(8, 32), replace=False)
    train = [
        (
            permutation.images(data.train_images[rows])[:, None].astype(np.float32) / np.float32(255),
            permutation.labels(data.train_labels[rows]).astype(np.int64),
        )
        for rows in chosen
    ]
    W = rng.normal(scale=0.01, size=(784, 10)).astype(np.float32)
    return TrainingCase(train, train[:1], W, np.zeros(10, np.float32), 0.1, 2, 32)


def direction(found: Array, right: Array) -> float:
    """Cosine of the angle between two steps; 0 when either of them goes nowhere."""
    lengths = float(np.linalg.norm(found)) * float(np.linalg.norm(right))
    return float((found.astype(np.float64) * right).sum()) / lengths if lengths > 0 else 0.0


@lru_cache(maxsize=1)
def permuted_test_half(seed: bytes, source: str) -> tuple[Array, Array]:
    """The features (n, 784), float32 in [0, 1], and labels (n,) of this data set's test half, permuted as the
    training images are in; see preload.py."""
    data, permutation = fashion_arrays(), DataPermutation.of(seed)
    features = flat(permutation.images(data.test_images)).astype(np.float32) / np.float32(255)
    return features, permutation.labels(data.test_labels)


def accuracy_on(W: Array | None, b: Array | None, features: Array, labels: Array) -> float:
    """Fraction of the features (n, 784) that softmax regression with W (784, 10) and b (10,) classifies rightly."""
    if W is None or b is None or W.shape != (784, 10) or b.shape != (10,):
        raise CheckFailed(messages.TRAINED_SHAPE)
    if not (np.isfinite(W).all() and np.isfinite(b).all()):
        raise CheckFailed(messages.TRAINED_NOT_FINITE, hint=messages.TRAINED_NOT_FINITE_HINT)
    scores = features @ W.astype(np.float32) + b
    return float((scores.argmax(axis=1) == labels).mean())
