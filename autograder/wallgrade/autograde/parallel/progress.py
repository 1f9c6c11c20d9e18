"""What the instructor sees of a run: a bar with names, rate and time left, and a summary; and Ctrl-C."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from wallgrade.autograde import messages
from wallgrade.judging.judge_submission import Judged


class RunProgress:
    """Told what happens, and asked whether to stop."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.stopping = False
        self.done = 0
        self.failures = 0
        self.for_a_human = 0
        self._started = time.monotonic()
        self._total = -1
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn(),
            console=console,
        )  # fmt: skip
        self._task = self._progress.add_task(messages.CLASS_STARTING, total=None)

    @contextmanager
    def watching(self, *loggers: logging.Logger) -> Iterator[None]:
        """Show the bar and the loggers' warnings above it; the first Ctrl-C asks to stop, the second one stops."""
        handler = LogAboveBar(self._progress.console)
        before = signal.signal(signal.SIGINT, self._interrupted)
        kept = [(logger, logger.handlers, logger.propagate) for logger in loggers]
        for logger in loggers:
            logger.handlers, logger.propagate = [handler], False
        try:
            with self._progress:
                yield
        finally:
            signal.signal(signal.SIGINT, before)
            for logger, handlers, propagate in kept:
                logger.handlers, logger.propagate = handlers, propagate

    def begin(self, total: int) -> None:
        """So many submissions are due."""
        self._started = time.monotonic()
        self._total = total
        self._progress.update(self._task, total=total)

    def graded(self, student: str, judged: Judged) -> None:
        """A submission is recorded."""
        self.done += 1
        verdicts = [verdict for notebook in judged.notebooks for verdict in notebook.verdicts.values()]
        self.for_a_human += any(verdict.final_points is None for verdict in verdicts)
        self._progress.update(self._task, advance=1, description=student)

    def failed(self, student: str) -> None:
        """A submission could not be graded."""
        self.failures += 1
        self._progress.update(self._task, advance=1, description=student)

    def summary(self) -> str:
        """The run in one or two lines."""
        seconds = max(time.monotonic() - self._started, 1e-3)
        if not self.done and not self.failures:
            return messages.CLASS_STOPPED if self.stopping else messages.CLASS_NOTHING if self._total == 0 else ""
        count = messages.SUBMISSION if self.done == 1 else messages.SUBMISSIONS.format(count=self.done)
        lines = [messages.CLASS_DONE.format(count=count, seconds=seconds, rate=self.done / seconds * 60)]
        if self.for_a_human:
            lines.append(messages.CLASS_LOOK.format(count=self.for_a_human))
        if self.failures:
            lines.append(messages.CLASS_FAILED.format(count=self.failures))
        if self.stopping:
            lines.append(messages.CLASS_STOPPED)
        return "\n".join(lines)

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        if self.stopping:
            raise KeyboardInterrupt
        self.stopping = True


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{(task.finished_speed or task.speed or 0) * 60:.0f}/min")


class LogAboveBar(logging.Handler):
    """Log messages, printed above the bar."""

    def __init__(self, console: Console) -> None:
        super().__init__(logging.WARNING)
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        style = "red" if record.levelno >= logging.ERROR else "yellow"
        self._console.print(record.getMessage(), style=style, markup=False, highlight=False, soft_wrap=True)
