"""The lesson's figures: each drawn without pyplot, so that nothing stays behind, and with alternative text.

matplotlib and IPython are imported only when something is drawn; torch is never needed.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from .epoch_lines import EpochLine

Bundle = tuple[dict[str, str], dict[str, dict[str, object]]]  # MIME data, metadata per MIME type

# Okabe and Ito's palette: told apart in all common forms of colour blindness; markers and dashes differ too
BLUE, ORANGE, GREEN = "#0072B2", "#D55E00", "#009E73"
_DPI = 144  # drawn at one and a half times the shown size, so that it is sharp on dense screens too


def show_images(images: Any, titles: Sequence[str] | None = None, columns: int = 5) -> None:
    """Show grey images in a grid, `columns` to a row.

    images: (n, 28, 28), (n, 1, 28, 28), a sequence of such images, or a single image; any numeric dtype.
    titles: one text per image (may have two lines), or None.
    """
    pictures = _pictures(images)
    titles = [""] * len(pictures) if titles is None else list(titles)
    if len(titles) != len(pictures):
        raise ValueError(f"show_images got {len(pictures)} images and {len(titles)} titles; give one per image.")
    named = "; ".join(title.replace("\n", ", ") for title in titles if title)
    figure = _grid(pictures, titles, min(columns, len(pictures)), cmap="gray")
    _show(figure, f"{len(pictures)} images: {named}." if named else f"{len(pictures)} images.")


def show_weights(W: Any) -> None:
    """Show the weights of ten linear outputs, (784, 10), as ten 28x28 images on one colour scale.

    Ink on a blue pixel raises the class's score, on an orange one lowers it, on a white one does nothing.
    """
    from matplotlib.colors import LinearSegmentedColormap

    from .labels import LABELS

    weights = _array(W)
    if weights.shape != (784, len(LABELS)):
        raise ValueError(f"show_weights expects a (784, {len(LABELS)}) matrix but got {weights.shape}.")
    scale = float(np.quantile(np.abs(weights), 0.995)) or 1.0  # a few extreme weights would pale all others
    colours = LinearSegmentedColormap.from_list("orange_white_blue", [ORANGE, "white", BLUE])
    pictures = [column.reshape(28, 28) for column in weights.T]
    figure = _grid(pictures, LABELS, 5, cmap=colours, vmin=-scale, vmax=scale)
    _show(figure, f"Weights as images, {-scale:.2f} (orange) to {scale:.2f} (blue), of: {', '.join(LABELS)}.")


def show_confusion(y_true: Any, y_pred: Any = None) -> None:
    """Show how often each true class was predicted as each class, and print the commonest confusions.

    Either one integer matrix (k, k), rows true and columns predicted, or two label vectors (n,), true first.
    """
    from .labels import LABELS

    counts = _array(y_true) if y_pred is None else _confusion(_array(y_true), _array(y_pred), len(LABELS))
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ValueError(f"show_confusion expects a square matrix or two label vectors, not {counts.shape}.")
    k = len(counts)
    names = list(LABELS) if k == len(LABELS) else [str(i) for i in range(k)]
    figure = _figure(5.6, 5.0)
    axes = figure.add_subplot()
    axes.imshow(counts, cmap="Blues")
    axes.set(xlabel="predicted class", ylabel="true class (number of test images)")
    axes.set_xticks(range(k), names, rotation=45, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(k), names)
    for (row, column), count in np.ndenumerate(counts):
        colour = "white" if count > counts.max() / 2 else "black"
        axes.text(column, row, int(count), ha="center", va="center", fontsize=8, color=colour)
    summary = _commonest_confusions(counts, names)
    _show(figure, f"Confusion matrix, rows true, columns predicted. {summary}")
    print(summary)


def curves_bundle(lines: Sequence[EpochLine]) -> Bundle:
    """Loss (left) and both accuracies (right) against the epoch, as MIME data; at least one line."""
    from matplotlib.ticker import MaxNLocator

    epochs = [line.epoch for line in lines]
    figure = _figure(7.6, 2.8)
    left, right = figure.subplots(1, 2)
    loss, train_acc, test_acc = zip(*((e.loss, e.train_acc, e.test_acc) for e in lines), strict=True)
    left.plot(epochs, loss, "o-", color=GREEN, label="training loss")
    left.set_ylabel("loss per example")
    right.plot(epochs, train_acc, "s--", color=BLUE, label="training accuracy")
    right.plot(epochs, test_acc, "o-", color=ORANGE, label="test accuracy")
    right.set_ylabel("accuracy (fraction right)")
    for axes, free_corner in ((left, "upper right"), (right, "lower right")):
        axes.set_xlabel("epoch")
        axes.set_xlim(min(epochs) - 0.3, max(*epochs, min(epochs) + 1) + 0.3)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.tick_params(labelsize=9)
        axes.grid(alpha=0.3)
        axes.legend(fontsize=8, loc=free_corner)
    last = lines[-1]
    return _bundle(
        figure,
        f"Learning curves up to epoch {last.epoch}: loss {last.loss:.4f}, "
        f"training accuracy {last.train_acc:.3f}, test accuracy {last.test_acc:.3f}.",
    )


def publish(bundle: Bundle, display_id: str | None = None, update: bool = False) -> bool:
    """Show MIME data (`update`: in place of what has that id). Outside IPython: nothing shown, False."""
    try:
        from IPython import get_ipython
        from IPython.display import publish_display_data
    except ImportError:
        return False
    if get_ipython() is None:
        return False
    transient = {} if display_id is None else {"display_id": display_id}
    publish_display_data(*bundle, transient=transient, update=update)
    return True


def _show(figure: Any, alt: str) -> None:
    if not publish(_bundle(figure, alt)):
        print(alt)


def _bundle(figure: Any, alt: str) -> Bundle:
    png = io.BytesIO()
    # without matplotlib's version in the file, the same figure is the same bytes
    figure.savefig(png, format="png", dpi=_DPI, metadata={"Software": None})
    width = int(figure.get_size_inches()[0] * _DPI / 1.5)
    image = {"image/png": base64.b64encode(png.getvalue()).decode("ascii"), "text/plain": alt}
    return image, {"image/png": {"alt": alt, "width": width}}


def _figure(width: float, height: float) -> Any:
    """A figure pyplot does not know of, so that it goes away with its last reference (sizes in inches)."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def _grid(pictures: Sequence[npt.NDArray[Any]], titles: Sequence[str], columns: int, **colours: Any) -> Any:
    rows = -(-len(pictures) // columns)
    lines_of_title = max(title.count("\n") for title in titles) + 1
    figure = _figure(1.4 * columns, (1.35 + 0.2 * lines_of_title) * rows)
    every_axes = list(figure.subplots(rows, columns, squeeze=False).flat)
    for axes in every_axes:
        axes.set_axis_off()
    for axes, picture, title in zip(every_axes, pictures, titles, strict=False):
        axes.imshow(picture, **colours)
        axes.set_title(title, fontsize=9)
    return figure


def _array(values: Any) -> npt.NDArray[Any]:
    """A numpy array of a tensor (also one with gradients), an array or nested lists."""
    return np.asarray(values.detach() if hasattr(values, "detach") else values)


def _pictures(images: Any) -> list[npt.NDArray[Any]]:
    if isinstance(images, list | tuple):
        images = np.stack([_array(image) for image in images])
    array = _array(images)
    return list(array.reshape(-1, *array.shape[-2:]))


def _confusion(y_true: npt.NDArray[Any], y_pred: npt.NDArray[Any], classes: int) -> npt.NDArray[Any]:
    if y_true.shape != y_pred.shape:
        raise ValueError(f"show_confusion got {y_true.size} true labels and {y_pred.size} predicted ones.")
    counts = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(counts, (y_true, y_pred), 1)
    return counts


def _commonest_confusions(counts: npt.NDArray[Any], names: Sequence[str], most: int = 3) -> str:
    wrong = counts.copy()
    np.fill_diagonal(wrong, 0)
    ranked = [divmod(int(i), len(wrong)) for i in np.argsort(-wrong, axis=None, kind="stable")[:most]]
    found = [f"{names[t]} as {names[p]} ({wrong[t, p]})" for t, p in ranked if wrong[t, p]]
    return f"Most often confused: {', '.join(found)}." if found else "Every prediction is right."
