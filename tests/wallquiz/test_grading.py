"""Verdicts on answers, and the proof of what the keys claim."""

import json
import re

import numpy as np
import pytest

from lessoncheck.quiz.answers import bare_text
from support.lesson import PROJECT
from wallquiz.grade import grade_answer
from wallquiz.loader import load_quiz
from wallquiz.model import Question

FIRST, SECOND = load_quiz(PROJECT / "quizzes" / "softmax_regression.toml").questions
BOTH = pytest.mark.parametrize("question", [FIRST, SECOND], ids=lambda question: question.id)

Array = np.ndarray


@BOTH
def test_the_right_letter_earns_all_points_and_its_feedback(question: Question) -> None:
    verdict = grade_answer(question, f"{question.id} = {question.key.lower()!r}")
    assert (verdict.status, verdict.letter, verdict.points) == ("right", question.key, question.points)
    assert question.option(question.key).feedback in verdict.message


@BOTH
def test_a_wrong_letter_earns_nothing_but_the_feedback_of_that_option(question: Question) -> None:
    for option in question.options:
        if option.letter != question.key:
            verdict = grade_answer(question, f'{question.id} = "{option.letter}"')
            assert (verdict.status, verdict.letter, verdict.points) == ("wrong", option.letter, 0.0)
            assert option.feedback in verdict.message


@BOTH
def test_only_the_right_answer_is_told_which_option_is_right(question: Question) -> None:
    cells = ["", "AB", "E", "1", *(option.letter for option in question.options)]
    for answer in cells:
        verdict = grade_answer(question, f'{question.id} = "{answer}"')
        if verdict.status in ("wrong", "empty"):
            said = verdict.message.replace("A to C", "")  # the range of the letters, which is no secret
            assert not re.search(rf"\b{question.key}\b", said)
        if verdict.status != "right":
            assert bare_text(question.option(question.key).text) not in bare_text(verdict.message)


@BOTH
def test_no_answer_earns_nothing_and_is_told_so(question: Question) -> None:
    verdict = grade_answer(question, f'{question.id} = ""')
    assert (verdict.status, verdict.letter, verdict.points) == ("empty", "", 0.0)
    assert "No answer was given" in verdict.message


@BOTH
@pytest.mark.parametrize("answer", ['"A or C"', '"3"', '"Z"', 'input("letter? ")', '["A", "C"]'])
def test_an_unclear_answer_is_left_to_a_human_and_never_silently_zero(question: Question, answer: str) -> None:
    verdict = grade_answer(question, f"{question.id} = {answer}")
    assert (verdict.status, verdict.letter, verdict.points) == ("unclear", "", None)
    assert "it waits for your teacher" in verdict.message
    assert "please write" not in verdict.message  # it is too late for that


def test_the_answer_to_another_question_does_not_count() -> None:
    assert grade_answer(FIRST, 'quiz_2 = "C"').status == "unclear"


def test_of_the_four_softmaxes_only_the_keyed_one_equals_the_given_one() -> None:
    given = _softmax_in(FIRST.text)
    equal = [option.letter for option in FIRST.options if np.allclose(_softmax_in(option.text), given, atol=1e-12)]
    assert equal == [FIRST.key]


def _softmax_in(text: str) -> Array:
    found = re.search(r"softmax\((\[.*?\])\)", text)
    assert found is not None
    inputs = np.array(json.loads(found[1]), dtype=np.float64)
    exponentials = np.exp(inputs - inputs.max())
    return np.asarray(exponentials / exponentials.sum())


# The second question, as an experiment: softmax regression on linearly labelled points, one epoch from zero.


@pytest.fixture(params=[4_000, 500], ids=["a larger training set", "a training set as small as the test set"])
def first_epoch(request: pytest.FixtureRequest) -> dict[str, float]:
    """Accuracies of the first epoch; the test set has 500 points, averaged over ten draws."""
    runs = [_one_epoch(seed, train_size=request.param) for seed in range(10)]
    return {name: float(np.mean([run[name] for run in runs])) for name in runs[0]}


def test_accuracy_added_up_during_the_first_epoch_is_below_test_accuracy_after_it(
    first_epoch: dict[str, float],
) -> None:
    assert "added up while the epoch is still running" in SECOND.option(SECOND.key).text
    assert first_epoch["during"] < first_epoch["test after"] - 0.03


def test_measured_at_the_same_moment_training_accuracy_is_not_the_lower_one(first_epoch: dict[str, float]) -> None:
    assert first_epoch["train after"] > first_epoch["test after"] - 0.02


def _one_epoch(seed: int, train_size: int, batch: int = 20, lr: float = 0.1) -> dict[str, float]:
    draw = np.random.default_rng(seed)
    true_weights = draw.normal(size=(20, 5))
    points = draw.normal(size=(train_size + 500, 20))
    labels = (points @ true_weights).argmax(axis=1)
    train, test = slice(None, train_size), slice(train_size, None)
    weights = np.zeros((20, 5))

    def hits(X: Array, y: Array) -> int:
        return int(((X @ weights).argmax(axis=1) == y).sum())

    during = 0
    for start in range(0, train_size, batch):
        X, y = points[train][start : start + batch], labels[train][start : start + batch]
        during += hits(X, y)  # before the update, as train_ch3 counts
        exponentials = np.exp(X @ weights)
        error = exponentials / exponentials.sum(axis=1, keepdims=True) - np.eye(5)[y]
        weights -= lr * X.T @ error / len(X)
    return {
        "during": during / train_size,
        "train after": hits(points[train], labels[train]) / train_size,
        "test after": hits(points[test], labels[test]) / 500,
    }
