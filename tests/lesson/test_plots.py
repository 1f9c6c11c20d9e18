"""The lesson's figures and live curves: what reaches the notebook, and that nothing else happens."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from lessoncheck.cell_execution import run_cells
from lessoncheck.cells import Cell
from lessoncheck.interruption import Interrupted
from softmax_lesson import live, plots, progress
from softmax_lesson.epoch_lines import EpochLine

LINE = "epoch {}, loss 0.5000, train acc 0.800, test acc 0.810"
Shown = list[tuple[dict[str, str], str | None, bool]]


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """What is displayed, as if in a notebook: (MIME data, display id, whether it replaces an earlier one)."""
    shown: Shown = []

    def publish(bundle: plots.Bundle, display_id: str | None = None, update: bool = False) -> bool:
        shown.append((bundle[0], display_id, update))
        return True

    monkeypatch.setattr(plots, "publish", publish)
    monkeypatch.setattr(live, "publish", publish)
    monkeypatch.setattr(progress, "publish", publish)
    return shown


@pytest.mark.parametrize("shape", [(28, 28), (1, 28, 28), (1, 1, 28, 28), (7, 28, 28), (7, 1, 28, 28)])
def test_images_of_every_usual_shape_are_shown_also_a_single_one(shape: tuple[int, ...], notebook: Shown) -> None:
    plots.show_images(np.zeros(shape, dtype=np.uint8))
    assert list(notebook[0][0]) == ["image/png", "text/plain"]


def test_too_few_titles_are_refused_in_one_sentence() -> None:
    with pytest.raises(ValueError, match="3 images and 2 titles"):
        plots.show_images(np.zeros((3, 28, 28)), ["bag", "coat"])


def test_the_titles_are_the_alternative_text(capsys: pytest.CaptureFixture[str]) -> None:
    plots.show_images(np.zeros((2, 28, 28)), ["true: bag\nmodel: coat", "coat"])
    assert capsys.readouterr().out == "2 images: true: bag, model: coat; coat.\n"


def test_weights_are_shown_as_they_come_from_training_with_gradients(notebook: Shown) -> None:
    torch = pytest.importorskip("torch")
    plots.show_weights(torch.zeros(784, 10, requires_grad=True))
    assert "ankle boot" in notebook[0][0]["text/plain"]


def test_the_commonest_confusions_are_named_true_class_first(capsys: pytest.CaptureFixture[str]) -> None:
    plots.show_confusion([6, 6, 6, 2], [0, 0, 6, 4])
    summary = "Most often confused: shirt as t-shirt (2), pullover as coat (1).\n"
    assert capsys.readouterr().out.endswith(summary)


def test_a_perfect_prediction_has_no_confusions(notebook: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    plots.show_confusion(np.eye(10, dtype=np.int64))
    assert capsys.readouterr().out == "Every prediction is right.\n"


def test_the_same_figure_is_the_same_bytes() -> None:
    lines = [EpochLine(1, 0.8, 0.75, 0.79), EpochLine(2, 0.6, 0.81, 0.8)]
    assert plots.curves_bundle(lines) == plots.curves_bundle(lines)


def test_curves_survive_a_diverged_loss() -> None:
    assert plots.curves_bundle([EpochLine(1, float("nan"), 0.1, 0.1), EpochLine(2, float("inf"), 0.1, 0.1)])


def test_live_curves_pass_the_text_on_and_redraw_one_output(
    notebook: Shown, capsys: pytest.CaptureFixture[str]
) -> None:
    with live.live_curves():
        print("hello")
        print(LINE.format(1))
        print(LINE.format(2), end="")
    assert capsys.readouterr() == (f"hello\n{LINE.format(1)}\n{LINE.format(2)}", "")
    assert [update for _, _, update in notebook] == [False, True, True]
    assert len({display_id for _, display_id, _ in notebook}) == 1
    assert "up to epoch 2" in notebook[-1][0]["text/plain"]


def test_live_curves_give_the_output_back_when_training_fails(notebook: Shown) -> None:
    before = sys.stdout
    with pytest.raises(NotImplementedError), live.live_curves():
        raise NotImplementedError
    assert sys.stdout is before
    assert "no curves" in notebook[-1][0]["text/plain"]


def test_an_interrupted_training_says_in_one_line_where_the_students_code_was(notebook: Shown) -> None:
    train = "import signal\ndef train(batches):\n    for _ in batches:\n        signal.raise_signal(signal.SIGINT)\n"
    names = run_cells([Cell("train", train, "solution")]).values
    with pytest.raises(Interrupted, match=r"^line 4 of the cell train was running"), live.live_curves([1]) as batches:
        names["train"](batches)


def test_outside_a_notebook_live_curves_leave_the_output_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert not InteractiveShell.initialized()
    before = sys.stdout
    with live.live_curves():
        assert sys.stdout is before
        print(LINE.format(1))
    assert capsys.readouterr().out == LINE.format(1) + "\n"


def test_the_bar_counts_batches_in_one_output_and_says_when_training_is_done(notebook: Shown) -> None:
    with live.live_curves([1, 2, 3], epochs=2) as batches:
        assert len(batches) == 3
        assert [list(batches), list(batches)] == [[1, 2, 3], [1, 2, 3]]
    bar = [(data["text/plain"], identity) for data, identity, _ in notebook if "progress" in data.get("text/html", "")]
    assert len({identity for _, identity in bar}) == 1
    assert len(bar) <= 4  # six batches in no time are not six redraws
    assert bar[-1][0] == "Training is done: 2 of 2 epochs."


def test_the_bar_says_where_training_stopped(notebook: Shown) -> None:
    def interrupted() -> None:
        with live.live_curves([1, 2, 3], epochs=5) as batches:
            next(iter(batches))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert "Training stopped in epoch 1 of 5." in [data["text/plain"] for data, _, _ in notebook]


def test_what_a_loop_asks_of_its_batches_is_answered_and_outside_a_notebook_nothing_is_in_between(
    notebook: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Batches(list[int]):
        batch_size = 7

    own = Batches([1])
    with live.live_curves(own, epochs=1) as batches:
        assert batches.batch_size == 7
    monkeypatch.setattr(live, "publish", lambda *_: False)
    with live.live_curves(own, epochs=1) as batches:
        assert batches is own
