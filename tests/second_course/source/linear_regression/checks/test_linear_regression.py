"""The checks of the linear regression lesson."""

from __future__ import annotations

import numpy as np

from lessoncheck.failures import fail
from lessoncheck.inputs import Inputs
from lessoncheck.marks import check_for
from lessoncheck.misconceptions import Misconception, broken_rule
from lessoncheck.student import Student

NO_BIAS = Misconception("no_bias", "The bias b was not added.", "The prediction is Xw + b.")
NOT_HALVED = Misconception("not_halved", "The loss is twice what it must be.", "Half the squared difference.")
EVERY_PAIR = Misconception("every_pair", "There is a loss for every pair of examples.", "Give y the shape of y_hat.")


def random_case(rng: np.random.Generator) -> tuple[int, int]:
    return int(rng.integers(1, 6)), int(rng.integers(1, 5))


@check_for("linreg", "the prediction is Xw + b", weight=2)
def test_prediction(student: Student, inputs: Inputs) -> None:
    for n, d in inputs.several((3, 2), (1, 1), draw=random_case):
        X, w = inputs.rng.normal(size=(n, d)), inputs.rng.normal(size=(d, 1))
        got = student.call("linreg", X=X, w=w, b=0.5).values["returned"]["array"]
        expected = X @ w + 0.5
        if got is None or got.size != n or not np.allclose(got.reshape(-1, 1), expected):
            forgot = got is not None and got.size == n and np.allclose(got.reshape(-1, 1), X @ w)
            raise (NO_BIAS if forgot else broken_rule(f"For X with {n} rows linreg gave {got}.")).failed()


@check_for("squared_loss", "the loss is half the squared difference")
def test_loss(student: Student, inputs: Inputs) -> None:
    y_hat, y = inputs.rng.normal(size=(4, 1)), inputs.rng.normal(size=4)
    got = student.call("squared_loss", y_hat=y_hat, y=y).values["returned"]["array"]
    expected = (y_hat[:, 0] - y) ** 2 / 2
    if got is None or got.shape not in {(4,), (4, 1)} or not np.allclose(got.reshape(-1), expected):
        if got is not None and got.shape == (4, 4):
            raise EVERY_PAIR.failed()
        twice = got is not None and got.size == 4 and np.allclose(got.reshape(-1), 2 * expected)
        rule = broken_rule("The loss of some example is not half its squared difference.")
        raise (NOT_HALVED if twice else rule).failed()


@check_for("sgd", "a parameter moves by lr * grad / batch_size")
def test_step(student: Student, inputs: Inputs) -> None:
    param, grad = inputs.rng.normal(size=(2, 1)), inputs.rng.normal(size=(2, 1))
    got = student.call("sgd", param=param, grad=grad, lr=0.1, batch_size=5).values["after"]
    if not np.allclose(got, param - 0.1 * grad / 5):
        fail("After one step the parameter is not param - lr * grad / batch_size.")
