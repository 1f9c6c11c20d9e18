"""A progress bar over mini-batches and epochs that redraws one output in place."""

from __future__ import annotations

import html
import time
import uuid
from collections.abc import Iterator, Sized
from typing import Any

from .plots import publish

SECONDS_BETWEEN = 0.25  # at most four redraws a second, however short the batches are

_RUNNING = "Epoch {epoch} of {epochs}: {batch} of {batches} mini-batches"
_DONE = "Training is done: {epochs} of {epochs} epochs."
_STOPPED = "Training stopped in epoch {epoch} of {epochs}."
_NOT_STARTED = "Training has not started yet."


class CountedBatches:
    """A train_iter that counts: passes the batches on unchanged and moves the bar.

    Whatever else a loop may ask of it (its length, its data set) is answered by the iterator itself.
    """

    def __init__(self, batches: Any, epochs: int) -> None:
        self._batches = batches
        self._epochs = epochs
        self._display_id = uuid.uuid4().hex
        self._epoch = self._batch = 0
        self._shown_at = 0.0
        self._show(_NOT_STARTED, update=False)

    def __iter__(self) -> Iterator[Any]:
        self._epoch, self._batch = self._epoch + 1, 0
        for batch in self._batches:
            yield batch
            self._batch += 1
            if time.monotonic() - self._shown_at >= SECONDS_BETWEEN:
                self._show(self._sentence(_RUNNING))

    def __len__(self) -> int:
        return len(self._batches)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._batches, name)

    def end(self) -> None:
        """Show how it ended."""
        if self._epoch:
            whole = self._epoch >= self._epochs and self._batch >= self._length()
            self._show(self._sentence(_DONE if whole else _STOPPED))

    def _length(self) -> int:
        return len(self._batches) if isinstance(self._batches, Sized) else self._batch

    def _sentence(self, template: str) -> str:
        # somebody may train for more epochs than announced
        epochs = max(self._epochs, self._epoch)
        return template.format(epoch=self._epoch, epochs=epochs, batch=self._batch, batches=self._length())

    def _show(self, sentence: str, *, update: bool = True) -> None:
        self._shown_at = time.monotonic()
        most = max(self._epochs, self._epoch) * max(self._length(), 1)
        now = max(self._epoch - 1, 0) * self._length() + self._batch
        words = html.escape(sentence)
        bar = (
            f'<div style="display: flex; align-items: center; gap: 0.8em;"><progress max="{most}" value="{now}" '
            f'aria-label="Training progress" style="width: 16em;"></progress><span>{words}</span></div>'
        )
        publish(({"text/html": bar, "text/plain": sentence}, {}), self._display_id, update=update)
