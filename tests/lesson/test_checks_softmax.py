"""softmax and cross_entropy: what costs points, what is named, and that no name is given by coincidence."""

from __future__ import annotations

import re
import textwrap

import pytest

from checks.grader_side.messages import cross_entropy as loss_messages
from checks.grader_side.messages import softmax as softmax_messages
from lessoncheck.misconceptions import Misconception
from lessoncheck.results import ItemReport
from support.students import catalogue, judged, student_with


def softmax(body: str) -> ItemReport:
    return report("softmax", "X", body)


def cross_entropy(body: str, parameters: str = "y_hat, y") -> ItemReport:
    return report("cross_entropy", parameters, body)


def report(item: str, parameters: str, body: str) -> ItemReport:
    source = f"def {item}({parameters}):\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}\n"
    return judged(student_with(**{item: source}), [item], grading=True)[item]


def names(found: ItemReport) -> set[str]:
    return {result.misconception for result in found.results} - {""}


def failed(found: ItemReport) -> set[str]:
    return {result.name for result in found.results if result.status == "failed"}


POWERS = "powers = (X - {}).exp()\nreturn powers / powers.sum(dim=1, keepdim=True)"


@pytest.mark.parametrize(
    "subtracted",
    ["X[:, :1]", "X[:, :2].amax(dim=1, keepdim=True)", "X[0].max()", "X[-1].max()", "X.mean(dim=1, keepdim=True)"],
)
def test_a_number_that_is_not_each_rows_maximum_costs_the_large_outputs_only(subtracted: str) -> None:
    found = softmax(POWERS.format(subtracted))
    assert failed(found) == {"test_large_outputs"}
    assert names(found) == {"softmax_overflow"}


def test_ten_rows_are_not_all_rows() -> None:
    rows = "return torch.stack([(row - row.max()).exp() / (row - row.max()).exp().sum() for row in list(X)[:10]])"
    assert "test_rows" in failed(softmax(rows))


def test_a_gradient_that_is_not_finite_costs_the_large_outputs_only() -> None:
    body = """
        naive, shifted = X.exp(), X - X.amax(dim=1, keepdim=True)
        naive, safe = naive / naive.sum(1, keepdim=True), shifted.exp() / shifted.exp().sum(1, keepdim=True)
        return torch.where(torch.isfinite(naive), naive, safe)
    """
    assert failed(softmax(body)) == {"test_large_outputs"}


SOFTMAX_WITHOUT_NAME = {
    "all elements in one row": "return torch.stack([x for row in X for x in row.exp() / row.exp().sum()])",
    "only a single row gets through": "return X.exp() / int(X.exp().sum(dim=1))",
    "rounded before": "return X.round().exp() / X.round().exp().sum(dim=1, keepdim=True)",
}


@pytest.mark.parametrize("body", SOFTMAX_WITHOUT_NAME.values(), ids=SOFTMAX_WITHOUT_NAME)
def test_a_wrong_softmax_that_looks_like_a_known_mistake_once_gets_no_name(body: str) -> None:
    assert names(softmax(body)) == set()


LOSS_WITHOUT_NAME = {
    "100 always": "return torch.full((len(y),), 100.0)",
    "1 always": "return torch.ones(len(y)) + 0 * y_hat.sum()",
    "the mask of -y": "return -torch.log(y_hat[torch.arange(y_hat.size(1)) == -y.unsqueeze(1)])",
    "the first row is left out": "return -torch.log(y_hat[range(1, len(y_hat)), y])",
    "as many classes as the largest label": "return -torch.log((y_hat * torch.nn.functional.one_hot(y)).sum(dim=1))",
    "rounded": "return torch.log((1 / y_hat[range(len(y)), y]).round())",
}


@pytest.mark.parametrize("body", LOSS_WITHOUT_NAME.values(), ids=LOSS_WITHOUT_NAME)
def test_a_wrong_loss_that_looks_like_a_known_mistake_once_gets_no_name(body: str) -> None:
    found = cross_entropy(body)
    assert names(found) == set()
    assert found.fraction == 0.0


def test_exchanged_arguments_are_told_in_one_sentence_that_has_the_students_names() -> None:
    found = cross_entropy("return -torch.log(probs.gather(1, labels.view(-1, 1)))", "labels, probs")
    sentence = "cross_entropy(labels, probs) takes the labels first; the lesson calls cross_entropy(y_hat, y)."
    assert {result.message for result in found.results if not result.gate} == {sentence}
    assert found.fraction == 0.5


def test_with_exchanged_arguments_the_failure_that_got_furthest_is_shown() -> None:
    found = cross_entropy("return -torch.log(y_hat.gather(1, y))", "y, y_hat")
    assert names(found) == {"loss_exchanged"}
    assert "same number of dimensions" in found.results[0].details
    assert found.fraction == 0.0


def test_exchanged_arguments_do_not_hide_a_library_call() -> None:
    found = cross_entropy("return torch.nn.functional.nll_loss(y_hat.log(), y, reduction='none')", "y, y_hat")
    assert next(result for result in found.results if result.gate).misconception == "library_call"
    assert found.fraction == 0.0


def test_a_shape_is_charged_once() -> None:
    found = cross_entropy("return -torch.log(y_hat.gather(1, y.view(-1, 1))).T")
    assert failed(found) == {"test_one_loss_per_example"}


@pytest.mark.parametrize(
    "line", ["torch.manual_seed(1)", "torch.set_default_dtype(torch.float64)", "y_hat.requires_grad_()"]
)
def test_what_cross_entropy_leaves_changed_costs_one_check(line: str) -> None:
    found = cross_entropy(f"losses = -torch.log(y_hat.gather(1, y.view(-1, 1)))\n{line}\nreturn losses")
    assert failed(found) == {"test_nothing_else"}


KNOWN = [
    value
    for module in (softmax_messages, loss_messages)
    for value in vars(module).values()
    if isinstance(value, Misconception)
]


def test_every_name_belongs_to_a_mistake_of_the_catalogue() -> None:
    told = {entry.named for item in ("softmax", "cross_entropy") for entry in catalogue().of(item, "wrong")}
    assert {known.id for known in KNOWN} <= told


def test_sentences_have_at_most_20_words() -> None:
    sentences = [
        sentence
        for known in KNOWN
        for text in (known.sentence, known.hint)
        for sentence in re.split(r"(?<=[.?]) ", text)
    ]
    assert [sentence for sentence in sentences if len(sentence.split()) > 20] == []
