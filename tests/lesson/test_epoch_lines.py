"""The reader of printed epoch lines: generous with the form, strict about what is missing."""

from __future__ import annotations

import math

import pytest

from softmax_lesson.epoch_lines import EpochLine, lacking, parse_epoch_lines

WANTED = EpochLine(1, 0.7870, 0.751, 0.794)


@pytest.mark.parametrize(
    "line",
    [
        "epoch 1, loss 0.7870, train acc 0.751, test acc 0.794",
        "epoch1,loss0.7870,train acc0.751,test acc0.794",
        "Epoch: 1 | Loss: .787 | Train_Acc: 0.751 | Test_Acc: 0.794",
        "epoch=1 loss=7.87e-1 train_accuracy=0.751 test_accuracy=0.794",
        "epoch 1/5 - loss 0.7870 - train acc 75.1% - test acc 79.4 %",
        "第1轮，损失：0.7870，训练准确率：0.751，测试准确率：0.794",
        "第 １ 个 epoch， 训练损失 ０．７８７０， 训练集精度＝0.751， 测试集精度＝0.794",
        "{'epoch': 1, 'loss': 0.787, 'train_acc': 0.751, 'test_acc': 0.794}",
        "epoch 1, loss tensor(0.7870, grad_fn=<DivBackward0>), train acc np.float64(0.751), test acc 0.794",
        "epoch 1, train loss 0.7870, acc 0.751, test acc 0.794",
        "epoch 1, train loss 0.7870, train acc 0.751, test loss 0.612, test acc 0.794, time 3.2 s",
        "\x1b[32mepoch 1\x1b[0m, loss 0.7870, train acc 0.751, val acc 0.794",
    ],
)
def test_every_form_people_print_is_read(line: str) -> None:
    assert parse_epoch_lines(line) == [WANTED]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Data: fashion shapes, 10 classes",
        "loss 0.7870, train acc 0.751, test acc 0.794",
        "epoch 1, loss 0.7870, train acc 0.751",
        "epoch 1, loss 0.7870, acc 0.751",
        "epoch 1.5, loss 0.7870, train acc 0.751, test acc 0.794",
        "1 0.7870 0.751 0.794",
    ],
)
def test_a_line_without_all_four_figures_is_passed_over(line: str) -> None:
    assert parse_epoch_lines(line) == []


def test_lines_keep_the_order_in_which_they_were_printed() -> None:
    text = "start\n" + "".join(f"epoch {i}, loss 1, train acc 0.5, test acc 0.6\nbatch {i}\n" for i in (1, 2, 3))
    assert [line.epoch for line in parse_epoch_lines(text)] == [1, 2, 3]


@pytest.mark.parametrize("loss", [" nan", " inf", " -inf", "nan", "=inf"])
def test_a_diverged_loss_is_read_as_not_finite(loss: str) -> None:
    (line,) = parse_epoch_lines(f"epoch 2, loss{loss}, train acc 0.100, test acc 0.100")
    assert not math.isfinite(line.loss)


@pytest.mark.parametrize(
    "text", ["epoch-3, loss: -0.25, train acc 0.5, test acc 0.6", "epoch 3 loss-0.25 acc0.5 val acc.6"]
)
def test_a_hyphen_joins_the_number_of_the_epoch_and_negates_every_figure(text: str) -> None:
    (line,) = parse_epoch_lines(text)
    assert line == EpochLine(3, -0.25, 0.5, 0.6)


def test_a_line_tells_which_figures_it_lacks() -> None:
    assert lacking("epoch 1, loss 0.7870, train acc 0.751") == ["test_acc"]
    assert lacking("done") == ["epoch", "loss", "train_acc", "test_acc"]


@pytest.mark.parametrize(
    "endless", ["1 " * 45_000, "\u0315\u0300" * 45_000, "epoch" * 18_000, "9" * 90_000, "1e" * 45_000]
)
def test_of_a_line_without_end_the_beginning_is_read(endless: str) -> None:
    wanted = "epoch 1, loss 0.7870, train acc 75.1%, test acc 79.4 %"
    assert parse_epoch_lines(f"{wanted}, {endless}\n{endless}\n{wanted}") == [WANTED, WANTED]
    assert parse_epoch_lines(f"{endless} {wanted}") == []
