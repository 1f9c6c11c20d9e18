"""Running a reader on what hypothesis draws, and keeping of each distinct fault the smallest example."""

from __future__ import annotations

import contextlib
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

PROJECT = Path(__file__).resolve().parents[2]
SLOW = 2.0  # seconds of processor time for one example
ROUND = 1_000  # examples
SHOWN = 2_000  # characters of an example


@dataclass(frozen=True)
class Reader:
    """What is fuzzed: `read` takes any of the examples, and raises nothing unless there is a fault."""

    examples: SearchStrategy[Any]
    read: Callable[[Any], None]


@dataclass
class Findings:
    """What came of a run; `faults` has the smallest example of each, by kind and place."""

    examples: int = 0
    wall: float = 0.0
    cpu: float = 0.0
    slowest: tuple[float, str] = (0.0, "")
    faults: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        seconds, example = self.slowest
        lines = [
            f"{self.examples} examples in {self.wall:.0f} s, {self.examples / max(self.wall, 0.01):.0f} a second; "
            f"{self.cpu:.0f} s of processor time; {len(self.faults)} faults",
            f"slowest: {seconds:.3f} s of processor time for {example[:SHOWN]}",
            *(f"FAULT {fault}\n    {example[:SHOWN]}" for fault, example in self.faults.items()),
        ]
        return "\n".join(lines)


def fuzz(reader: Reader, *, seed: int, minutes: float, most: int | None = None) -> Findings:
    """Run the reader for so long, or on about so many examples if these take less time."""
    findings = Findings()
    started, cpu = time.monotonic(), time.process_time()
    end = started + 60 * minutes
    told: set[str] = set()
    while time.monotonic() < end and (most is None or findings.examples < most):
        with contextlib.suppress(Exception, BaseExceptionGroup):  # hypothesis shrank a fault, which is kept
            _round(reader, findings, told, seed, most or ROUND, end)
        for fault in findings.faults.keys() - told:
            print(f"FAULT {fault}\n    {findings.faults[fault][:SHOWN]}", flush=True)
        told |= findings.faults.keys()
        seed += 1
    findings.wall, findings.cpu = time.monotonic() - started, time.process_time() - cpu
    return findings


def _round(reader: Reader, findings: Findings, told: set[str], number: int, most: int, end: float) -> None:
    @seed(number)
    @settings(
        max_examples=most,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=True,
    )
    @given(reader.examples)
    def one(example: Any) -> None:
        if time.monotonic() > end:
            return
        try:
            seconds = _seconds(reader.read, example)
        except Exception as error:
            fault = _where(error)
            shown = repr(example)
            if len(shown) <= len(findings.faults.get(fault, shown)):
                findings.faults[fault] = shown
            if fault not in told:
                raise
            return
        finally:
            findings.examples += 1
        if seconds > findings.slowest[0]:
            findings.slowest = seconds, repr(example)
        if seconds > SLOW:
            findings.faults["slow"] = f"{seconds:.1f} s: {example!r}"

    one()


@contextlib.contextmanager
def uncounted() -> Iterator[None]:
    """While the block runs, no time passes for the example: this is not the reader's work."""
    started = time.process_time()
    try:
        yield
    finally:
        _elsewhere[0] += time.process_time() - started


_elsewhere = [0.0]


def _seconds(read: Callable[[Any], None], example: Any) -> float:
    """What takes long is read again: the first time may have been spent on what is then kept."""
    taken = _seconds_once(read, example)
    return taken if taken <= SLOW else _seconds_once(read, example)


def _seconds_once(read: Callable[[Any], None], example: Any) -> float:
    started = time.process_time() - _elsewhere[0]
    read(example)
    return time.process_time() - _elsewhere[0] - started


def _where(error: Exception) -> str:
    """The kind of the exception, and the last line of ours that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if PROJECT in Path(frame.filename).parents and ".venv" not in frame.filename]
    last = (ours or list(frames))[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}: {last.line}"
