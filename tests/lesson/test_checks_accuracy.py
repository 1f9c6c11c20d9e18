"""accuracy and evaluate_accuracy: what is named, who is blamed, and that no two models of mistakes are alike."""

from __future__ import annotations

import re
import textwrap
from itertools import permutations
from typing import Any

import pytest

from checks.grader_side.accuracy_mistakes import ACCURACY, PROBES, fraction
from checks.grader_side.evaluate_accuracy_mistakes import DATA_PROBES, EVALUATE
from checks.grader_side.judging import with_some_helpers
from checks.grader_side.messages import accuracy as accuracy_messages
from checks.grader_side.messages import evaluate_accuracy as evaluate_messages
from checks.grader_side.outcomes import Modelled, Outcome
from lessoncheck.failures import CheckFailed
from lessoncheck.misconceptions import Misconception
from lessoncheck.results import ItemReport
from support.students import catalogue, judged, student_with

OWN_ACCURACY = catalogue().entry("evaluate_accuracy", "correct", "with_own_accuracy").source


def accuracy(body: str, parameters: str = "y_hat, y") -> str:
    return f"def accuracy({parameters}):\n{textwrap.indent(textwrap.dedent(body), '    ')}\n"


def evaluated(line: str, result: str = "right / n", parameters: str = "data_iter, net", before: str = "pass") -> str:
    """evaluate_accuracy with this line for each batch, and this result."""
    return textwrap.dedent(f"""
        def evaluate_accuracy({parameters}):
            {before}
            right, n = 0, 0
            for X, y in data_iter:
                {line}
                n += len(y)
            return {result}
    """)


COUNTS = "right += (net(X).argmax(dim=1) == y).sum().item()"


def report(item: str, **cells: str) -> ItemReport:
    return judged(student_with(**cells), [item], grading=True)[item]


def names(found: ItemReport) -> set[str]:
    return {result.misconception for result in found.results} - {""}


UNNAMED = {
    "the whole table is compared": "return (y_hat == y).float().mean().item()",
    "the predictions are compared with the scores": "return (y_hat.argmax(dim=1) == y_hat).float().mean().item()",
    "exchanged in a zip": "return sum(bool(row.argmax() == label) for label, row in zip(y_hat, y)) / len(y)",
    "only the first prediction is compared": "return (y_hat.argmax(dim=1)[:1] == y).float().mean().item()",
    "the least likely class of every column": "return (y_hat.argmin(dim=0) == y).float().mean().item()",
}


@pytest.mark.parametrize("body", UNNAMED.values(), ids=UNNAMED)
def test_an_error_that_others_have_too_gives_no_name(body: str) -> None:
    assert names(report("accuracy", accuracy=accuracy(body))) == set()


UNNAMED_EVALUATIONS = {
    "net is called with itself": evaluated("right += (net(net).argmax(dim=1) == y).sum().item()"),
    "net has a shape": evaluated(COUNTS, "right / net.shape[0]"),
    "divided by the shortest": evaluated(
        COUNTS + "; lengths.append(len(y))", "right / min(lengths)", before="lengths = []"
    ),
}


@pytest.mark.parametrize("code", UNNAMED_EVALUATIONS.values(), ids=UNNAMED_EVALUATIONS)
def test_what_only_looks_like_a_known_mistake_gives_no_name(code: str) -> None:
    assert names(report("evaluate_accuracy", evaluate_accuracy=code)) == set()


def test_a_wrong_number_with_exchanged_arguments_is_still_told_as_exchanged() -> None:
    found = report("accuracy", accuracy=accuracy("return int((preds.argmax(dim=1) == labels).sum())", "labels, preds"))
    assert names(found) == {"accuracy_swapped"}
    assert found.fraction == 0.0


@pytest.mark.parametrize("result", ["right / len(y)", "right / n if n < 0 else right / len(y)"])
def test_division_by_the_last_length_is_no_sum_of_fractions(result: str) -> None:
    line = "right += accuracy(net(X), y) * len(y)"
    assert names(report("evaluate_accuracy", evaluate_accuracy=evaluated(line, result))) == {"last_length"}


def test_the_order_of_two_exchanged_arguments_hides_no_other_error() -> None:
    code = evaluated("right += (net(X).argmax(dim=1) == y[:, 0]).sum().item()", parameters="net, data_iter")
    assert {result.message for result in report("evaluate_accuracy", evaluate_accuracy=code).results} == {
        "Your code stopped with IndexError: too many indices for tensor of dimension 1"
    }


OURS = re.compile(r"Batches|stand_in|_linear|drivers|<locals>|'Caller'")
HOSTILE = {
    "model, loader": evaluated(COUNTS, parameters="net, data_iter", before="net.eval()"),
    "more arguments for net": evaluated("right += (net(X, training=False).argmax(1) == y).sum()"),
    "an attribute of net": evaluated("right += (net.forward(X).argmax(1) == y).sum()"),
    "an attribute of data_iter": evaluated(COUNTS, "right / data_iter.n_examples"),
    "a helper with other arguments": evaluated("right += accuracy(net, X, y)"),
    "a helper with predictions": evaluated("right += accuracy(net(X).argmax(dim=1), y) * len(y)"),
}


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE)
def test_no_class_of_ours_appears_in_a_message(code: str) -> None:
    found = report("evaluate_accuracy", evaluate_accuracy=code)
    assert not found.ok
    assert [r.message + r.details for r in found.results if OURS.search(r.message + r.details)] == []


def test_what_a_students_accuracy_leaves_behind_is_not_the_fault_of_evaluate_accuracy() -> None:
    leaves = catalogue().entry("accuracy", "wrong", "leaves_gradients_off").source
    cells = {"accuracy": leaves, "evaluate_accuracy": OWN_ACCURACY}
    assert names(report("accuracy", **cells)) == {"left_behind"}
    assert report("evaluate_accuracy", **cells).ok


def test_an_accuracy_with_exchanged_arguments_may_be_called_that_way() -> None:
    counts_exchanged = accuracy("return (y_hat.argmax(dim=1) == y).sum().item()", "y, y_hat")
    code = evaluated("right += accuracy(y, net(X)) * len(y)")
    assert report("evaluate_accuracy", accuracy=counts_exchanged, evaluate_accuracy=code).ok


def test_of_several_failures_the_one_with_a_result_is_told() -> None:
    def judge(right: tuple[str, ...]) -> None:
        if right == ("sgd",):
            raise CheckFailed("wrong number")
        raise CheckFailed("stopped", stopped="exception", line="line 1")

    with pytest.raises(CheckFailed) as told:
        with_some_helpers(student_with(), judge, ("sgd",), ("sgd", "accuracy"))
    assert told.value.message == "wrong number"


def test_a_way_that_did_not_end_is_not_tried_by_further_checks() -> None:
    student, tried = student_with(), list[tuple[str, ...]]()

    def judge(right: tuple[str, ...]) -> None:
        tried.append(right)
        if not right:
            raise CheckFailed("no end", stopped="too slow")

    for _ in range(3):
        with_some_helpers(student, judge, ("sgd",))
    assert tried == [(), ("sgd",), ("sgd",), ("sgd",)]


@pytest.mark.parametrize(
    ("mistakes", "probes", "right"),
    [(ACCURACY, PROBES, fraction), (EVALUATE, DATA_PROBES, lambda made: made.fraction)],
    ids=["accuracy", "evaluate_accuracy"],
)
def test_no_two_mistakes_agree_on_all_probes(mistakes: Any, probes: Any, right: Any) -> None:
    def alike(one: Modelled, other: Modelled, truth: float) -> bool:
        return Outcome(one).fits(other, truth) if isinstance(one, float) else one == other

    modelled = [(known, [model(probe) for probe in probes]) for known, model in mistakes]
    truths = [right(probe) for probe in probes]
    same = {
        (one.id, other.id)
        for (one, values), (other, others) in permutations(modelled, 2)
        if one != other and all(map(alike, values, others, truths))
    }
    assert same == set()


@pytest.mark.parametrize("messages", [accuracy_messages, evaluate_messages])
def test_every_sentence_is_short(messages: object) -> None:
    texts = [text for found in vars(messages).values() if isinstance(found, Misconception)
             for text in (found.sentence, found.hint)]  # fmt: skip
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.?:;]) ", text)]
    assert [sentence for sentence in sentences if len(sentence.split()) > 20] == []
