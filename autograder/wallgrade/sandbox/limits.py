"""How strong the sandbox is and what a submission may use: the section `c.Sandbox` of nbgrader_config.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from traitlets import Enum, Float, Integer
from traitlets.config import Configurable

MODES = ("sandbox", "trusted")


@dataclass(frozen=True)
class Limits:
    """What one session may use, and how long a submission may take. Bytes, seconds of wall time, a number of threads.

    `memory` is beyond what the fork server itself uses; `output` bounds a reply; `submission_seconds` is the sum over a
    submission's notebook, all items together, and `waiting_seconds` what of it may go into waiting for cells and calls
    that then do not end; `grader_seconds` is the processor time that judging it may take on the grader's own side.
    `mode` is "sandbox", or "trusted" for no more than process limits.
    """

    memory: int = 4 << 30
    scratch: int = 64 << 20
    file_size: int = 64 << 20
    output: int = 16 << 20
    threads: int = 32
    call_seconds: float = 300.0
    cell_seconds: float = 10.0
    cells_seconds: float = 20.0
    waiting_seconds: float = 30.0
    submission_seconds: float = 900.0
    grader_seconds: float = 60.0
    mode: str = "sandbox"


class Sandbox(Configurable):  # type: ignore[misc]
    """Traits of the same names and units as `Limits`."""

    mode = Enum(
        MODES,
        Limits.mode,
        help="'sandbox', or 'trusted': process limits only, for submissions that you have read or whose authors you "
        "trust like yourself.",
    ).tag(config=True)
    memory = Integer(Limits.memory, min=64 << 20, help="Bytes of memory beyond the worker's own.").tag(config=True)
    scratch = Integer(Limits.scratch, min=1 << 16, help="Bytes of the scratch folder, held in memory.").tag(config=True)
    file_size = Integer(Limits.file_size, min=1 << 10, help="Bytes of any one file.").tag(config=True)
    output = Integer(Limits.output, min=8 << 20, help="Bytes of what one call hands back.").tag(config=True)
    threads = Integer(Limits.threads, min=2, help="Threads of a submission's one process.").tag(config=True)
    call_seconds = Float(
        Limits.call_seconds, min=0.1, help="The most that one call may take, whatever its check asks for."
    ).tag(config=True)
    cell_seconds = Float(
        Limits.cell_seconds, min=0.1, help="After this a cell is interrupted, and the next one runs."
    ).tag(config=True)
    cells_seconds = Float(Limits.cells_seconds, min=0.1, help="The most that running a notebook's cells may take.").tag(
        config=True
    )
    waiting_seconds = Float(
        Limits.waiting_seconds,
        min=1.0,
        help="So much may go into waiting for what does not end; then everything is tried, but only briefly.",
    ).tag(config=True)
    submission_seconds = Float(
        Limits.submission_seconds, min=1.0, help="The most that a notebook's items may take together."
    ).tag(config=True)
    grader_seconds = Float(
        Limits.grader_seconds,
        min=1.0,
        help="The most processor time that reading and comparing what a notebook's items hand back may take.",
    ).tag(config=True)

    def limits(self) -> Limits:
        """The values as one immutable object."""
        return Limits(**{name: getattr(self, name) for name in Limits.__dataclass_fields__})


def limits_from(config: Any) -> Limits:
    """The limits that a traitlets configuration sets."""
    return Sandbox(config=config).limits()
