"""What well-known mistakes in train_ch3 lead to: to which parameters, to which course, to which errors.

Numpy models of mistakes only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from lessoncheck.cell_execution import StudentError
from lessoncheck.misconceptions import Misconception

from .messages import train_ch3 as messages
from .training_oracle import EACH, NONE, Trained, train

if TYPE_CHECKING:
    from .training_run import Run

SOME = [
    some for some in product((0.0, 1.0), (0.0, 1.0), (0.0, 1.0)) if some not in (NONE, EACH)
]  # of the parameters, not all
FIRST_FEW = range(8, 12)  # after so many mini-batches people stop when they try something out
FIXED_EPOCHS = (3, 5, 10)


def explain_parameters(run: Run) -> Iterator[tuple[Misconception, Trained]]:
    """The parameters that each mistake ends with."""
    case, batches, passes = run.case, len(run.case.train), run.course.count("e")
    trained = partial(train, divide_by=run.divide_by)
    if run.with_optimizer and not run.loss_is_a_mean:
        yield messages.TRAIN_OPTIMIZER_MEAN, train(case, divide_by="both")
    if not run.with_optimizer:
        yield messages.TRAIN_BY_LENGTH, train(case, divide_by="length")
        yield messages.TRAIN_TWICE, train(case, divide_by="both")
        yield messages.TRAIN_NOT_DIVIDED, train(case, divide_by="nothing")
    for divide_by in {run.divide_by, "length"}:
        by = partial(train, divide_by=divide_by)
        yield messages.TRAIN_ACCUMULATED, by(case, keep=EACH)
        yield messages.TRAIN_CLEARS_PER_EPOCH, by(case, keep=EACH, anew=True)
        for some in SOME:
            yield messages.TRAIN_CLEARS_SOME, by(case, keep=some)
    yield messages.TRAIN_UPHILL, trained(case, rates=(-1, -1, -1))
    for some in SOME:
        yield messages.TRAIN_UPDATES_SOME, trained(case, rates=some)
    yield messages.TRAIN_OTHER_LR.filled(found=0.1, right=case.lr), trained(replace(case, lr=0.1))
    yield messages.TRAIN_ON_TEST, trained(replace(case, train=case.test))
    if case.num_epochs > 1:
        yield messages.TRAIN_ONE_EPOCH, trained(replace(case, num_epochs=1))
    for fixed in {*FIXED_EPOCHS, min(passes, 20)} - {0, 1, case.num_epochs}:
        if not run.with_optimizer or fixed != case.batch_size:
            ran = messages.TRAIN_FIXED_EPOCHS.filled(found=fixed, right=case.num_epochs)
            yield ran, trained(replace(case, num_epochs=fixed))
    if not run.with_optimizer and case.num_epochs != case.batch_size:
        exchanged = replace(case, num_epochs=case.batch_size, batch_size=case.num_epochs)
        yield messages.TRAIN_ARGUMENT_ORDER, trained(exchanged)
    if batches > 1:
        once = replace(case, train=case.train[:1]), replace(case, train=case.train[-1:])
        for part in (*once, replace(once[0], num_epochs=1)):
            yield messages.TRAIN_ONE_UPDATE, trained(part)
        for anew in (True, False):
            yield messages.TRAIN_ONE_UPDATE, trained(case, keep=EACH, anew=anew, each_epoch=True)
        yield messages.TRAIN_SKIPS_LAST, trained(replace(case, train=case.train[:-1]))
    for first in FIRST_FEW:
        if first < batches:
            yield messages.TRAIN_FIRST_BATCHES, trained(replace(case, train=case.train[:first]))


def explain_course(course: str, *, broken_off: bool, unchanged: bool) -> Misconception | None:
    """What the order in which things happened tells for certain; the letters are those of stand_ins.Course."""
    update = re.search("[sSoO]", course)
    before = course[: update.start()] if update else course
    predicted, backward = re.search("[nN]", before), re.search("[hpg]", before)
    if broken_off:
        if not course.endswith("S") or not predicted:
            return None
        if backward:
            return messages.TRAIN_CLEARED_TOO_LATE if "g" in before else _cut_off(course)
        return messages.TRAIN_UPDATE_FIRST
    if "b" in before and not predicted:
        return messages.TRAIN_IGNORES_NET
    if "b" in before and "l" not in course:
        return messages.TRAIN_IGNORES_LOSS
    if update is not None and (not backward or _always_too_early(course)):
        return messages.TRAIN_UPDATE_FIRST
    if update is None and unchanged and course.count("g") > 1:
        return messages.TRAIN_NO_UPDATE
    if update is not None and unchanged and not re.search("[so]", course):
        return messages.TRAIN_CLEARED_TOO_LATE if "g" in before else _cut_off(course)
    return None


def _cut_off(course: str) -> Misconception | None:
    """Whether backward came to the loss, but never to the prediction."""
    return messages.TRAIN_CUT_OFF if "h" in course and not re.search("[pg]", course) else None


def _always_too_early(course: str) -> bool:
    """Whether in each turn that has both the update stands before backward."""
    turns = re.split("[bt]", re.sub("[sSoO]", "u", re.sub("[hp]", "g", course)))
    both = [turn for turn in turns if "g" in turn and "u" in turn]
    return bool(both) and all(turn.index("u") < turn.index("g") for turn in both)


def explain_error(
    error: StudentError, course: str, names: Sequence[str], *, with_optimizer: bool
) -> Misconception | None:
    """What an error in the student's code tells for certain; `names` are those of train_ch3's parameters."""
    kind, message = error.type, error.message
    if any(name in ARGUMENTS and ARGUMENTS.index(name) != k for k, name in enumerate(names)):
        return messages.TRAIN_SIGNATURE.filled(names=", ".join(names))
    missing = re.fullmatch(r"name '(\w+)' is not defined", message)
    if kind == "NameError" and missing and missing[1] in messages.TRAIN_NOTEBOOK_NAMES:
        return messages.TRAIN_READS_GLOBALS.filled(name=missing[1])
    for name, known in HANDED_OVER.items():
        if message.startswith(f"{name} takes ") or (message.startswith(f"{name}() ") and "argument" in message):
            return known
    if "values to unpack (expected" in message and re.search(r"(=|\bin) *(list\(|tuple\()?params\b", error.code):
        return messages.TRAIN_TWO_PARAMS
    if "does not require grad" in message and re.search("[nN]", course):
        return messages.TRAIN_CUT_OFF if "n" in course else messages.TRAIN_NO_GRAD
    if "grad can be implicitly created only for scalar outputs" in message:
        return messages.TRAIN_VECTOR
    if "backward through the graph a second time" in message:
        return messages.TRAIN_BACKWARD_TWICE
    if re.search(r"'NoneType' object has no attribute '(zero_|data|detach_|fill_)'", message) and "grad" in error.code:
        return messages.TRAIN_NOTHING_TO_CLEAR
    if not with_optimizer and re.search(r"'NoneType' object has no attribute '(zero_grad|step)'", message):
        return messages.TRAIN_NEEDS_OPTIMIZER
    return explain_course(course, broken_off=True, unchanged=False)


ARGUMENTS = "net", "train_iter", "test_iter", "loss", "num_epochs", "batch_size", "params", "lr", "optimizer"
HANDED_OVER = {  # what refuses, in the driver's words or Python's, arguments that do not fit
    "net": messages.TRAIN_NET_ARGUMENT,
    "loss": messages.TRAIN_LOSS_ARGUMENTS,
    "sgd": messages.TRAIN_SGD_SIGNATURE,
    "accuracy": messages.TRAIN_ACCURACY_ARGUMENTS,
    "evaluate_accuracy": messages.TRAIN_EVALUATE_ARGUMENTS,
}
