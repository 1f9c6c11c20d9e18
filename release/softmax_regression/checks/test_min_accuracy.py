"""The check of the six functions together: five epochs on all training images, judged on the test images here.

The accuracy alone proves nothing. So the same is trained here, and the student's softmax, cross_entropy and sgd are
asked for single steps of it, before the run. Where these are right, the run has to end where training ends here. Where
they are not, or it does not, the run's path is gone over link by link; see learning_evidence.py.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from checks.grader_side.image_training import BATCH_SIZE, EPOCHS, LR, MOST_PASSES, ImageTraining, image_training
from checks.grader_side.judging import ask, plain_array
from checks.grader_side.learning_evidence import moves_of, must_follow, must_go_downhill, same_move
from checks.grader_side.messages import min_accuracy as messages
from checks.grader_side.oracles import Array, accuracy
from lessoncheck.failures import CheckFailed
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.student import Reply, Student
from softmax_lesson.arrays import ACCURACY_THRESHOLD, fashion_arrays

SECONDS, SILENCE = 300.0, 10.0  # in all, and between two mini-batches: training that goes on may take its time
HELPERS = {"accuracy": accuracy}
GOES_ON = ("", "exception")  # ways of failing on its own after which the run is still made, and may say more


@check_for("min_accuracy", "five epochs with your functions, step by step, reach the test accuracy needed")
def test_reaches_the_threshold(student: Student, inputs: Inputs, note: Callable[[str], None]) -> None:
    data = fashion_arrays()
    if data.note:
        note(data.note)
    seed = int(inputs.secret_rng.integers(2**63)) if inputs.grading else 0
    training = image_training(seed, data.source)
    right = functions_are_right(student, training)
    reply = run(student, training)
    end = parameters_in(reply)
    found, threshold = accuracy_on(end, data.source), ACCURACY_THRESHOLD[data.source]
    if found < threshold:
        message = messages.TOO_LOW.format(epochs=EPOCHS, found=found, threshold=threshold)
        raise CheckFailed(message, hint=messages.TOO_LOW_HINT)
    must_be_learned(student, training, reply, end, right=right)
    note(messages.REACHED.format(epochs=EPOCHS, found=found, threshold=threshold))


def functions_are_right(student: Student, training: ImageTraining) -> bool:
    """Whether single steps, asked for on their own before there is any run to copy, are right."""
    try:
        return all(
            same_move(step.before, own_steps(student, training, step.before, step.batch, step.batch + 1), step.after)
            for step in training.right.steps
        )
    except CheckFailed as failed:
        if failed.stopped not in GOES_ON:
            raise
        return False


def must_be_learned(student: Student, training: ImageTraining, reply: Reply, end: Array, *, right: bool) -> None:
    """CheckFailed unless this run is what the student's functions do."""
    if not right:
        student.start_afresh()  # what the run left in memory is no help
        moves = moves_of(reply, training, end, single=True)
        own = must_follow(moves, lambda *move: own_steps(student, training, *move))
        must_go_downhill(moves, own, training.trained)
    elif not same_move(training.start, end, training.right.end):  # a train_ch3 with a slip, or one that does not train
        must_follow(moves_of(reply, training, end, single=False), training.trained)


def run(student: Student, training: ImageTraining) -> Reply:
    """The student's functions trained together."""
    return student.call(
        "min_accuracy", helpers=HELPERS, seconds=SECONDS, silence=SILENCE, W=training.start[:-1], b=training.start[-1],
        order=training.order, places=training.places, most_passes=MOST_PASSES, num_epochs=EPOCHS, batch_size=BATCH_SIZE,
        lr=LR,
    )  # fmt: skip


def own_steps(student: Student, training: ImageTraining, before: Array, first: int, last: int) -> Array:
    """Where the student's softmax, cross_entropy and sgd go from these parameters on these mini-batches of a pass."""
    before = before.astype(np.float32)
    reply = ask(
        student, "own_steps", messages.ON_THEIR_OWN, seconds=10.0 + last - first, W=before[:-1], b=before[-1],
        rows=training.rows(first, last), batch_size=BATCH_SIZE, lr=LR,
    )  # fmt: skip
    return parameters_in(reply)


def parameters_in(reply: Reply) -> Array:
    """W (784, 10) and b (10,) that came back, as one array; CheckFailed for anything else."""
    W, b = plain_array(reply, "W"), plain_array(reply, "b")
    if W is None or b is None or W.shape != (784, 10) or b.shape != (10,):
        raise CheckFailed(messages.TRAINED_SHAPE)
    if not (np.isfinite(W).all() and np.isfinite(b).all()):
        raise CheckFailed(messages.TRAINED_NOT_FINITE, hint=messages.TRAINED_NOT_FINITE_HINT)
    return np.vstack([W, b])


@lru_cache(maxsize=1)
def features_and_labels(source: str) -> tuple[Array, Array]:
    """The features (n, 784), float32 in [0, 1], and labels (n,) of this data set's test half."""
    data = fashion_arrays()
    assert data.source == source
    return data.test_images.reshape(-1, 784).astype(np.float32) / np.float32(255), data.test_labels


def accuracy_on(parameters: Array, source: str) -> float:
    """Fraction of the test images that softmax regression with these parameters (785, 10) classifies rightly."""
    features, labels = features_and_labels(source)
    scores = features @ parameters[:-1].astype(np.float32) + parameters[-1]
    return float((scores.argmax(axis=1) == labels).mean())
