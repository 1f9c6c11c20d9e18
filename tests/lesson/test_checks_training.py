"""The checks of sgd and train_ch3: as wide as the contract, fair to one slip, and true in what they name."""

from __future__ import annotations

import pytest

from lessoncheck.results import ItemReport
from support.students import catalogue, judged, student_with

SECRETS = (b"one", b"two", b"three")


def wrong(item: str, id: str) -> str:
    return catalogue().entry(item, "wrong", id).source


def report_on(item: str, seed: bytes = b"secret", /, **cells: str) -> ItemReport:
    return judged(student_with(seed, **cells), [item], seed, grading=True)[item]


def failing(report: ItemReport) -> set[str]:
    return {result.name for result in report.results if result.status != "passed"}


def names(report: ItemReport) -> set[str]:
    return {result.misconception for result in report.results if result.misconception}


@pytest.mark.parametrize("id", ["silent_with_an_optimizer", "mean_with_the_optimizer"])
def test_what_is_wrong_with_an_optimizer_only_costs_that_check(id: str) -> None:
    report = report_on("train_ch3", train_ch3=wrong("train_ch3", id))
    assert failing(report) == {"test_optimizer"}


def test_evaluate_accuracy_may_be_called_in_the_other_order_only_where_the_students_own_takes_it() -> None:
    other_order = wrong("train_ch3", "net_before_data")
    assert names(report_on("train_ch3", train_ch3=other_order)) == {"train_evaluate_arguments"}
    own = wrong("evaluate_accuracy", "swapped_arguments")
    assert report_on("train_ch3", train_ch3=other_order, evaluate_accuracy=own).ok


@pytest.mark.parametrize("id", ["never_clears", "one_epoch_less", "five_epochs", "skips_the_last_batch", "uphill"])
def test_figures_that_follow_from_wrong_parameters_are_not_charged(id: str) -> None:
    failed = failing(report_on("train_ch3", train_ch3=wrong("train_ch3", id)))
    assert not failed & {"test_one_line_per_epoch", "test_printed_loss", "test_printed_train_acc"}


def test_a_name_that_fits_one_example_by_coincidence_is_not_given() -> None:
    less = wrong("train_ch3", "one_epoch_less").replace("range(1, num_epochs)", "range(2, num_epochs)")
    assert names(report_on("train_ch3", train_ch3=less)) == set()


@pytest.mark.parametrize("id", ["returns_at_once", "lines_without_training", "random_parameters"])
def test_code_that_does_not_train_scores_nothing(id: str) -> None:
    assert report_on("train_ch3", train_ch3=wrong("train_ch3", id)).fraction == 0


@pytest.mark.parametrize(
    ("call", "instead"),
    [
        ("loss(y_hat, y)", "loss(y, y_hat)"),
        ("net(X)", "net(y)"),
        ("net(X)", "net(X, y)"),
        ("net(X)", "train_iter(X)"),
        ("in train_iter", "in train_iter.batches"),
        ("evaluate_accuracy(test_iter, net)", "evaluate_accuracy(test_iter)"),
        ("sgd(params, lr, batch_size)", "sgd(lr, params, batch_size)"),
    ],
)
def test_what_does_not_fit_is_refused_in_words_that_show_nothing_of_ours(call: str, instead: str) -> None:
    right = catalogue().entry("train_ch3", "correct", "evaluates_before_training").source
    report = report_on("train_ch3", train_ch3=right.replace(call, instead))
    assert not report.ok
    said = " ".join(f"{result.message} {result.details}" for result in report.results)
    assert not [name for name in ("Batches", "LinearNet", "locals>", "NLL", "nll_loss", "kernel") if name in said]


@pytest.mark.parametrize("id", ["gradients_left_off", "to_float64"])
def test_what_sgd_leaves_behind_costs_one_check_of_sgd_and_nothing_of_train_ch3(id: str) -> None:
    mistake = wrong("sgd", id)
    assert len(failing(report_on("sgd", sgd=mistake))) == 1
    assert report_on("train_ch3", sgd=mistake).ok


@pytest.mark.parametrize("id", ["momentum", "clips_at_ten", "first_two"])
def test_the_points_of_sgd_do_not_depend_on_the_secret(id: str) -> None:
    assert len({report_on("sgd", secret, sgd=wrong("sgd", id)).fraction for secret in SECRETS}) == 1


def test_train_ch3_answers_for_the_state_in_which_it_leaves_the_net() -> None:
    for id in ("parameters_switched_off", "trains_in_evaluation_mode"):
        assert failing(report_on("train_ch3", train_ch3=wrong("train_ch3", id))) == {"test_leaves_nothing_behind"}


@pytest.mark.parametrize(
    ("style", "code", "instead", "untrue"),
    [
        ("evaluates_before_training", "optimizer.step()", "params.step()", "train_needs_optimizer"),
        ("evaluates_before_training", "loss_sum / n:", "loss_sum / num_epochs:", "loss_per_batch"),
        ("evaluates_before_training", '(test_iter, net):.3f}")', '(params, net):.3f}")', "train_two_params"),
        ("left_in_evaluation_mode", "== y).sum().item()", "== y).max().item()", "last_batch_only"),
        ("chinese_labels", "loss(y_hat, y)", "loss(y_hat.round(), y)", "train_cleared_too_late"),
        ("autograd_grad_set_by_hand", "p.grad = g", "net.grad = g", "train_cleared_too_late"),
    ],
)
def test_no_name_is_given_that_only_looks_alike(style: str, code: str, instead: str, untrue: str) -> None:
    right = catalogue().entry("train_ch3", "correct", style).source
    assert code in right
    report = report_on("train_ch3", train_ch3=right.replace(code, instead))
    assert not report.ok
    assert untrue not in names(report)


def test_a_step_that_is_no_number_remembers_nothing() -> None:
    power = catalogue().entry("sgd", "correct", "copy_back").source.replace("* (lr /", "** (lr /")
    assert names(report_on("sgd", sgd=power)) == set()


def test_an_optimiser_of_its_own_is_the_reason_of_all_that_is_wrong() -> None:
    own = wrong("train_ch3", "own_optimizer").replace(".SGD(params, lr=lr / batch_size)", ".SGD(params, lr=lr)")
    report = report_on("train_ch3", train_ch3=own)
    assert len(failing(report)) > 5
    assert names(report) == {"library_optimizer"}
    assert all(result.misconception for result in report.results if result.status != "passed")
