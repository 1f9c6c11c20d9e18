"""A property-based differential test: does a program behave, under a contract, as right code does?"""

from __future__ import annotations

import contextlib
import io
import signal
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any

import numpy as np

from lessoncheck.driver_api import global_state_kept
from wallgrade.authoring.mutants import messages
from wallgrade.authoring.mutants.contract import Contract, ContractFault, Names, Seen

CALL_SECONDS = 3.0  # of processor time
AGAIN_SECONDS = 0.3  # while a case that came to no end is made smaller
SHOWN = 600


@dataclass(frozen=True)
class Difference:
    """The smallest case that was found on which two programs differ, and what was seen of each, as texts."""

    what: str
    case: str
    expected: str
    got: str


def first_difference(
    contract: Contract,
    program: Names,
    accepted: Sequence[Names],
    examples: int,
    *,
    shrink: bool = True,
    reference: Names | None = None,
) -> Difference | None:
    """Look for a case on which `program` is like none of `accepted`, nor like the `reference`.

    hypothesis makes the cases, the same in every run, and with `shrink` makes the one that shows a difference as small
    as it can. The reference ends with an error on none, or the contract is wrong.
    """
    from hypothesis import HealthCheck, Phase, given, settings  # for authors only: an optional dependency

    found: list[Difference] = []

    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(contract.cases)
    def behaves_alike(case: Any) -> None:
        seconds = AGAIN_SECONDS if any(messages.NO_END in one.got for one in found) else CALL_SECONDS
        if difference := _difference(contract, case, program, accepted, reference, seconds):
            found.append(difference)
            raise AssertionError

    try:
        behaves_alike()
    except ContractFault:
        raise
    except Exception:
        if not found:  # otherwise the difference, or one that comes and goes
            raise
    return found[-1] if found else None


def _difference(
    contract: Contract,
    case: Any,
    program: Names,
    accepted: Sequence[Names],
    reference: Names | None,
    seconds: float,
) -> Difference | None:
    """That to the first of the accepted programs, if the program is like none of them on this case."""
    got = observe(contract, program, case, seconds)
    first: Difference | None = None
    for right in accepted if reference is None else (*accepted, reference):
        expected = observe(contract, right, case)
        if right is reference and "raised" in expected:
            raise ContractFault(messages.REFERENCE_RAISES.format(error=expected["raised"], case=_shown(case)))
        what = "raised" if _ended_otherwise(expected, got) else contract.alike(case, *map(_kinds, (expected, got)))
        if not what:
            return None
        first = first or Difference(what, _shown(case), _shown(_part(expected, what)), _shown(_part(got, what)))
    return first


def observe(contract: Contract, program: Names, case: Any, seconds: float = CALL_SECONDS) -> Seen:
    """What is seen of the program on this case; an error of its own is an observation too.

    So is what it leaves changed for everybody, which is put back.
    """
    left_behind: list[str] = []
    nowhere = io.StringIO()
    try:
        with contextlib.ExitStack() as around:
            around.enter_context(contextlib.redirect_stdout(nowhere))
            around.enter_context(contextlib.redirect_stderr(nowhere))
            around.enter_context(warnings.catch_warnings(action="ignore"))
            around.enter_context(global_state_kept(left_behind))
            around.enter_context(at_most(seconds))
            seen = contract.observe(program, case)
    except _TooSlow:
        return {"raised": messages.NO_END}
    except (Exception, SystemExit) as error:
        return {"raised": f"{type(error).__name__}: {error}"}
    return {**seen, "left behind": left_behind}


def _kinds(seen: Seen) -> Seen:
    """Of an error only the kind counts."""
    return {"raised": str(seen["raised"]).split(":")[0]} if "raised" in seen else seen


def _ended_otherwise(expected: Seen, got: Seen) -> bool:
    return ("raised" in expected) != ("raised" in got)


def _part(seen: Seen, what: str) -> Any:
    return seen if "raised" in seen or what not in seen else {what: seen[what]}


def _shown(value: Any) -> str:
    with np.printoptions(precision=6, threshold=50):
        text = " ".join(repr(value).split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


class _TooSlow(BaseException):
    """A call takes too long; no `except Exception` of the program's own stops it."""


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Interrupt the block after so many seconds of processor time (in a main thread), however busy the machine is."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise _TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
